/** The side door of what the environment tells of its ledger and of its customers. */
import { type EventName, seededRandom } from '@crossdock/core';
import { generateCustomer, generateFulfillment, generateOrder } from '@crossdock/testing';
import type { EventArrangement, Happening } from '@crossdock/testing/contracts';
import type { D365Settings } from '../src/index.ts';
import { openEnvironment, type OpenEnvironment, type OpenEnvironmentOptions, skus } from './environment.ts';

export const token = 'endpoint-t0ken-5e1f';
export const endpoint = `https://crossdock.example/webhooks/erp?token=${token}`;
const occurredAt = '2026-11-27T10:00:00Z';

/** Tells everything, by asking and by business events. */
export const telling = {
  originCode: 'CROSSDOCK',
  events: {
    of: ['invoices', 'journals', 'payments', 'statements'],
    push: {
      tokens: [token],
      topics: {
        SalesInvoicePostedBusinessEvent: { tells: 'salesInvoice', number: 'InvoiceId' },
        LedgerJournalPostedBusinessEvent: { tells: 'ledgerJournal', number: 'JournalBatchNumber' },
      },
    },
  },
} as const satisfies Partial<D365Settings>;

/** Opens an environment whose postings are told. */
export function openTelling(options: OpenEnvironmentOptions = {}): OpenEnvironment {
  const opened = openEnvironment({ ...options, settings: { ...telling, ...options.settings } });
  for (const code of ['CROSSDOCK', 'OTHER']) opened.environment.seedOriginCode(code);
  return opened;
}

/** Sells, ships and bills: the invoice is in the ledger then. */
export async function billed(opened: OpenEnvironment, seed: number): Promise<Happening> {
  const random = seededRandom(seed);
  const system = opened.reconfigure({});
  const order = generateOrder(random, { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
  await system.call('createOrder', order);
  await system.call('recordFulfillment', generateFulfillment(random, order));
  await system.call('postInvoice', { ref: `${order.ref}-I1`, orderRef: order.ref, kind: 'invoice', occurredAt });
  const delivery = opened.environment.businessEvents(endpoint).at(-1);
  return { key: order.ref, ...(delivery && { delivery }) };
}

/** Makes a customer, or changes one. */
async function customerChanged({ reconfigure }: OpenEnvironment, seed: number): Promise<Happening> {
  const customer = generateCustomer(seededRandom(seed));
  await reconfigure({}).call('upsertCustomer', customer);
  return { key: customer.ref };
}

export function eventDoor(): EventArrangement {
  const opened = openTelling({ settings: { customers: { group: '80', every: '1h' } } });
  let seed = 0;
  return {
    system: opened.system,
    proof: 'url-token',
    happen: (event: EventName) => {
      seed += 1;
      return event === 'customer.changed' ? customerChanged(opened, seed) : billed(opened, seed);
    },
  };
}
