import { hmacSha256, isIntegrationError, parseJsonExactly, seededRandom } from '@crossdock/core';
import { jsonMutator } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { WireClosure } from '../../src/lightspeed/api/closures.ts';
import { WireConsignment, WireConsignmentProduct } from '../../src/lightspeed/api/consignments.ts';
import { WireCustomer } from '../../src/lightspeed/api/customers.ts';
import { withoutNulls } from '../../src/lightspeed/client.ts';
import { toCustomer } from '../../src/lightspeed/mapping/customers.ts';
import { kindOf, receivedAt } from '../../src/lightspeed/mapping/sale-facts.ts';
import { toClosure } from '../../src/lightspeed/mapping/to-closure.ts';
import {
  countsOf,
  movementsOf,
  movementsOfReversal,
  movementsOfSale,
} from '../../src/lightspeed/mapping/to-movements.ts';
import { toOrder } from '../../src/lightspeed/mapping/to-order.ts';
import { toReturn, toReversal } from '../../src/lightspeed/mapping/to-return.ts';
import { parseSale } from '../../src/lightspeed/sale-reader.ts';
import { wireSale } from '../../src/testing/lightspeed/wire-sales.ts';
import { chicago, openRetailer, usualSale } from './support/open-retailer.ts';
import { decode, sweep } from './support/read.ts';

/** How many broken documents are made of each original, and by which chance. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
const seed = process.env['FUZZ_SEED'] ?? '1129';

const { retailer } = openRetailer();
const { books, till } = retailer;
retailer.seed({ sku: 'vend-discount', hasInventory: false });
const settings = {
  name: 'stores',
  paymentTypes: {},
  onAccount: 'when-paid',
  returnedGoods: 'undecided',
  giftCardProducts: [],
  offlineMs: 259_200_000,
} as const;
const store = { id: chicago, code: 'store-1', dayCut: '04:00', timeZone: 'America/Chicago', currency: 'USD' };
const products = new Map(books.products.values().map((it) => [it.id, { id: it.id, sku: it.sku, counted: true }]));
const discountProduct = books.products.find((it) => it.sku === 'vend-discount')?.id;

function readSale(json: unknown): void {
  const sale = parseSale(json);
  if ('refused' in sale) throw sale.refused;
  const read = { sale, store, products, rates: new Map(), discountProduct, original: sale };
  const kind = kindOf(read, settings);
  if (Number.isNaN(receivedAt(read, settings))) throw new Error('A ticket that came at no time');
  if (kind === 'open' || kind === 'nothing') return;
  movementsOfSale(read, settings);
  if (kind === 'sale') toOrder(read, settings);
  else if (kind === 'return') toReturn(read, settings);
  else {
    toReversal(read, settings);
    movementsOfReversal(read, settings);
  }
}

function readConsignment(json: unknown): void {
  const { consignment, rows } = refusing(z.object({ consignment: z.unknown(), rows: z.unknown() }), json);
  const read = {
    consignment: refusing(WireConsignment, consignment),
    rows: (Array.isArray(rows) ? rows : []).map((it) => refusing(WireConsignmentProduct, it)),
    products,
    stores: new Map([[chicago, store]]),
  };
  movementsOf(read, 'stores');
  countsOf(read, 'stores');
}

/** What the client does with an answer that is not as documented. */
function refusing<T>(schema: { safeParse(value: unknown): { success: boolean; data?: T } }, value: unknown): T {
  const { success, data } = schema.safeParse(value);
  if (success && data !== undefined) return data;
  throw new Refused();
}
class Refused extends Error {}

