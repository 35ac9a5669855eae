import { expect, test } from 'vitest';
import { parcelMarkOf } from '../../src/business-central/references.ts';
import { aSale, invoicesOf, occurredAt, openCompany, type OpenCompany, openOrder, usd } from './company.ts';

const parcel = (ref: string, lines: readonly (readonly [lineId: string, amount: string])[], orderRef = 'shop-1') => ({
  ref,
  orderRef,
  occurredAt,
  lines: lines.map(([lineId, amount]) => ({ lineId, quantity: { amount } })),
});

const invoice = (ref: string, over: object = {}) =>
  ({ ref, orderRef: 'shop-1', kind: 'invoice', occurredAt, ...over }) as const;

test('header and lines go in one request, and what a line is to us stays with it', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  const order = openOrder(company, 'shop-1');
  expect(order).toMatchObject({ externalDocumentNumber: 'SHOP-1', total: 142.48, postingDate: '2026-11-27' });
  expect(order?.lines.map(({ object, description, quantity }) => [object, description, quantity])).toEqual([
    ['SHOE-42', 'Shoe, 42 [L-1]', 2],
    ['SHIRT-M', 'SHIRT-M [L-2]', 1],
    ['SHIPPING', 'shipping [C-shipping-1]', 1],
    ['4420', 'Tax [T-1]', 1],
  ]);
  const writes = system.exchanges.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
  // The claim, and the transaction that makes the order and gives it up.
  expect(writes).toEqual(['token', 'journals', '$batch']);
  expect(company.books.journals()).toEqual([]);
});

test.each([
  ['100.00', '3'],
  ['0.01', '7'],
  ['99999.99', '4999'],
  ['10.00', '0.3'],
  ['10000.00', '30000'],
])('a gross of %s for %s units is booked to the cent', async (gross, amount) => {
  const { company, system } = openCompany();
  const lines = [{ id: '1', sku: 'SOCKS', quantity: { amount }, unitPrice: usd('1'), gross: usd(gross) }];
  const off = { charges: [], lines, total: usd(gross), outstanding: usd(gross) };
  await system.call('createOrder', aSale('shop-1', off));
  expect(openOrder(company, 'shop-1')?.total).toBe(Number(gross));
});

test.each(['9007199254740993', '0.0000001'])('%s units are more than a number holds, and refused', async (amount) => {
  const { company, system } = openCompany();
  const lines = [{ id: '1', sku: 'SOCKS', quantity: { amount }, unitPrice: usd('1'), gross: usd('1.00') }];
  const odd = aSale('shop-1', { charges: [], lines, total: usd('1.00'), outstanding: usd('1.00') });
  await expect(system.call('createOrder', odd)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'lines.0.quantity',
  });
  expect(company.books.orders()).toEqual([]);
});

test.each(['a]b', 'x'.repeat(80)])('a line that could not be known again by its id %s is refused', async (id) => {
  const { company, system } = openCompany();
  const lines = [{ id, sku: 'SOCKS', quantity: { amount: '1' }, unitPrice: usd('1'), gross: usd('1.00') }];
  const odd = aSale('shop-1', { charges: [], lines, total: usd('1.00'), outstanding: usd('1.00') });
  await expect(system.call('createOrder', odd)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'lines.0.id',
  });
  expect(company.books.orders()).toEqual([]);
});

test('a long name with a line break is cut, and the line is still known', async () => {
  const { company, system } = openCompany();
  const name = `Parka\n${'very '.repeat(40)}warm`;
  const lines = [{ id: '1', sku: 'SOCKS', name, quantity: { amount: '1' }, unitPrice: usd('1'), gross: usd('1.00') }];
  await system.call(
    'createOrder',
    aSale('shop-1', { charges: [], lines, total: usd('1.00'), outstanding: usd('1.00') }),
  );
  const [line] = openOrder(company, 'shop-1')?.lines ?? [];
  expect(line?.description).toMatch(/^Parka very .{1,85} \[L-1\]$/);
});

