import { isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import {
  PayoutAnswer,
  PayoutEntriesAnswer,
  PayoutsAnswer,
  type WirePayout,
  type WirePayoutEntry,
} from './api/payouts.ts';
import { type SquareClient } from './client.ts';
import { type ConnectorContext } from './context.ts';
import { toPayout } from './mapping/to-payout.ts';
import { type Store } from './stores.ts';

type Paid = SourceEvent<'payout.paid'>;

/** One page of the payouts of one store that were made within a span: without a store there are those of the main one only. */
export function payoutsPage(
  client: SquareClient,
  search: {
    readonly store: Store;
    readonly from: string;
    readonly to: string;
    readonly cursor?: string | undefined;
    readonly limit?: number;
    readonly signal: AbortSignal;
  },
) {
  const { store, from, to, cursor, limit = 100, signal } = search;
  const query = { location_id: store.id, begin_time: from, end_time: to, sort_order: 'ASC', limit, cursor };
  return client.send('GET', '/v2/payouts', { query, response: PayoutsAnswer, signal });
}

/** A payout with all its entries. */
export async function wholePayout(wire: WirePayout, client: SquareClient, name: string, signal: AbortSignal) {
  const entries: WirePayoutEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.send('GET', '/v2/payouts/{id}/payout-entries', {
      params: { id: wire.id },
      query: { limit: 100, cursor },
      response: PayoutEntriesAnswer,
      signal,
    });
    entries.push(...page.payout_entries);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return toPayout(wire, entries, name);
}

/** Payouts are made days before they are paid. */
const paidWithinMs = 14 * 86_400_000;

/** Every payout that was paid: all that were made in the two weeks before, store by store. */
export async function* payoutSweep(
  context: ConnectorContext,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): AsyncIterable<Paid | RefusedEvent<'payout.paid'>> {
  const { client, stores } = context.patient;
  const since = Date.parse(from);
  const made = new Date(since - paidWithinMs).toISOString();
  for (const store of await stores.all(signal)) {
    let cursor: string | undefined;
    do {
      const page = await payoutsPage(client, { store, from: made, to, cursor, signal });
      for (const payout of page.payouts) {
        const changedAt = Date.parse(payout.updated_at ?? payout.created_at ?? to);
        if (payout.status === 'PAID' && changedAt >= since) yield await paidOrRefused(payout, context, client, signal);
      }
      ({ cursor } = page);
    } while (cursor !== undefined);
  }
}

/** One payout by its id, if it is paid. */
export async function payoutById(id: string, context: ConnectorContext, signal: AbortSignal): Promise<readonly Paid[]> {
  const { payout } = await context.client.send('GET', '/v2/payouts/{id}', {
    params: { id },
    response: PayoutAnswer,
    signal,
  });
  return payout.status === 'PAID' ? [await paid(payout, context, context.client, signal)] : [];
}

async function paid(
  wire: WirePayout,
  { name }: ConnectorContext,
  client: SquareClient,
  signal: AbortSignal,
): Promise<Paid> {
  const data = await wholePayout(wire, client, name, signal);
  const occurredAt = wire.updated_at ?? wire.created_at ?? `${data.paidOn}T00:00:00Z`;
  return { name: 'payout.paid', id: wire.id, key: data.ref, occurredAt, data, identifiers: [wire.id] };
}

async function paidOrRefused(
  wire: WirePayout,
  context: ConnectorContext,
  client: SquareClient,
  signal: AbortSignal,
): Promise<Paid | RefusedEvent<'payout.paid'>> {
  try {
    return await paid(wire, context, client, signal);
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return { name: 'payout.paid', id: wire.id, key: wire.id.replaceAll(/[^A-Za-z0-9_-]/g, '_'), refused: error };
  }
}
