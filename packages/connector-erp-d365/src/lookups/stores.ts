import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { unmapped } from './refusals.ts';
import type { ODataClient } from '../odata/client.ts';
import type { D365Config } from '../options/options.ts';
import type { TransactionWay } from '../options/tills.ts';

/** A store as its transactions name it. */
export interface StoreAt {
  readonly operatingUnit: string;
  readonly store: string;
  /** Account of buyers who are not known. */
  readonly customer: string;
  readonly terminal: string;
}

/** Finds the stores of locations, and remembers them. */
export interface StoreCatalog {
  at(
    place: { readonly location?: string | undefined; readonly register?: string | undefined },
    signal: AbortSignal,
  ): Promise<StoreAt>;
}

const StoreRow = z.object({
  RetailChannelId: z.string().min(1),
  OperatingUnitNumber: z.string().min(1),
  StoreNumber: z.string().min(1),
  DefaultCustomerAccount: z.string(),
});
const storeFields = Object.keys(StoreRow.shape);

/** Digits of a terminal's number. */
const terminalDigits = 6;

export function createStoreCatalog(client: ODataClient, config: D365Config, tills: TransactionWay): StoreCatalog {
  const known = new Map<string, Omit<StoreAt, 'terminal'>>();

  async function read(location: string, channel: string, signal: AbortSignal): Promise<Omit<StoreAt, 'terminal'>> {
    const key = { RetailChannelId: channel };
    const row = await client.read('RetailStores', key, { row: StoreRow, select: storeFields, signal });
    if (!row) throw unmapped(`Store '${channel}'`, `tills.stores.${location}.channel`, 'location');
    const customer = row.DefaultCustomerAccount === '' ? config.customer : row.DefaultCustomerAccount;
    return { operatingUnit: row.OperatingUnitNumber, store: row.StoreNumber, customer };
  }

  return {
    async at({ location, register }, signal) {
      const code = location ?? config.defaultLocation;
      if (code === undefined) {
        throw new IntegrationError('A till sale names no store', { code: 'unsupported-document', path: 'location' });
      }
      const configured = tills.stores[code];
      if (!configured) throw unmapped(`Store '${code}'`, `tills.stores.${code}`, 'location');
      const terminal = (register === undefined ? undefined : configured.terminals[register]) ?? configured.terminal;
      if (terminal === undefined) {
        throw unmapped(`Register '${register ?? ''}'`, `tills.stores.${code}.terminals`, 'register');
      }
      const store = known.get(code) ?? (await read(code, configured.channel, signal));
      known.set(code, store);
      return { ...store, terminal: /^\d+$/.test(terminal) ? terminal.padStart(terminalDigits, '0') : terminal };
    },
  };
}