test('references with capitals, or too long for a code, do not meet', async () => {
  const { company, system } = openCompany();
  const refs = ['shop-1', 'SHOP-1', `shop-${'9'.repeat(40)}1`, `shop-${'9'.repeat(40)}2`];
  const documents = [];
  for (const ref of refs) documents.push(await system.call('createOrder', aSale(ref)));
  expect(new Set(documents.map(({ id }) => id)).size).toBe(4);
  expect(company.books.orders().every((it) => it.externalDocumentNumber.length <= 22)).toBe(true);
  for (const [index, ref] of refs.entries()) {
    expect(await system.call('createOrder', aSale(ref))).toMatchObject({ id: documents[index]?.id });
    expect(await system.call('getOrder', { orderRef: ref })).toMatchObject({ ref });
  }
});

test('an order that begins like another one is not that one', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-10'));
  await system.call('createOrder', aSale('shop-1'));
  expect(company.books.orders()).toHaveLength(2);
});

test.each([
  ['the connector', 'UNKNOWN', 'unmapped'],
  ['the company', 'BLOCKED', 'refused'],
])('an order that %s refuses leaves nothing behind', async (_who, sku, code) => {
  const { company, system } = openCompany();
  company.seedItem({ number: 'BLOCKED', blocked: true });
  const lines = [{ id: '1', sku, quantity: { amount: '1' }, unitPrice: usd('1'), gross: usd('1.00') }];
  const odd = aSale('shop-1', { charges: [], lines, total: usd('1.00'), outstanding: usd('1.00') });
  await expect(system.call('createOrder', odd)).rejects.toMatchObject({ code, disposition: 'reject' });
  expect([company.books.orders(), company.books.journals()]).toEqual([[], []]);
});

test('an order whose process died after its claim is made by the next one', async () => {
  const { company, reconfigure } = openCompany();
  const dying = reconfigure();
  company.faults.arm('error-before', { match: (it) => it.endsWith('$batch'), times: 99 });
  await expect(dying.call('createOrder', aSale('shop-1'))).rejects.toThrow();
  expect([company.books.orders(), company.books.journals()]).toEqual([[], [{ code: expect.any(String), lines: 0 }]]);
  company.faults.clear();
  await reconfigure().call('createOrder', aSale('shop-1'));
  expect([company.books.orders().length, company.books.journals()]).toEqual([1, []]);
});

test('without claims an order is made by one request of its own', async () => {
  const { company, system } = openCompany({ settings: { claims: false } });
  await system.call('createOrder', aSale('shop-1'));
  expect(company.requests.filter(({ path }) => /journals|batch/.test(path))).toEqual([]);
  expect(openOrder(company, 'shop-1')).toMatchObject({ total: 142.48 });
});

test('a header whose lines are missing is completed, once', async () => {
  const { company, system } = openCompany();
  company.seedOrder({ externalDocumentNumber: 'SHOP-1', customerNumber: 'WEB', lines: [] });
  await system.call('createOrder', aSale('shop-1'));
  expect(company.books.orders()).toMatchObject([{ total: 142.48, lines: { length: 4 } }]);
});

test('an order with other lines is never written over', async () => {
  const { company, system } = openCompany();
  const lines = [{ item: 'SOCKS', quantity: 1, unitPrice: 142.48 }];
  company.seedOrder({ externalDocumentNumber: 'SHOP-1', customerNumber: 'WEB', lines });
  await expect(system.call('createOrder', aSale('shop-1'))).rejects.toMatchObject({ code: 'conflict', path: 'lines' });
  expect(openOrder(company, 'shop-1')?.lines).toHaveLength(1);
});

/** An order that people made, under a reference of ours. */
const byHand = (company: OpenCompany['company'], externalDocumentNumber = 'SHOP-1') =>
  company.seedOrder({
    externalDocumentNumber,
    customerNumber: 'WEB',
    lines: [{ item: 'SOCKS', quantity: 1, unitPrice: 1 }],
  }).number;

const refusedBothOf = (numbers: readonly string[]) => ({
  code: 'conflict',
  disposition: 'reject',
  path: 'orderRef',
  message: expect.stringContaining(numbers.join(', ')),
});

test('two orders under one reference are for a person, who is told both', async () => {
  const { company, system } = openCompany();
  const both = refusedBothOf([byHand(company), byHand(company)]);
  await expect(system.call('createOrder', aSale('shop-1'))).rejects.toMatchObject(both);
  await expect(system.call('getOrder', { orderRef: 'shop-1' })).rejects.toMatchObject(both);
  expect([company.books.orders().length, company.books.journals()]).toEqual([2, []]);
});

