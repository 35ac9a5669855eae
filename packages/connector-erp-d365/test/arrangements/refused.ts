/** Inputs that the environment or the connector cannot take. */
import type { CapabilityName, Order } from '@crossdock/core';
import { generateFulfillment, generateJournalEntry, generateOrder } from '@crossdock/testing';
import type { RefusedInput } from '@crossdock/testing/contracts';
import { anOrder, type Door, occurredAt, sold, usd } from './documents.ts';

/** What the environment or the connector cannot take. */
export async function refusedBy(
  capability: CapabilityName,
  door: Door,
): Promise<readonly RefusedInput<CapabilityName>[]> {
  if (capability === 'createOrder') {
    const odd = (over: object): Order => ({ ...anOrder(door), ...over });
    const unknown = generateOrder(door.random, { kind: 'plain', currency: 'USD', skus: ['UNKNOWN'] });
    return [
      { what: 'a product that is unknown', input: unknown, code: 'unmapped' },
      { what: 'a location that is unknown', input: odd({ location: 'store-99' }), code: 'unmapped' },
      { what: 'a test order', input: odd({ test: true }), code: 'unsupported-document' },
    ];
  }
  if (capability === 'postInvoice') {
    const { ref } = await sold(door);
    const request = { ref: `${ref}-I1`, occurredAt, kind: 'invoice' } as const;
    return [
      { what: 'an order of which nothing has left', input: { ...request, orderRef: ref }, code: 'conflict' },
      { what: 'an order that is not there', input: { ...request, orderRef: 'shop-0' }, code: 'not-found' },
    ];
  }
  if (capability === 'recordFulfillment') {
    const fulfillment = generateFulfillment(door.random, await sold(door));
    return [
      { what: 'units of an order that is not there', input: { ...fulfillment, orderRef: 'shop-0' }, code: 'not-found' },
    ];
  }
  if (capability === 'adjustInventory') {
    const changes = [{ sku: 'UNKNOWN', location: 'store-1', delta: { amount: '1' } }];
    return [
      {
        what: 'a product that is unknown',
        input: { ref: 'count-1', reason: 'count', changes, occurredAt },
        code: 'unmapped',
      },
    ];
  }
  if (capability === 'transferInventory') {
    const lines = [{ sku: 'SHOE-42', quantity: { amount: '1' } }];
    const input = { ref: 'transfer-1', from: 'store-1', to: 'store-99', lines, occurredAt };
    return [{ what: 'a location that is unknown', input, code: 'unmapped' }];
  }
  if (capability === 'recordPayment') {
    const { ref } = await sold(door);
    const request = { ref: `${ref}-P1`, orderRef: ref, occurredAt };
    return [
      {
        what: 'a tender without an account',
        input: { ...request, tender: { kind: 'cheque', amount: usd(5) } },
        code: 'unmapped',
      },
    ];
  }
  if (capability === 'postJournal') {
    const entry = generateJournalEntry(door.random, { businessDate: '2026-11-27' });
    return [{ what: 'an account that is unknown', input: entry, code: 'unmapped' }];
  }
  return [];
}
