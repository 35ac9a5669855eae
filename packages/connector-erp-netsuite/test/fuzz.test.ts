/**
 * Answers and inputs with something wrong in them: they are read, or refused by an error of ours that names the place.
 * `FUZZ_RUNS` sets how many of each, `FUZZ_SEED` which.
 */
import {
  capabilities,
  isIntegrationError,
  money,
  type Order,
  parse,
  parseJsonExactly,
  type Random,
  seededRandom,
  subtract,
  sum,
} from '@crossdock/core';
import { generateOrder, jsonMutator, type Mutant } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ItemRow, PriceLine } from '../src/api/item.ts';
import { PostingRow } from '../src/api/posting.ts';
import { QueryPage, type QueryRow } from '../src/api/query.ts';
import { SalesOrder } from '../src/api/sales-order.ts';
import { StockRow } from '../src/api/stock-page.ts';
import { customerOf } from '../src/capabilities/read-customers.ts';
import { placeOf } from '../src/capabilities/listing.ts';
import { productOf } from '../src/capabilities/read-products.ts';
import { customerIn } from '../src/customer-reader.ts';
import { toNetsuiteError } from '../src/errors.ts';
import { itemIn } from '../src/item-reader.ts';
import { toBill } from '../src/mapping/bill.ts';
import { toLedgerAmounts } from '../src/mapping/ledger.ts';
import { toInventoryLevel } from '../src/mapping/level-from-row.ts';
import { toPrices } from '../src/mapping/price.ts';
import { toSalesOrder } from '../src/mapping/sales-order.ts';
import { NetsuiteOptions } from '../src/options.ts';
import { openAccount, skus } from './account.ts';
import { pushSecret } from './arrangements/reads.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 400);
const seed = process.env['FUZZ_SEED'] ?? '1129';

const { settings, system } = openAccount({ settings: { push: { secrets: [pushSecret] } } });
const config = NetsuiteOptions.parse({
  ...settings,
  products: { options: { size: 'custitem_size' }, unit: 'saleunit' },
});
const rooms = { config, system: 'erp' } as never;

/** Makes mutants of a document and lets each be read. What it is read as is handed to `check`. */
function fuzz<T>(
  name: string,
  document: (random: Random) => unknown,
  read: (text: string) => T,
  check: (read: T, mutant: Mutant) => void = () => undefined,
): void {
  test(
    `${name} are read, or refused by place`,
    () => {
      const random = seededRandom(`${seed} ${name}`);
      let taken = 0;
      for (let from = 0; from < runs; from += 100) {
        const mutate = jsonMutator(JSON.stringify(document(random)));
        for (let run = from; run < Math.min(runs, from + 100); run += 1) {
          const mutant = mutate(random);
          const what = `run ${String(run)} of seed ${seed}: ${JSON.stringify(mutant.changes)}`;
          try {
            check(read(mutant.text), mutant);
            taken += 1;
          } catch (error) {
            if (!isIntegrationError(error)) throw new Error(`Nothing of ours is thrown in ${what}`, { cause: error });
            // A document that is in the wrong state as a whole has no one place.
            if (error.path === undefined && error.code !== 'conflict')
              throw new Error(`No place is named in ${what}`, { cause: error });
          }
        }
      }
      // A reader that refuses everything proves nothing.
      expect(taken, 'mutants that were read').toBeGreaterThan(0);
    },
    Math.max(30_000, runs * 20),
  );
}

const answer = { what: 'The answer', code: 'response-invalid' } as const;

function rowsIn(text: string): readonly QueryRow[] {
  return parse(QueryPage, JSON.parse(text), answer).items;
}

const pageOf = (row: Readonly<Record<string, string>>) => ({
  links: [],
  count: 1,
  offset: 0,
  totalResults: 1,
  items: [{ links: [], ...row }],
});