test('so are an open one and one that is posted whole', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  const posted = openOrder(company, 'shop-1')?.number ?? '';
  await system.call('postInvoice', invoice('shop-1-I1', { kind: 'cash-sale' }));
  const both = refusedBothOf([byHand(company), posted]);
  await expect(system.call('createOrder', aSale('shop-1'))).rejects.toMatchObject(both);
  await expect(system.call('getOrder', { orderRef: 'shop-1' })).rejects.toMatchObject(both);
});

test('so are two that are posted whole', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  const order = await system.call('getOrder', { orderRef: 'shop-1' });
  const other = byHand(company, 'SHOP-1X');
  for (const ref of ['shop-1', 'shop-1x'])
    await system.call('postInvoice', { ...invoice(`${ref}-I1`, { kind: 'cash-sale' }), orderRef: ref });
  const odd = openCompany({
    fetch: () => async (input, init) => {
      const answer = await company.handle(new Request(input, init));
      // Somebody gave the second order the reference of the first one.
      const text = await answer.text();
      return new Response(text === '' ? null : text.replaceAll('SHOP-1X/', 'SHOP-1/'), answer);
    },
  });
  const asked = odd.system.call('createOrder', aSale('shop-1'));
  await expect(asked).rejects.toMatchObject(refusedBothOf([order.number, other]));
});

const computed = {
  settings: { tax: { mode: 'computed', exemptTaxCode: 'NONE' } },
  simulator: { taxRates: { TAXABLE: 8.25 } },
} as const;

/** One taxable line, whose tax the company computes too. */
const taxed = (tax: string) => ({
  lines: [
    {
      id: '1',
      sku: 'COAT',
      quantity: { amount: '1' },
      unitPrice: usd('100'),
      gross: usd('100.00'),
      taxes: [{ name: 'Sales tax', amount: usd(tax) }],
    },
  ],
  charges: [{ kind: 'shipping', gross: usd('5.00') }],
});

test('tax that the company computes to the same total stands', async () => {
  const { company, system } = openCompany(computed);
  company.seedItem({ number: 'COAT', taxGroupCode: 'TAXABLE' });
  await system.call(
    'createOrder',
    aSale('shop-1', { ...taxed('8.25'), total: usd('113.25'), outstanding: usd('113.25') }),
  );
  expect(openOrder(company, 'shop-1')).toMatchObject({ total: 113.25 });
  const read = await system.call('getOrder', { orderRef: 'shop-1' });
  expect(read.lines[0]?.taxes).toEqual([{ name: 'TAXABLE', amount: usd('8.25') }]);
});

test('an order that the company computes to another total is taken back and refused by name', async () => {
  const { company, system } = openCompany(computed);
  company.seedItem({ number: 'COAT', taxGroupCode: 'TAXABLE' });
  const odd = aSale('shop-1', { ...taxed('8.20'), total: usd('113.20'), outstanding: usd('113.20') });
  await expect(system.call('createOrder', odd)).rejects.toMatchObject({
    code: 'unbalanced',
    details: { actual: '113.25 USD', expected: '113.20 USD' },
  });
  expect(company.books.orders()).toEqual([]);
});

test('an order of another total is refused, also when the process died before it saw that', async () => {
  let dead = false;
  const { company, system, reconfigure } = openCompany({
    ...computed,
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      const answer = dead ? undefined : await platform.handle(request);
      dead ||= request.url.endsWith('$batch');
      if (dead || !answer) throw new TypeError('fetch failed');
      return answer;
    },
  });
  company.seedItem({ number: 'COAT', taxGroupCode: 'TAXABLE' });
  const odd = aSale('shop-1', { ...taxed('8.20'), total: usd('113.20'), outstanding: usd('113.20') });
  await expect(system.call('createOrder', odd)).rejects.toThrow();
  dead = false;
  expect(company.books.orders()).toHaveLength(1);
  await expect(reconfigure().call('createOrder', odd)).rejects.toMatchObject({
    code: 'unbalanced',
    details: { actual: '113.25 USD', expected: '113.20 USD' },
  });
  // Whoever finds it later cannot know that nobody works on it.
  expect(company.books.orders()).toHaveLength(1);
});

