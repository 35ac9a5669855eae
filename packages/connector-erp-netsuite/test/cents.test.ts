import { type DocumentRef, equals, type Fulfillment, type Order, type Random, seededRandom } from '@crossdock/core';
import { generateOrder, orderKinds } from '@crossdock/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetsuiteSettings } from '../src/index.ts';
import { billedFor, openAccount, type OpenAccount, skus } from './account.ts';

const occurredAt = '2026-11-27T10:00:00Z';
const exchangeRates = { EUR: 1.0871, GBP: 1.2634, JPY: 0.00667, CHF: 1.1302, KWD: 3.2541 };

type TaxMode = NetsuiteSettings['tax']['mode'];

function open(mode: TaxMode): OpenAccount {
  const opened = openAccount({
    simulator: { features: { exchangeRates, tax: mode === 'suitetax-override' ? 'suitetax' : 'legacy' } },
  });
  if (mode !== 'tax-item') return opened;
  const item = opened.account.seedItem({ sku: 'TAX', type: 'otherChargeSaleItem' }).id;
  return { ...opened, system: opened.reconfigure({ tax: { mode, item } }) };
}

/** Cuts the goods of an order into parcels, every unit in one of them. */
function parcelsOf(random: Random, order: Order): readonly Fulfillment['lines'][] {
  const parcels: Fulfillment['lines'][] = [[], [], []];
  for (const { id: lineId, sku, kind, quantity } of order.lines) {
    if (kind !== 'goods') continue;
    const units = Number(quantity.amount);
    const pieces = Number.isInteger(units) ? Array.from({ length: units }, () => '1') : [quantity.amount];
    const counts = [0, 0, 0];
    for (const piece of pieces) {
      const parcel = Math.floor(random() * parcels.length);
      counts[parcel] = (counts[parcel] ?? 0) + Number(piece);
    }
    for (const [parcel, count] of counts.entries()) {
      if (count > 0) parcels[parcel]?.push({ lineId, sku, quantity: { ...quantity, amount: String(count) } });
    }
  }
  return parcels.filter((lines) => lines.length > 0);
}

/** Ships and bills an order parcel by parcel, in the order of `random`. */
async function shipAndBill({ system }: OpenAccount, order: Order, random: Random): Promise<readonly DocumentRef[]> {
  const { ref, number } = order;
  const waiting: DocumentRef[] = [];
  const bills: DocumentRef[] = [];
  const bill = async (fulfillment?: DocumentRef): Promise<void> => {
    const request = { ref: `${ref}-B${String(bills.length + 1)}`, orderRef: ref, kind: 'invoice' as const, occurredAt };
    bills.push(await system.call('postInvoice', { ...request, ...(fulfillment && { fulfillment }) }));
  };
  const parcels = parcelsOf(random, order);
  for (const [index, lines] of parcels.entries()) {
    const parcel = { ref: `${ref}-F${String(index + 1)}`, orderRef: ref, number, refs: {}, occurredAt, lines };
    waiting.push(await system.call('recordFulfillment', parcel));
    while (waiting.length > 0 && random() < 0.4)
      await bill(waiting.splice(Math.floor(random() * waiting.length), 1)[0]);
  }
  if (random() < 0.5 && waiting.length > 0) await bill();
  else for (const fulfillment of waiting) await bill(fulfillment);
  return bills;
}

describe('whatever is sold, and however it leaves', () => {
  test.each<[TaxMode]>([['suitetax-override'], ['line-amounts'], ['tax-item']])(
    'order, bills and ledger agree to the cent (%s)',
    async (mode) => {
      const kind = fc.constantFrom(...orderKinds);
      const currency = fc.constantFrom('USD', 'EUR', 'GBP', 'JPY', 'CHF');
      const property = fc.asyncProperty(fc.nat(), kind, currency, async (seed, kindOf, code) => {
        const random = seededRandom(seed);
        const order = generateOrder(random, { kind: kindOf, currency: code, skus: [...skus], occurredAt });
        const opened = open(mode);
        const { system, account } = opened;
        const booked = await system.call('createOrder', order);
        const [inBooks] = account.books.salesOrders();
        expect(Number(inBooks?.total)).toBe(Number(order.total.amount));

        const bills = await shipAndBill(opened, order, random);
        expect(equals(billedFor(account, order), order.total)).toBe(true);
        expect(account.books.balances()).toBe(true);
        const posting = await system.call('confirmPosting', { document: booked, expected: { total: order.total } });
        expect(equals(posting.debit, posting.credit)).toBe(true);
        for (const document of bills) await system.call('confirmPosting', { document });
        expect(account.books.salesOrders()[0]?.status).toBe('G');
      });
      await fc.assert(property, { numRuns: 40, seed: 1129 });
    },
    60_000,
  );
});
