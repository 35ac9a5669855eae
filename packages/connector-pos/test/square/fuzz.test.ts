import { hmacSha256, isIntegrationError, parseJsonExactly, seededRandom } from '@crossdock/core';
import { jsonMutator } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { ChangesAnswer } from '../../src/square/api/inventory.ts';
import { RefundAnswer, WirePayment, type WireRefund } from '../../src/square/api/payments.ts';
import { ShiftAnswer } from '../../src/square/api/stores.ts';
import { WireCustomer } from '../../src/square/api/customers.ts';
import { withoutNulls } from '../../src/square/client.ts';
import { toDrawerCount } from '../../src/square/drawers.ts';
import { toCustomer } from '../../src/square/mapping/customers.ts';
import { kindOf, receivedAt } from '../../src/square/mapping/order-facts.ts';
import { toOrder } from '../../src/square/mapping/to-order.ts';
import { toReturn } from '../../src/square/mapping/to-return.ts';
import { toCount, toMovements } from '../../src/square/mapping/to-movements.ts';
import { parseOrder } from '../../src/square/order-reader.ts';
import { wireChange } from '../../src/testing/square/inventory-api.ts';
import { openSeller, usualSale } from './support/open-seller.ts';
import { decode } from './support/read.ts';

/** How many broken documents are made of each original, and by which chance. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
const seed = process.env['FUZZ_SEED'] ?? '1129';

const { seller } = openSeller();
const settings = {
  name: 'stores',
  giftCardSku: 'GIFT',
  customAmountSku: 'CUSTOM',
  returnedGoods: 'undecided',
  soldElsewhere: 'reference-id',
  offlineMs: 259_200_000,
} as const;
const store = { id: 'LCHICAGO1', code: 'store-1', dayCut: '04:00', timeZone: 'America/Chicago', currency: 'USD' };
const variations = new Map(
  seller.books.variations().map((it) => [it.id, { id: it.id, sku: it.id.toLowerCase(), unit: 'EA' }]),
);
const sale = seller.till.sell({ ...usualSale, rounding: 2, serviceCharge: 100, offlineAt: '2026-11-24T10:00:00Z' });
const vat = [{ name: 'VAT', percentage: '19', inclusive: true }];
const payments = new Map([...seller.books.payments.values()].map((it) => [it.id, WirePayment.parse(exactly(it))]));

/** A document of the simulated seller as it is on the wire. */
function exactly(document: unknown): unknown {
  return parseJsonExactly(JSON.stringify(document));
}

const refunds = new Map<string, WireRefund>();

/** The return that a refund gave money back for, read with that refund. */
function readRefund(json: unknown): void {
  const { refund } = refusing(RefundAnswer, { refund: json });
  const back = seller.books.orders.get(refund.order_id ?? '');
  const order = parseOrder(exactly(back ?? { id: 'ORDER' }));
  if ('refused' in order) throw order.refused;
  const own = new Map(order.refunds.map((it) => [it.id, refund]));
  toReturn({ order, store, payments, refunds: own, variations }, settings);
}

function readOrder(json: unknown): void {
  const order = parseOrder(json);
  if ('refused' in order) throw order.refused;
  const read = { order, store, payments, refunds, variations };
  const kind = kindOf(order);
  if (Number.isNaN(receivedAt(read))) throw new Error('A ticket that came at no time');
  if (kind === 'sale') toOrder(read, settings);
  if (kind === 'return') toReturn(read, settings);
}

function readChange(json: unknown): void {
  const { changes } = refusing(ChangesAnswer, { changes: [json] });
  const place = {
    name: 'stores',
    sku: 'SHOE',
    unit: 'EA',
    isOurs: () => true,
    codeOf: (id: string) => id,
    businessDateOf: () => '2026-11-24',
  };
  for (const { adjustment, physical_count: count } of changes) {
    if (adjustment) toMovements(adjustment, place);
    if (count) toCount(count, place);
  }
}

/** What the client does with an answer that is not as documented. */
function refusing<T>(schema: { safeParse(value: unknown): { success: boolean; data?: T } }, value: unknown): T {
  const { success, data } = schema.safeParse(value);
  if (success && data !== undefined) return data;
  throw new Refused();
}
class Refused extends Error {}

const shift = seller.endShift({
  openedAt: '2026-11-24T10:00:00Z',
  opening: 10_000,
  payments: 633,
  paidOut: 5,
  counted: 9,
});
const customer = { id: 'C1', version: 3, given_name: 'Ada', email_address: 'a@b.example', address: { country: 'US' } };

const originals: readonly (readonly [string, unknown, (json: unknown) => void])[] = [
  ['a sale', sale, readOrder],
  ['a sale with tax inside', seller.till.sell({ lines: [{ sku: 'SHOE-42', price: 100 }], taxes: vat }), readOrder],
  ['a return', seller.till.takeBack({ orderId: sale.id }), readOrder],
  ['an exchange', seller.till.takeBack({ orderId: sale.id, exchange: [{ sku: 'SHOE-42', price: 1 }] }), readOrder],
  ['an amount back', seller.till.refundAmount({ orderId: sale.id, amount: 5, shape: 'custom-amount' }), readOrder],
  ['a refund', [...seller.books.refunds.values()][0], readRefund],
  ['a movement', seller.books.changes.map(wireChange).find((it) => it['type'] === 'ADJUSTMENT'), readChange],
  ['a count', seller.books.changes.map(wireChange).find((it) => it['type'] === 'PHYSICAL_COUNT'), readChange],
  [
    'a drawer',
    { cash_drawer_shift: shift },
    (json) => toDrawerCount(refusing(ShiftAnswer, json).cash_drawer_shift, 'USD'),
  ],
  ['a customer', customer, (json) => toCustomer(refusing(WireCustomer, json), 'stores')],
];

describe('a broken document', () => {
  test.each(originals)(
    '%s is read or refused by name, and never anything else',
    (_, original, read) => {
      const text = JSON.stringify(original);
      expect(() => read(withoutNulls(parseJsonExactly(text)))).not.toThrow();
      const mutate = jsonMutator(text);
      const random = seededRandom(seed);
      for (let count = 0; count < runs; count++) {
        const mutant = mutate(random);
        try {
          read(withoutNulls(parseJsonExactly(mutant.text)));
        } catch (error) {
          if (isIntegrationError(error) && error.disposition === 'reject') continue;
          if (error instanceof Refused) continue;
          throw new Error(`${JSON.stringify(mutant.changes)}: ${String(error)}`, { cause: error });
        }
      }
    },
    600_000,
  );

  test('in a webhook that is signed all the same is refused, or means nothing', async () => {
    const open = openSeller();
    open.seller.till.sell(usualSale);
    const { body } = await open.delivery('order.created');
    const mutate = jsonMutator(body);
    const random = seededRandom(seed);
    for (let count = 0; count < Math.min(runs, 2_000); count++) {
      const mutant = mutate(random);
      const signature = hmacSha256(open.seller.signatureKey, [open.seller.webhookUrl, mutant.text], 'base64');
      const delivery = { body: mutant.text, headers: { 'x-square-hmacsha256-signature': signature } };
      const outcome: unknown = await decode(open.system, delivery).catch((error: unknown) => error);
      const isFine = Array.isArray(outcome) || (isIntegrationError(outcome) && outcome.disposition === 'reject');
      expect(isFine, `${JSON.stringify(mutant.changes)}: ${String(outcome)}`).toBe(true);
    }
  }, 600_000);
});