test('each parcel is shipped and invoiced by itself, and the order is found as long as it lives, and after', async () => {
  const { company, system } = openCompany();
  const booked = await system.call('createOrder', aSale('shop-1'));
  company.seedStock('SHOE-42', 'MAIN', 10);
  const first = await system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  expect(invoicesOf(company, 'shop-1')).toMatchObject([{ total: 50 + 5 + 10.48 }]);
  expect(openOrder(company, 'shop-1')?.lines).toMatchObject([
    { shipped: 1 },
    { shipped: 0 },
    { shipped: 1 },
    { shipped: 1 },
  ]);
  expect(company.books.onHand('SHOE-42', 'MAIN')).toBe(9);
  expect(await system.call('createOrder', aSale('shop-1'))).toMatchObject({ id: booked.id });

  const rest = parcel('shop-1-F2', [
    ['1', '1'],
    ['2', '1'],
  ]);
  const second = await system.call('recordFulfillment', rest);
  expect(second.id).not.toBe(first.id);
  expect(openOrder(company, 'shop-1')).toBeUndefined();
  expect(invoicesOf(company, 'shop-1').map(({ total }) => total)).toEqual([65.48, 77]);
  expect(await system.call('createOrder', aSale('shop-1'))).toMatchObject({ id: booked.id, state: 'Posted' });
  expect(await system.call('recordFulfillment', rest)).toMatchObject({ id: second.id });
  expect(company.books.orders()).toEqual([]);

  const [bill1, bill2] = [
    await system.call('postInvoice', invoice('shop-1-I1', { fulfillment: first })),
    await system.call('postInvoice', invoice('shop-1-I2', { fulfillment: second })),
  ];
  expect(bill1.id).not.toBe(bill2.id);
  await expect(system.call('postInvoice', invoice('shop-1-I3'))).rejects.toMatchObject({ code: 'conflict' });
  const posting = await system.call('confirmPosting', { document: booked, expected: { total: usd('142.48') } });
  expect(posting).toMatchObject({ total: usd('142.48'), debit: usd('142.48'), period: '2026-11' });
  const read = await system.call('getOrder', { orderRef: 'shop-1' });
  expect(read).toMatchObject({ total: usd('142.48'), lines: [{ id: '1', quantity: { amount: '2' } }, { id: '2' }] });
});

/** An order of more lines than a transaction has writes. */
const manyLines = Array.from({ length: 110 }, (_, index) => ({
  id: String(index + 1),
  sku: 'SOCKS',
  quantity: { amount: '1' },
  unitPrice: usd('1.00'),
  gross: usd('1.00'),
}));
const aLongSale = (ref: string) =>
  aSale(ref, { charges: [], lines: manyLines, total: usd('110.00'), outstanding: usd('110.00') });

test('an order of more lines than a transaction has writes is shipped whole, and refused by its lines in parts', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aLongSale('shop-1'));
  const parts = parcel('shop-1-F1', [['1', '1']]);
  await expect(system.call('recordFulfillment', parts)).rejects.toMatchObject({
    code: 'unsupported-document',
    path: 'lines',
  });
  expect(company.books.shipments()).toEqual([]);
  const whole = manyLines.map(({ id }) => [id, '1'] as const);
  await system.call('recordFulfillment', parcel('shop-1-F2', whole));
  expect(company.books.shipments()).toMatchObject([{ lines: { length: 110 } }]);
});

test.each([0, 1, 2])('such an order is cancelled whole, also when transaction %s of it fails', async (failing) => {
  const { company, system, reconfigure } = openCompany();
  await reconfigure().call('createOrder', aLongSale('shop-1'));
  const cancel = { orderRef: 'shop-1', reason: 'customer', occurredAt, restock: true } as const;
  // Token, header, lines: then the transactions.
  if (failing > 0) system.interfere({ request: 2 + failing, with: 'reply-lost' });
  expect(await system.call('cancelOrder', cancel)).toMatchObject({ state: 'Cancelled' });
  expect(company.books.orders()).toMatchObject([{ externalDocumentNumber: 'SHOP-1/CANCELLED', lines: [] }]);
  expect(await system.call('cancelOrder', cancel)).toMatchObject({ state: 'Cancelled' });
});