/** Every number of a text as a plain decimal, however it is written. */
function numbersIn(text: string): ReadonlySet<string> {
  const found = text.match(/-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g) ?? [];
  return new Set(found.map(plain));
}

/** Digit by digit, so that nothing is rounded on the way. */
function plain(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const zeros = Math.abs(Number(exponent));
  if (zeros > 400) return number;
  const padded = `${'0'.repeat(zeros)}${whole}${fraction}${'0'.repeat(zeros)}`;
  const point = zeros + whole.length + Number(exponent);
  const head = padded.slice(0, point).replace(/^0+/, '');
  const tail = padded.slice(point).replace(/0+$/, '');
  const digits = `${head === '' ? '0' : head}${tail === '' ? '' : `.${tail}`}`;
  return digits === '0' ? '0' : `${sign}${digits}`;
}

describe('answers of the query service', () => {
  const item = {
    id: '482',
    itemid: 'PARKA-M',
    itemtype: 'InvtPart',
    isinactive: 'F',
    parentname: 'PARKA',
    modified: '2026-11-27T12:00:00',
    name: 'Parka, medium',
    barcode0: '4006381333931',
    option0: 'M',
    unit: '7',
  };
  fuzz(
    'items',
    () => pageOf(item),
    (text) => rowsIn(text).map((row) => [placeOf(row), productOf(itemIn(row), rooms)]),
  );

  const customer = {
    id: '77',
    externalid: 'CD_CUST_shop-c7',
    firstname: 'Ann',
    lastname: 'Ling',
    email: 'ann.ling@shoppers.example',
    phone: '+45 4545 4545',
    companyname: 'Ling Co',
    taxid: 'DK12345678',
    modified: '2026-11-27T12:00:00',
  };
  fuzz(
    'customers',
    () => pageOf(customer),
    (text) => rowsIn(text).map((row) => [placeOf(row), customerOf(customerIn(row), rooms)]),
  );

  const stock = {
    id: '482',
    location: config.locations['store-1'] ?? '',
    itemid: 'PARKA-M',
    unit: '7',
    quantityonhand: '12.25',
    quantityavailable: '10',
    quantitycommitted: '2.25',
    quantityonorder: '.5',
  };
  fuzz(
    'stock',
    () => pageOf(stock),
    (text) =>
      rowsIn(text).map((row) => toInventoryLevel(parse(StockRow, row, answer), '2026-11-27T12:00:00Z', config, 'erp')),
    (levels, { text }) => {
      for (const { onHand, available } of levels)
        for (const amount of [onHand.amount, available?.amount ?? '0'])
          if (amount !== '0') expect(numbersIn(text), 'quantities of the answer').toContain(plain(amount));
    },
  );

  const posting = {
    id: '900',
    type: 'CustInvc',
    tranid: 'INV1001',
    externalid: 'CD_INV_shop-1001-I1',
    posting: 'T',
    voided: 'F',
    currency: config.currencies['USD'] ?? '',
    foreigntotal: '119.99',
    postingdate: '2026-11-27',
    periodname: 'Nov 2026',
    debit: '119.99',
    credit: '119.99',
  };
  fuzz(
    'postings',
    () => pageOf(posting),
    (text) => rowsIn(text).map((row) => toLedgerAmounts(parse(PostingRow, row, answer), 'USD', config)),
    (all) => {
      for (const { debit, credit } of all) expect(debit).toEqual(credit);
    },
  );
});

