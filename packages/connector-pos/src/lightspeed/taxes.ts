import { type Clock } from '@crossdock/core';
import { WireTax } from './api/stores.ts';
import { type LightspeedClient } from './client.ts';
import { allRows } from './feed.ts';
import { api } from './options.ts';

/** A rate as the retailer calls it. */
export interface TaxRate {
  readonly name: string;
  /** Share of the net, as a decimal text. */
  readonly rate?: string;
}

/** What a document of the retailer is read with beside its stores and products. */
export interface Taxes {
  /** By the id of the rate. Read once, and again when one is not known. */
  rates(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, TaxRate>>;
}

/** Before that a rate that is not known is not looked for again. */
const keptMs = 600_000;

/** Makes the reader of taxes. No network here. */
export function createTaxes(client: LightspeedClient, pageSize: number, clock: Clock): Taxes {
  let held: { readonly rates: ReadonlyMap<string, TaxRate>; readonly at: number } | undefined;
  return {
    async rates(ids, signal) {
      const isKnown = ids.every((id) => held?.rates.has(id));
      if (held && (isKnown || clock.now() - held.at < keptMs)) return held.rates;
      const taxes = await allRows(client, WireTax, { path: `${api}/taxes`, pageSize, signal });
      const rates = new Map(
        taxes.flatMap(({ name: of, rates: some }) =>
          some.map(({ id, name = of ?? 'Tax', rate }) => [id, { name, ...(rate !== undefined && { rate }) }] as const),
        ),
      );
      held = { rates, at: clock.now() };
      return rates;
    },
  };
}