test('such an order that another process finishes at the same moment is cancelled for both', async () => {
  let batches = 0;
  const { company, system, reconfigure } = openCompany({
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('$batch')) batches += 1;
      // The order, the mark, and then what another process has done already.
      if (batches === 3 && request.url.endsWith('$batch')) await platform.handle(request.clone());
      return platform.handle(request);
    },
  });
  await reconfigure().call('createOrder', aLongSale('shop-1'));
  const cancel = { orderRef: 'shop-1', reason: 'customer', occurredAt, restock: true } as const;
  expect(await system.call('cancelOrder', cancel)).toMatchObject({ state: 'Cancelled' });
  expect(company.books.orders()).toMatchObject([{ externalDocumentNumber: 'SHOP-1/CANCELLED', lines: [] }]);
});

test('two parcels of the same units are two parcels', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  for (const ref of ['shop-1-F1', 'shop-1-F2']) await system.call('recordFulfillment', parcel(ref, [['1', '1']]));
  expect(company.books.shipments()).toHaveLength(2);
  const third = system.call('recordFulfillment', parcel('shop-1-F3', [['1', '1']]));
  await expect(third).rejects.toMatchObject({ code: 'conflict', path: 'lines.0.quantity' });
});

/** Transactions that post or cancel; the first one makes the order. */
const batches = ({ requests }: OpenCompany['company']) =>
  requests.filter(({ path }) => path.endsWith('$batch')).slice(1);

test('an order that somebody changed meanwhile is read again before it is posted', async () => {
  const { company, system, reconfigure } = openCompany();
  await reconfigure().call('createOrder', aSale('shop-1'));
  const number = openOrder(company, 'shop-1')?.number ?? '';
  let touched = false;
  system.interfere({
    // After the token, the header and its lines.
    request: 3,
    with: () => {
      touched = true;
      company.touchOrder(number);
    },
  });
  await system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  expect(touched).toBe(true);
  expect(batches(company)).toHaveLength(2);
  expect(company.books.shipments()).toHaveLength(1);
});

test('an order that somebody changed meanwhile is read again before it is cancelled', async () => {
  const { company, system, reconfigure } = openCompany();
  await reconfigure().call('createOrder', aSale('shop-1'));
  const number = openOrder(company, 'shop-1')?.number ?? '';
  system.interfere({ request: 3, with: () => company.touchOrder(number) });
  await system.call('cancelOrder', { orderRef: 'shop-1', reason: 'customer', occurredAt, restock: true });
  expect(batches(company)).toHaveLength(2);
  expect(openOrder(company, 'shop-1')?.lines).toEqual([]);
});

test.each([true, false])('a posting whose answer is lost is found by its mark (atomic: %s)', async (atomicPosting) => {
  const { company, system } = openCompany({ settings: { atomicPosting } });
  await system.call('createOrder', aSale('shop-1'));
  const path = atomicPosting ? '$batch' : 'shipAndInvoice';
  company.faults.arm('lost-reply', { match: (subject) => subject.endsWith(path) });
  const shipment = await system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  expect(company.books.shipments()).toMatchObject([
    { number: shipment.number, externalDocumentNumber: parcelMarkOf('shop-1', 'shop-1-F1') },
  ]);
  expect(openOrder(company, 'shop-1')?.lines[0]).toMatchObject({ quantity: 2, shipped: 1 });
});

test('an environment that takes no actions in batches is asked in two steps', async () => {
  const { company, system, reconfigure } = openCompany({ simulator: { actionsInBatches: false } });
  await system.call('createOrder', aSale('shop-1'));
  const asked = parcel('shop-1-F1', [['1', '1']]);
  await expect(system.call('recordFulfillment', asked)).rejects.toThrow();
  expect(company.books.shipments()).toEqual([]);
  await reconfigure({ atomicPosting: false }).call('recordFulfillment', asked);
  expect(company.books.shipments()).toHaveLength(1);
});

