/**
 * Answers, pushes and inputs with something wrong in them: they are read, or refused by an error of ours. `FUZZ_RUNS` sets how many of each,
 * `FUZZ_SEED` which.
 */
import { isIntegrationError, parse, parseJsonExactly, type Random, Secret, seededRandom } from '@crossdock/core';
import { generateOrder, jsonMutator, type Mutant } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DocumentLine, SalesInvoice, SalesOrder, SalesOrderLine } from '../../src/business-central/api/documents.ts';
import { JournalLine, LedgerEntry } from '../../src/business-central/api/finance.ts';
import { Customer, Item, ItemVariant } from '../../src/business-central/api/master-data.ts';
import { customerOf } from '../../src/business-central/capabilities/customers.ts';
import { isOpen, openUnitsOf } from '../../src/business-central/capabilities/post-parcel.ts';
import { priceOf, productOf } from '../../src/business-central/capabilities/products.ts';
import { proveTotal, requireSameLines } from '../../src/business-central/capabilities/proofs.ts';
import { toBusinessCentralError } from '../../src/business-central/errors.ts';
import { createReceiver } from '../../src/business-central/events/receiver.ts';
import { fromWire } from '../../src/business-central/mapping/amounts.ts';
import type { Sellables } from '../../src/business-central/mapping/entries.ts';
import { toOrder } from '../../src/business-central/mapping/order-from-rows.ts';
import { toSalesOrder } from '../../src/business-central/mapping/sales-order.ts';
import { BusinessCentralOptions } from '../../src/business-central/options.ts';
import { Order } from '@crossdock/core';
import { aSale, address, clientState, openCompany, skus, usd } from './company.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
const seed = process.env['FUZZ_SEED'] ?? '1129';

const { settings, company } = openCompany();
const config = BusinessCentralOptions.parse(settings);
const rooms = { config, system: 'erp' };
const answer = { what: 'The answer', code: 'response-invalid' } as const;

/** Makes mutants of a document and lets each be read. What is thrown must be ours, and must not repeat a request that may not be repeated. */
function fuzz(name: string, document: (random: Random) => unknown, read: (text: string, mutant: Mutant) => void): void {
  test(
    `${name} are read, or refused`,
    () => {
      const random = seededRandom(`${seed} ${name}`);
      let taken = 0;
      for (let from = 0; from < runs; from += 100) {
        const mutate = jsonMutator(JSON.stringify(document(random)));
        for (let run = from; run < Math.min(runs, from + 100); run += 1) {
          const mutant = mutate(random);
          try {
            read(mutant.text, mutant);
            taken += 1;
          } catch (error) {
            if (isIntegrationError(error)) continue;
            const what = `run ${String(run)} of seed ${seed}: ${JSON.stringify(mutant.changes)}`;
            throw new Error(`Nothing of ours is thrown in ${what}`, { cause: error });
          }
        }
      }
      // A reader that refuses everything proves nothing.
      expect(taken, 'mutants that were read').toBeGreaterThan(0);
    },
    Math.max(30_000, runs * 20),
  );
}

const read = <S extends z.ZodType>(schema: S, text: string): z.output<S> =>
  parse(schema, parseJsonExactly(text), answer);

/** Rows of the simulated company, as they are on the wire. */
const id = 'b6f4017a-0000-0000-0000-000000000001';
const row = { '@odata.etag': 'W/"JzE5"', id, lastModifiedDateTime: '2026-11-27T12:00:00.000Z' };
const item = {
  ...row,
  number: 'PARKA',
  displayName: 'Parka',
  type: 'Inventory',
  gtin: '4006381333931',
  blocked: false,
  inventory: 12.5,
  unitPrice: 49.9,
  priceIncludesTax: false,
  baseUnitOfMeasureCode: 'PCS',
  itemCategoryCode: 'COATS',
};
const variant = { ...row, itemNumber: 'PARKA', code: 'RED', description: 'Red parka' };
const inVariants = { ...rooms, config: { ...config, items: { ...config.items, variants: { separator: '.' } } } };
const customer = {
  ...row,
  number: 'CD-SHOP-C1',
  displayName: 'Ada Lovelace',
  type: 'Person',
  addressLine1: '1 Main St',
  addressLine2: '',
  city: 'Springfield',
  state: 'IL',
  country: 'US',
  postalCode: '62701',
  phoneNumber: '+15550100',
  email: 'ada@shoppers.example',
  taxRegistrationNumber: '',
};
const header = {
  ...row,
  number: 'S-ORD1',
  externalDocumentNumber: 'SHOP-1',
  orderDate: '2026-11-27',
  customerNumber: 'WEB',
  currencyCode: 'USD',
  pricesIncludeTax: false,
  totalAmountIncludingTax: 108.25,
  fullyShipped: false,
  status: 'Draft',
};
const line = {
  ...row,
  sequence: 10_000,
  lineType: 'Item',
  lineObjectNumber: 'SOCKS',
  description: 'Socks [L-1]',
  quantity: 4,
  unitPrice: 25,
  discountAmount: 0,
  taxCode: 'TAXABLE',
  netAmount: 100,
  netTaxAmount: 8.25,
  netAmountIncludingTax: 108.25,
  shippedQuantity: 1,
  invoicedQuantity: 1,
  shipQuantity: 3,
  itemVariantId: '00000000-0000-0000-0000-000000000000',
};

