import { type NetsuiteBooks } from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator } from '@crossdock/connector-shopify/testing';
import { describe, expect, test } from 'vitest';
import { auditPlatforms } from '../src/demo/books.ts';

/** A shop that sold and shipped one order, and an ERP that has it all, unless the test plants something. */
function books(planted: Partial<Record<keyof NetsuiteBooks, unknown>> = {}) {
  const shop = shopifySimulator();
  const { id } = shop.placeOrder({ lines: [{ sku: 'SOCK', quantity: 2, unitPrice: '9.99' }] });
  shop.fulfil(id);
  const ref = `shop-${id}`;
  const document = { externalId: `CD_SO_${ref}`, orderExternalId: `CD_SO_${ref}`, currency: 'USD', total: '19.98' };
  const parcel = { orderExternalId: `CD_SO_${ref}`, lines: [{ sku: 'SOCK', quantity: 2 }] };
  const bill = { ...document, posted: true };
  const erp = {
    books: {
      salesOrders: () => [document],
      itemFulfillments: () => [parcel],
      cashSales: () => [bill],
      invoices: () => [],
      balances: () => true,
      ...Object.fromEntries(Object.entries(planted).map(([name, it]) => [name, () => it])),
    },
  } as unknown as Parameters<typeof auditPlatforms>[1];
  return { audit: auditPlatforms(shop, erp), document, parcel, bill, ref };
}

describe('the audit of the books', () => {
  const { document, parcel, bill } = books();

  test('finds nothing where everything is there once', () => {
    expect(books().audit).toMatchObject({ placed: 1, booked: 1, posted: 1, duplicates: 0, findings: [] });
  });

  test.for([
    ['an order that was never booked', { salesOrders: [], cashSales: [] }, { lost: 1 }],
    ['an order that is booked and not posted', { cashSales: [{ ...bill, posted: false }] }, { open: 1 }],
    ['an order that was booked twice', { salesOrders: [document, document] }, { duplicates: 1 }],
    ['a sale that was billed twice', { cashSales: [bill, bill] }, { duplicates: 1 }],
    ['a cent between shop and ledger', { cashSales: [{ ...bill, total: '19.99' }] }, { centsAdrift: 1 }],
    [
      'a document for what nobody sold',
      { salesOrders: [document, { ...document, externalId: 'CD_SO_shop-9' }] },
      { duplicates: 1 },
    ],
    ['a parcel that was booked twice', { itemFulfillments: [parcel, parcel] }, { duplicates: 1 }],
    ['a parcel that was never booked', { itemFulfillments: [] }, {}],
    ['a parcel with other units', { itemFulfillments: [{ ...parcel, lines: [{ sku: 'SOCK', quantity: 1 }] }] }, {}],
    ['a ledger that does not balance', { balances: false }, {}],
  ] as const)('finds %s', ([, planted, counted]) => {
    const { audit } = books(planted);
    expect(audit).toMatchObject(counted);
    expect(audit.findings).not.toEqual([]);
  });
});