test('a cash sale of which nothing has left is posted whole, and its money is a payment', async () => {
  const { company, system } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  const bill = await system.call('postInvoice', invoice('shop-1-I1', { kind: 'cash-sale' }));
  expect(invoicesOf(company, 'shop-1')).toMatchObject([{ number: bill.number, total: 142.48 }]);
  expect(openOrder(company, 'shop-1')).toBeUndefined();
  const again = await system.call('postInvoice', invoice('shop-1-I1', { kind: 'cash-sale' }));
  expect(again.id).toBe(bill.id);
});

test('what has not left is cancelled, what has left stays sold', async () => {
  const { company, system } = openCompany();
  const booked = await system.call('createOrder', aSale('shop-1'));
  await system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  const cancel = { orderRef: 'shop-1', reason: 'stock', occurredAt, restock: true } as const;
  expect(await system.call('cancelOrder', cancel)).toMatchObject({ id: booked.id, state: 'Cancelled' });
  expect(openOrder(company, 'shop-1')?.lines.map(({ object, quantity }) => [object, quantity])).toEqual([
    ['SHOE-42', 1],
    ['SHIPPING', 1],
    ['4420', 1],
  ]);
  const late = system.call('recordFulfillment', parcel('shop-1-F2', [['1', '1']]));
  await expect(late).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
  expect(await system.call('createOrder', aSale('shop-1'))).toMatchObject({ id: booked.id, state: 'Cancelled' });
  expect(await system.call('confirmPosting', booked)).toMatchObject({ total: usd('65.48') });
});

test('an order that is cancelled whole will never be posted, and one that has left whole is no longer cancelled', async () => {
  const { system } = openCompany();
  const cancel = { reason: 'customer', occurredAt, restock: true } as const;
  const booked = await system.call('createOrder', aSale('shop-1'));
  await expect(system.call('confirmPosting', booked)).rejects.toMatchObject({ code: 'posting-pending' });
  await system.call('cancelOrder', { ...cancel, orderRef: 'shop-1' });
  await expect(system.call('confirmPosting', booked)).rejects.toMatchObject({ code: 'conflict' });
  const late = system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  await expect(late).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
  await system.call('createOrder', aSale('shop-2'));
  await system.call('postInvoice', { ...invoice('shop-2-I1'), orderRef: 'shop-2', kind: 'cash-sale' });
  const tooLate = system.call('cancelOrder', { ...cancel, orderRef: 'shop-2' });
  await expect(tooLate).rejects.toMatchObject({ code: 'conflict', disposition: 'reject' });
});

test('an order of somebody else is read with a reference of its own', async () => {
  const { company, system } = openCompany();
  const lines = [{ item: 'SOCKS', quantity: 2, unitPrice: 4.5 }];
  const { number } = company.seedOrder({ externalDocumentNumber: 'PO 4711 / Mr. B', customerNumber: 'WEB', lines });
  const { items } = await system.call('listOrders', {});
  expect(items).toMatchObject([{ ref: `erp-${number}`, total: usd('9.00'), lines: [{ sku: 'SOCKS', id: '10000' }] }]);
});

test('an order of several parcels is listed once: open, and when it is posted whole', async () => {
  const { system, clock } = openCompany();
  await system.call('createOrder', aSale('shop-1'));
  await system.call('recordFulfillment', parcel('shop-1-F1', [['1', '1']]));
  const all = async () => {
    const found = [];
    for (let cursor: string | undefined; ;) {
      const page = await system.call('listOrders', { limit: 1, cursor });
      found.push(...page.items);
      if (page.next === undefined) return found;
      cursor = page.next;
    }
  };
  const whole = {
    ref: 'shop-1',
    total: usd('142.48'),
    lines: [{ quantity: { amount: '2' } }, { quantity: { amount: '1' } }],
  };
  expect(await all()).toMatchObject([whole]);
  await clock.advance(60_000);
  const rest = [
    ['1', '1'],
    ['2', '1'],
  ] as const;
  await system.call('recordFulfillment', parcel('shop-1-F2', rest));
  expect(await all()).toMatchObject([whole]);
  expect(await all()).toHaveLength(1);
  const changedFrom = new Date(clock.now() - 1_000).toISOString();
  const { next } = await system.call('listOrders', { changedFrom });
  expect((await system.call('listOrders', { changedFrom, cursor: next })).items).toMatchObject([whole]);
});