describe('answers', () => {
  fuzz(
    'items',
    () => item,
    (text) => {
      const it = read(Item, text);
      productOf({ item: it }, rooms);
      priceOf({ item: it }, rooms);
    },
  );
  fuzz(
    'variants',
    () => ({ item, variant }),
    (text) => productOf(read(z.object({ item: Item, variant: ItemVariant }), text), inVariants),
  );
  fuzz(
    'customers',
    () => customer,
    (text) => void customerOf(read(Customer, text), rooms),
  );
  fuzz(
    'orders',
    () => ({ header, lines: [line] }),
    (text, { changes }) => {
      const shape = z.object({ header: SalesOrder, lines: z.array(SalesOrderLine) });
      const { header: head, lines } = read(shape, text);
      lines.map((it) => [isOpen(it), openUnitsOf(it)]);
      const order = toOrder(
        {
          id: head.id,
          number: head.number,
          key: head.externalDocumentNumber,
          day: head.orderDate,
          updatedAt: head.lastModifiedDateTime,
          taxIncluded: head.pricesIncludeTax,
          currency: 'USD',
          total: fromWire(head.totalAmountIncludingTax, 'USD'),
          lines,
          variantSkus: new Map(),
        },
        rooms,
      );
      const told = parse(Order, order, answer);
      // Whatever is told adds up: the schema proves it. What was not changed stays.
      if (!changes.some(({ path }) => /quantity|Price|Amount|lines|header|^$/i.test(path)))
        expect(told.total).toEqual(usd('108.25'));
    },
  );
  fuzz(
    'lines that are compared',
    () => line,
    (text) => {
      requireSameLines([], [], 'USD');
      const wanted = {
        lineType: 'Item',
        lineObjectNumber: 'SOCKS',
        sequence: 10_000,
        description: 'Socks [L-1]',
        quantity: 4,
        unitPrice: 25,
        discountAmount: 0,
      } as const;
      requireSameLines([wanted], [read(DocumentLine, text)], 'USD');
    },
  );
  fuzz(
    'invoices',
    () => ({ ...header, postingDate: '2026-11-27', invoiceDate: '2026-11-27', orderId: id, orderNumber: 'S-ORD1' }),
    (text) => proveTotal('The invoice', read(SalesInvoice, text), usd('108.25'), config),
  );
  fuzz(
    'entries of the ledger',
    () => ({
      documentNumber: 'D1',
      postingDate: '2026-11-27',
      accountNumber: '1010',
      debitAmount: 5.5,
      creditAmount: 0,
    }),
    (text) => {
      const entry = read(LedgerEntry, text);
      fromWire(entry.debitAmount, 'USD');
      fromWire(entry.creditAmount, 'USD');
    },
  );
  fuzz(
    'lines of journals',
    () => ({
      id,
      accountType: 'Customer',
      accountNumber: 'WEB',
      documentNumber: 'D1',
      postingDate: '2026-11-27',
      amount: -5,
    }),
    (text) => void read(JournalLine, text),
  );
  fuzz(
    'refusals',
    () => ({ error: { code: 'Application_DialogException', message: 'No. CorrelationId: x.' } }),
    (text) => {
      for (const status of [400, 404, 409, 429, 500, 504]) {
        const body = parseJsonExactly(text);
        const failure = {
          status,
          body,
          headers: new Headers(),
          effect: 'write',
          method: 'POST',
          path: '/x',
          retryAfterMs: undefined,
        } as const;
        const { disposition } = toBusinessCentralError(failure) ?? {};
        // Whatever stands in the body: a write that may have happened is never said to be safe to repeat.
        if (status >= 500) expect(disposition).toBe('unknown');
      }
    },
  );
});

