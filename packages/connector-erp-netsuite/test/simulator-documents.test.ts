/** What the simulated account makes of returns, payments and stock, for a program that knows nothing of the connector. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateTestCredentials, netsuiteSimulator, type TestCredentials } from '../src/testing/index.ts';
import { signIn, type Send } from './rest.ts';

const clock = { now: () => Date.parse('2026-11-24T12:00:00Z'), sleep: async () => undefined };

let credentials: TestCredentials;
let account: ReturnType<typeof netsuiteSimulator>;
let send: Send;
let shirt: string;
let card: string;
let buyer: string;
let store: string;

beforeAll(async () => {
  credentials = await generateTestCredentials({ algorithm: 'ES256' });
});

beforeEach(async () => {
  account = netsuiteSimulator({ clock, credentials });
  shirt = account.seedItem({ sku: 'SHIRT', cost: 8 }).id;
  card = account.seedItem({ sku: 'CARD', type: 'otherChargeSaleItem', incomeAccount: 'giftCards' }).id;
  buyer = account.seedCustomer({ name: 'Web customer' }).id;
  store = account.seedLocation({ name: 'Store 17' }).id;
  send = await signIn(account, credentials);
});

const line = (item: string, quantity: number, amount: number) => ({
  item: { id: item },
  quantity,
  amount,
  rate: amount / quantity,
  price: { id: '-1' },
});

const head = () => ({ entity: { id: buyer }, location: { id: store } });
const post = (type: string, body: object) => send('POST', `/record/v1/${type}`, body);
const transform = (from: string, id: string, to: string, body: object = {}) =>
  send('POST', `/record/v1/${from}/${id}/!transform/${to}`, body);

async function soldOrder(ships = true): Promise<string> {
  const order = { ...head(), orderStatus: { id: 'B' }, item: { items: [line(shirt, 2, 40), line(card, 1, 10)] } };
  const { id } = await post('salesOrder', order);
  if (!ships) return id;
  await transform('salesOrder', id, 'itemFulfillment', { shipStatus: { id: 'C' } });
  return id;
}

const invoice = async (amount = 40): Promise<string> =>
  (await post('invoice', { ...head(), item: { items: [line(card, 1, amount)] } })).id;

const open = async (type: string, id: string) =>
  (await send('GET', `/record/v1/${type}/${id}`)).body['amountRemaining'];

describe('a return authorisation', () => {
  test('begins with every line that has shipped; of an order that has not, there is none', async () => {
    const { id } = await transform('salesOrder', await soldOrder(), 'returnAuthorization', {
      orderStatus: { id: 'B' },
    });
    expect(account.books.returnAuthorizations()).toMatchObject([
      { status: 'B', lines: [{ quantity: 2 }, { quantity: 1 }] },
    ]);
    expect((await transform('salesOrder', await soldOrder(false), 'returnAuthorization')).problem).toContain(
      'initialize',
    );
    expect(id).not.toBe('');
  });

  test('is received and credited line by line, and no unit twice', async () => {
    const { id } = await transform('salesOrder', await soldOrder(), 'returnAuthorization', {
      orderStatus: { id: 'B' },
    });
    const one = { item: { items: [{ orderLine: 1, quantity: 1, itemreceive: true }] } };
    await transform('returnAuthorization', id, 'itemReceipt', one);
    expect(account.books.returnAuthorizations()[0]?.status).toBe('E');
    await transform('returnAuthorization', id, 'creditMemo', {
      item: { items: [{ orderLine: 2, quantity: 0, amount: 0 }] },
    });
    expect(account.books.creditMemos()).toMatchObject([{ total: '20.00' }]);
    await transform('returnAuthorization', id, 'itemReceipt');
    const twice = await transform('returnAuthorization', id, 'itemReceipt', one);
    expect(twice.problem).toMatch(/initialize|exceeds/);
    expect(account.books.stock()).toMatchObject([{ sku: 'SHIRT', units: 0 }]);
  });

  test('that waits for approval is not received', async () => {
    const { id } = await transform('salesOrder', await soldOrder(), 'returnAuthorization');
    expect((await transform('returnAuthorization', id, 'itemReceipt')).problem).toContain('initialize');
  });
});

test('a credit memo that stands on its own puts the goods that it names back on the shelf, which is the trap', async () => {
  await post('creditMemo', { ...head(), item: { items: [line(shirt, 1, 20)] } });
  expect(account.books.stock()).toMatchObject([{ sku: 'SHIRT', units: 1 }]);
  await post('creditMemo', { ...head(), item: { items: [line(card, 1, 20)] } });
  expect(account.books.stock()).toHaveLength(1);
  expect(account.books.balances()).toBe(true);
});

describe('an apply list', () => {
  const payment = (apply: readonly object[], amount = 40, who = buyer) =>
    post('customerPayment', { customer: { id: who }, payment: amount, undepFunds: true, apply: { items: apply } });

  test('settles what is open, and not more', async () => {
    const id = await invoice();
    expect((await payment([{ doc: { id }, apply: true, amount: 40.01 }], 50)).problem).toContain('exceeds');
    await payment([{ doc: { id }, apply: true, amount: 30 }]);
    expect(await open('invoice', id)).toBe(10);
    expect((await payment([{ doc: { id }, apply: true, amount: 30 }])).problem).toContain('exceeds');
    await payment([{ doc: { id }, apply: true }], 10);
    expect(await open('invoice', id)).toBe(0);
    expect(account.books.invoices()).toMatchObject([{ status: 'B' }]);
  });

  test('settles nothing of another customer, and no more than was paid', async () => {
    const id = await invoice();
    const other = account.seedCustomer({ name: 'Another' }).id;
    expect((await payment([{ doc: { id }, apply: true }], 40, other)).problem).toContain('cannot apply');
    expect((await payment([{ doc: { id }, apply: true, amount: 40 }], 39)).problem).toContain('exceed');
  });

  test('of a credit memo goes by document: the same line twice is one', async () => {
    const id = await invoice();
    const memo = (await post('creditMemo', { ...head(), item: { items: [line(card, 1, 15)] } })).id;
    const apply = { apply: { items: [{ doc: { id }, apply: true, amount: 15 }] } };
    for (const _ of [1, 2]) await send('PATCH', `/record/v1/creditMemo/${memo}`, apply);
    expect([await open('invoice', id), await open('creditMemo', memo)]).toEqual([25, 0]);
  });

  test('of a refund takes back a credit or a deposit, by a means', async () => {
    const memo = (await post('creditMemo', { ...head(), item: { items: [line(card, 1, 15)] } })).id;
    const refund = {
      customer: { id: buyer },
      account: { id: '127' },
      apply: { items: [{ doc: { id: memo }, apply: true }] },
    };
    expect((await post('customerRefund', refund)).problem).toContain('Refund Method');
    await post('customerRefund', { ...refund, paymentOption: { id: '5' } });
    expect(await open('creditMemo', memo)).toBe(0);
    const again = await post('customerRefund', { ...refund, paymentOption: { id: '5' } });
    expect(again.problem).toContain('exceeds');
  });
});

describe('a deposit', () => {
  test('settles the invoice of its order by itself, as far as it reaches', async () => {
    const order = await soldOrder();
    const deposit = { customer: { id: buyer }, payment: 30, undepFunds: true, salesOrder: { id: order } };
    await post('customerDeposit', deposit);
    const { id } = await transform('salesOrder', order, 'invoice');
    expect(await open('invoice', id)).toBe(20);
    const owed = account.books.ledger().filter((it) => it.account === '125');
    expect(owed.map(({ debit, credit }) => [debit, credit])).toEqual([
      ['0.00', '30.00'],
      ['30.00', '0.00'],
    ]);
  });

  test('is applied by a transform only', async () => {
    expect((await post('depositApplication', {})).status).toBe(405);
  });
});

describe('stock', () => {
  const adjust = (body: object) =>
    post('inventoryAdjustment', {
      account: { id: '59' },
      inventory: { items: [{ item: { id: shirt }, location: { id: store }, adjustQtyBy: 3 }] },
      ...body,
    });

  test('is moved where it lies, at its cost', async () => {
    const back = account.seedLocation({ name: 'Back room' }).id;
    await adjust({});
    const move = { location: { id: store }, transferLocation: { id: back } };
    await post('inventoryTransfer', { ...move, inventory: { items: [{ item: { id: shirt }, adjustQtyBy: 2 }] } });
    expect(account.books.stock()).toMatchObject([
      { locationId: store, units: 1 },
      { locationId: back, units: 2 },
    ]);
    expect(account.books.ledger()[0]).toMatchObject({ account: '121', debit: '24.00' });
    expect(account.books.balances()).toBe(true);
  });

  test('is not counted of what is no stock, without an account, or at a place of another subsidiary', async () => {
    const charge = { items: [{ item: { id: card }, location: { id: store }, adjustQtyBy: 1 }] };
    expect((await adjust({ inventory: charge })).problem).toContain('inventory item');
    expect((await adjust({ account: null })).problem).toContain('Adjustment Account');
    expect((await adjust({ account: { id: '9999' } })).problem).toContain('9999');
    const subsidiaryId = account.seedSubsidiary({ name: 'Other Ltd' }).id;
    const far = account.seedLocation({ name: 'Far store', subsidiaryId }).id;
    const there = { items: [{ item: { id: shirt }, location: { id: far }, adjustQtyBy: 1 }] };
    expect((await adjust({ inventory: there })).problem).toContain('subsidiary');
    expect((await adjust({ inventory: there, subsidiary: { id: subsidiaryId } })).status).toBe(204);
  });
});

test('a journal line on receivables says whose', async () => {
  const items = [
    { account: { id: '119' }, debit: 10 },
    { account: { id: '54' }, credit: 10 },
  ];
  expect((await post('journalEntry', { line: { items } })).problem).toContain('Name');
  const named = [{ ...items[0], entity: { id: buyer } }, items[1]];
  expect((await post('journalEntry', { line: { items: named } })).status).toBe(204);
});

test('customers are persons or companies, and no two have one name', async () => {
  const subsidiary = { id: '1' };
  expect((await post('customer', { isPerson: true, subsidiary })).problem).toContain('Last Name');
  expect((await post('customer', { companyName: 'Shoes Ltd' })).problem).toContain('Primary Subsidiary');
  expect((await post('customer', { companyName: 'Shoes Ltd', subsidiary })).status).toBe(204);
  expect((await post('customer', { companyName: 'Shoes Ltd', subsidiary })).problem).toContain('already exists');
});