describe('answers of the record service', () => {
  const prices = {
    links: [],
    items: [
      {
        currencyPage: { id: config.currencies['USD'] },
        priceLevel: { id: '1' },
        quantity: { value: '0' },
        price: 19.99,
      },
      {
        currencyPage: { id: config.currencies['USD'] },
        priceLevel: { id: '5' },
        quantity: { value: '10' },
        price: 12.5,
      },
    ],
  };
  const row: ItemRow = itemIn({
    id: '482',
    itemid: 'PARKA-M',
    itemtype: 'InvtPart',
    isinactive: 'F',
    modified: '2026-11-27T12:00:00',
  });
  fuzz(
    'prices',
    () => prices,
    (text) => {
      const lines = parse(z.object({ items: z.array(PriceLine) }), parseJsonExactly(text), answer).items;
      return toPrices(row, lines, undefined, config, 'erp').map((it) =>
        parse(capabilities.getPrices.output, [it], answer),
      );
    },
    (found, { text }) => {
      for (const [price] of found)
        expect(numbersIn(text), 'prices of the answer').toContain(plain(price?.price.amount ?? ''));
    },
  );

  const line = (number: number, item: string, amount: number) => ({
    line: number,
    item: { id: item },
    quantity: 2,
    rate: amount / 2,
    amount,
    quantityFulfilled: 2,
    quantityBilled: 0,
    taxDetailsReference: `L${String(number)}`,
  });
  const order = {
    id: '10',
    externalId: 'CD_SO_shop-1001',
    tranId: 'SO1001',
    status: { id: 'F', refName: 'Pending Billing' },
    currency: { id: config.currencies['USD'] },
    total: 129.6,
    item: { items: [line(1, '482', 100), line(2, '483', 20)] },
    taxDetails: {
      items: [
        {
          taxDetailsReference: 'L1',
          taxType: { id: '1' },
          taxCode: { id: '1' },
          taxBasis: 100,
          taxRate: 9.6,
          taxAmount: 9.6,
        },
      ],
    },
  };
  const items = new Map([
    ['482', { id: '482', ships: true }],
    ['483', { id: '483', ships: true }],
  ]);
  fuzz(
    'orders',
    () => order,
    (text) => {
      const found = parse(SalesOrder, parseJsonExactly(text), answer);
      return toBill(found, { currency: 'USD', tax: config.tax, items });
    },
  );

  const problem = {
    type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1',
    title: 'Bad Request',
    status: 400,
    'o:errorDetails': [
      { detail: 'This record already exists.', 'o:errorPath': 'item.items[0]', 'o:errorCode': 'USER_ERROR' },
    ],
  };
  fuzz(
    'failures',
    () => problem,
    (text) => {
      const facts = {
        headers: new Headers(),
        effect: 'write',
        method: 'POST',
        path: '/x',
        retryAfterMs: undefined,
      } as const;
      for (const status of [400, 403, 404, 429, 500, 503]) {
        const error = toNetsuiteError({ ...facts, status, body: JSON.parse(text) as unknown });
        expect((error?.message ?? '').length).toBeLessThan(400);
      }
    },
  );
});

describe('inputs', () => {
  const mapping = { config, externalId: 'CD_SO_shop-1001', customer: config.customer };
  const items = new Map(skus.map((sku, index) => [sku as string, { id: String(100 + index), ships: true }]));
  fuzz(
    'orders',
    (random) => generateOrder(random, { kind: 'split-tender', currency: 'USD', skus: [...skus] }),
    (text) => {
      const order: Order = parse(capabilities.createOrder.input, JSON.parse(text), { what: 'The order' });
      return { order, body: toSalesOrder(order, { ...mapping, items } as never) };
    },
    ({ order, body }) => {
      const amounts = [
        ...body.item.items.map((it) => it.amount),
        ...(body.taxDetails?.items ?? []).map((it) => it.taxAmount),
      ];
      const booked = sum(
        amounts.map((it) => money(String(it), order.currency)),
        order.currency,
      );
      expect(Number(subtract(booked, order.total).amount)).toBe(0);
    },
  );
});

describe('pushes', () => {
  const webhook = system.connection.events?.webhook;
  fuzz(
    'hints',
    () => ({ delivery: 'inventoryitem-7-1', record: 'inventoryitem', id: '7' }),
    (text) =>
      webhook?.identify({ headers: new Headers(), body: new TextEncoder().encode(text), url: 'https://x.example' }),
  );
});