describe('pushes', () => {
  const receiver = createReceiver({ config, system: 'erp', client: undefined as never, clock: undefined as never }, [
    new Secret(clientState),
  ]);
  const notification = {
    subscriptionId: 'webhook1',
    clientState,
    expirationDateTime: '2026-11-29T07:52:31Z',
    resource: `api/v2.0/companies(${company.company})/salesOrders(${id})`,
    changeType: 'updated',
    lastModifiedDateTime: '2026-11-27T12:54:20.467Z',
  };
  test('deliveries that were changed are taken with the secret in each of them, or refused', async () => {
    const random = seededRandom(seed);
    const mutate = jsonMutator(JSON.stringify({ value: [notification, { ...notification, changeType: 'deleted' }] }));
    let taken = 0;
    for (let run = 0; run < runs; run += 1) {
      const { text } = mutate(random);
      const body = new TextEncoder().encode(text);
      try {
        await receiver.verify({ headers: new Headers(), url: address, body });
        receiver.identify({ headers: new Headers(), url: address, body });
        const { value } = JSON.parse(text) as { readonly value: readonly { readonly clientState?: unknown }[] };
        expect(value.every((it) => it.clientState === clientState)).toBe(true);
        await receiver.decode({ headers: {}, body, topic: 'changes', receivedAt: '' }, { signal: AbortSignal.abort() });
        taken += 1;
      } catch (error) {
        if (!isIntegrationError(error)) throw error;
        expect(error.message).not.toContain(clientState);
      }
    }
    expect(taken).toBeGreaterThan(0);
  });
});

describe('orders that are booked', () => {
  const sold = { lineType: 'Item', lineObjectNumber: 'X' } as const;
  const named = [
    'items.charges.shipping',
    'items.charges.fee',
    'items.charges.tip',
    'items.giftCard',
    'items.rounding',
    'tax.line',
  ];
  const sellables: Sellables = {
    config,
    bySku: new Map(skus.map((sku) => [sku, sold])),
    byOption: new Map(named.map((name) => [name, sold])),
    locationIds: new Map(),
  };
  /** What the platform makes of a line: price times quantity to the cent, less the discount. */
  const centsOf = (quantity: number, price: number, discount: number): bigint => {
    const [q, p] = [quantity, price].map((it) => BigInt(Math.round(it * 100_000)));
    const product = (q ?? 0n) * (p ?? 0n) * 100n;
    const scale = 10_000_000_000n;
    const sign = product < 0n ? -1n : 1n;
    return ((2n * product * sign + scale) / (2n * scale)) * sign - BigInt(Math.round(discount * 100));
  };

  test('come to their total to the cent, whatever is in them', () => {
    const random = seededRandom(`${seed} totals`);
    const kinds = ['plain', 'split-tender', 'discounted', 'tax-included', 'cash-rounded'] as const;
    for (let run = 0; run < runs; run += 1) {
      const order = generateOrder(random, { currency: 'USD', skus: [...skus], serial: run });
      let body;
      try {
        body = toSalesOrder(order, sellables);
      } catch (error) {
        if (!isIntegrationError(error)) throw new Error(`run ${run} of ${kinds.join(', ')}`, { cause: error });
        continue;
      }
      const total = body.lines.reduce((sum, it) => sum + centsOf(it.quantity, it.unitPrice, it.discountAmount), 0n);
      expect(total, order.ref).toBe(BigInt(Math.round(Number(order.total.amount) * 100)));
    }
  });
  fuzz(
    'documents',
    () => aSale('shop-1'),
    (text) => {
      const order = parse(Order, JSON.parse(text), { what: 'The order', code: 'input-invalid' });
      const { lines } = toSalesOrder(order, sellables);
      const total = lines.reduce((sum, it) => sum + centsOf(it.quantity, it.unitPrice, it.discountAmount), 0n);
      expect(total).toBe(BigInt(Math.round(Number(order.total.amount) * 100)));
    },
  );
});