const whole = { sku: 'vend-discount', price: 1000, quantity: '-1' };
const sale = till.sell({ ...usualSale, lines: [...usualSale.lines, whole], surcharge: 150, rounding: 2 });
const again = till.sell(usualSale);
const back = till.takeBack({ saleId: again.id });
const exchange = till.takeBack({ saleId: again.id, exchange: [{ sku: 'SHOE-42', price: 1 }] });
const off = till.void(till.sell(usualSale).id);
const closing = {
  id: 'closing',
  register_open_time: '2026-11-24T15:00:00+00:00',
  register_close_time: '2026-11-24 23:00:00',
  payments_summary: { t1: { payment_type_name: 'Cash', total: '9.50000', discrepancy: '-0.50000' } },
  payment_counts: [
    { start_total: '100.0', payments_total: 9.5, withdrawals_total: '0', close_total: '109.00', payment_type: 'Cash' },
  ],
  register: { id: 'r1', name: 'Main', outlet_id: chicago },
};
const [product = ''] = products.keys();
const transfer = {
  consignment: {
    id: 'c1',
    type: 'OUTLET',
    status: 'RECEIVED',
    outlet_id: chicago,
    source_outlet_id: chicago,
    updated_at: '2026-11-24T15:00:00+00:00',
  },
  rows: [{ product_id: product, count: '10.00000', received: '9.00000' }],
};
const count = {
  ...transfer,
  consignment: { ...transfer.consignment, type: 'STOCKTAKE', status: 'STOCKTAKE_COMPLETE' },
};
const customer = {
  id: 'C1',
  first_name: 'Ada',
  email: 'a@b.example',
  customer_code: 'shop-C1',
  custom_field_4: 'shop-C1',
  physical_address_1: '1 Main St',
  physical_country_id: 'US',
  version: 3,
};
const onWire = (it: typeof sale) => wireSale(it, { books, priceMeans: 'after-discount' });

const originals: readonly (readonly [string, unknown, (json: unknown) => void])[] = [
  ['a sale', onWire(sale), readSale],
  ['a return', onWire(back), readSale],
  ['an exchange', onWire(exchange), readSale],
  ['a sale that was called off', onWire(off), readSale],
  ['a transfer', transfer, readConsignment],
  ['a count', count, readConsignment],
  ['the closing of a register', closing, (json) => toClosure(refusing(WireClosure, json), 'USD', {})],
  ['a customer', customer, (json) => toCustomer(refusing(WireCustomer, json), 'stores', 'custom_field_4')],
];

describe('a broken document', () => {
  test.each(originals)(
    '%s is read or refused by name, and never anything else',
    (_, original, read) => {
      const text = JSON.stringify(original);
      expect(() => read(withoutNulls(parseJsonExactly(text)))).not.toThrow();
      const mutate = jsonMutator(text);
      const random = seededRandom(seed);
      for (let tried = 0; tried < runs; tried++) {
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
    const open = openRetailer();
    open.retailer.till.sell(usualSale);
    const { payload } = await open.delivery('register_sale_products');
    const mutate = jsonMutator(JSON.stringify(payload));
    const random = seededRandom(seed);
    for (let tried = 0; tried < Math.min(runs, 2_000); tried++) {
      const mutant = mutate(random);
      const body = new URLSearchParams({ payload: mutant.text }).toString();
      const signature = hmacSha256(open.retailer.credentials.clientSecret, body, 'hex');
      const headers = { 'x-signature': `signature=${signature},algorithm=HMAC-SHA256` };
      const outcome: unknown = await decode(open.system, { body, headers }).catch((error: unknown) => error);
      const isFine = Array.isArray(outcome) || (isIntegrationError(outcome) && outcome.disposition === 'reject');
      expect(isFine, `${JSON.stringify(mutant.changes)}: ${String(outcome)}`).toBe(true);
    }
  }, 600_000);

  test('in a feed is refused by itself, and the feed goes on', async () => {
    const open = openRetailer();
    const odd = open.retailer.till.sell(usualSale);
    const { id } = open.retailer.till.sell(usualSale);
    const mutate = jsonMutator(JSON.stringify(onWire(odd)));
    const random = seededRandom(seed);
    for (let tried = 0; tried < Math.min(runs, 500); tried++) {
      const mutant = mutate(random).text;
      const parsed: unknown = JSON.parse(mutant);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) continue;
      const patch = parsed as Readonly<Record<string, unknown>>;
      // What the feed itself goes by is not the subject here.
      open.retailer.till.corrupt(odd.id, { ...patch, id: odd.id, version: undefined });
      const told = await sweep(open.system, 'sales');
      expect(
        told.some((it) => it.id === id && !('refused' in it)),
        mutant,
      ).toBe(true);
    }
  }, 600_000);
});
