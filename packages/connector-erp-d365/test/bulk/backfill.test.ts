import { seededRandom, type SourceEvent } from '@crossdock/core';
import { generateCustomer } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openBulk, type OpenBulkOptions, runBackfill } from './support.ts';

/** An environment with customers of ours and of others. */
function openFilled(count: number, options: OpenBulkOptions = {}) {
  const opened = openBulk({ ...options, settings: { customers: { group: '80', every: '1h' }, ...options.settings } });
  const { environment } = opened;
  for (let index = 0; index < count; index += 1) environment.seedCustomer(`C-${String(index).padStart(5, '0')}`);
  return opened;
}

async function swept({ system, clock }: ReturnType<typeof openBulk>) {
  const from = new Date(clock.now() - 3_600_000).toISOString();
  const to = new Date(clock.now()).toISOString();
  const collect = async () => {
    const events = [];
    const { signal } = new AbortController();
    for await (const it of system.connection.events?.sweeps?.['customers']?.run({ from, to, signal }) ?? []) {
      events.push(it);
    }
    return events;
  };
  return clock.settle(collect());
}

describe('the backfill of customers', () => {
  test('tells what the sweep tells, under the same ids and with the same data', async () => {
    const opened = openFilled(5);
    const random = seededRandom(3);
    for (let made = 0; made < 20; made += 1) await opened.system.call('upsertCustomer', generateCustomer(random));
    opened.environment.changeRow('CustomersV3', 2, {
      PartyType: 'Organization',
      OrganizationName: 'Ann, "Bob" & Cie',
      AddressStreet: 'Main Street 1\nBack door',
    });
    const { events, failure, counts } = await runBackfill(opened);
    expect(failure).toBeUndefined();
    const facts = (found: readonly object[]) =>
      found
        .map((it) => it as SourceEvent)
        .map(({ name, id, key, data, identifiers }) => JSON.stringify([name, id, key, data, identifiers]))
        .toSorted();
    expect(facts(events)).toEqual(facts(await swept(opened)));
    expect(events).toHaveLength(26);
    expect(counts).toEqual([26]);
  });
});
