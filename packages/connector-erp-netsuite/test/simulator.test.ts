import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '../src/testing/index.ts';
import { assertion, requestToken, signIn, type Send } from './rest.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const clock = { now: () => noon, sleep: async () => undefined };

let credentials: TestCredentials;
let account: NetsuiteSimulator;
let send: Send;
let shirt: string;
let postage: string;
let buyer: string;
let store: string;

beforeAll(async () => {
  credentials = await generateTestCredentials({ algorithm: 'ES256' });
});

beforeEach(async () => {
  await open(netsuiteSimulator({ clock, credentials }));
});

async function open(simulator: NetsuiteSimulator): Promise<void> {
  account = simulator;
  shirt = account.seedItem({ sku: 'SHIRT', basePrice: 25, cost: 8 }).id;
  postage = account.seedItem({ sku: 'POSTAGE', type: 'otherChargeSaleItem', incomeAccount: 'shipping' }).id;
  buyer = account.seedCustomer({ name: 'Web customer' }).id;
  store = account.seedLocation({ name: 'Store 17' }).id;
  send = await signIn(account, credentials);
}

const line = (item: string, quantity: number, amount: number) => ({
  item: { id: item },
  quantity,
  amount,
  rate: amount / quantity,
  price: { id: '-1' },
});

function order(lines: readonly object[] = [line(shirt, 2, 39.98), line(postage, 1, 5)]) {
  return {
    entity: { id: buyer },
    location: { id: store },
    orderStatus: { id: 'B' },
    tranDate: '2026-11-24',
    item: { items: lines },
  };
}

const putOrder = (externalId = 'SO_1', body: object = order()) =>
  send('PUT', `/record/v1/salesOrder/eid:${externalId}`, body);

const journal = (credit: number) => ({
  line: {
    items: [
      { account: { id: '120' }, debit: 10 },
      { account: { id: '54' }, credit },
    ],
  },
});

async function shippedOrder(): Promise<string> {
  const { id } = await putOrder();
  await send('POST', `/record/v1/salesOrder/${id}/!transform/itemFulfillment`, {
    externalId: 'FUL_1',
    shipStatus: { id: 'C' },
  });
  return id;
}

describe('signing in', () => {
  test('an assertion that is signed with the registered key gets a token', async () => {
    const { status, body } = await requestToken(account, await assertion(account, credentials));
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: '3600', token_type: 'bearer' });
  });

  test.for([
    ['another audience', { aud: 'https://other.example/token' }, 400],
    ['a foreign client', { iss: 'someone-else' }, 401],
    ['an expired assertion', { exp: noon / 1000 - 1 }, 400],
    ['more than an hour', { exp: noon / 1000 + 3601 }, 400],
    ['another scope', { scope: 'restlets' }, 400],
  ] as const)('%s is refused', async ([, claims, status]) => {
    const answer = await requestToken(account, await assertion(account, credentials, claims));
    expect(answer.status).toBe(status);
  });

  test('an assertion that is signed with another key is refused', async () => {
    const other = await generateTestCredentials({ algorithm: 'ES256' });
    expect((await requestToken(account, await assertion(account, other))).body).toEqual({ error: 'invalid_client' });
  });

  test('RS256 is refused', async () => {
    const rsa = await generateTestCredentials({ algorithm: 'RS256', certificateId: 'rsa' });
    account.registerCertificate(rsa);
    const answer = await requestToken(account, await assertion(account, rsa, {}, 'RS256'));
    expect(answer.body).toEqual({ error: 'invalid_request' });
  });

  test('an RSA key of 2048 bits cannot be registered', async () => {
    const short = await generateTestCredentials({ modulusBits: 2048 });
    expect(() => {
      account.registerCertificate(short);
    }).toThrow('3072');
  });

  test('a request with a revoked token is an invalid login', async () => {
    account.revokeTokens();
    const answer = await putOrder();
    expect(answer.status).toBe(401);
    expect(answer.problem).toMatch(/^INVALID_LOGIN/);
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
  });
});

describe('records', () => {
  test('a new order answers 204 with its place, and is read back with totals and state', async () => {
    const created = await putOrder();
    expect(created.status).toBe(204);
    const read = await send('GET', `/record/v1/salesOrder/${created.id}?expandSubResources=true`);
    expect(read.body).toMatchObject({
      externalId: 'SO_1',
      total: 44.98,
      status: { id: 'B', refName: 'Pending Fulfillment' },
    });
  });

  test('the same PUT twice doubles the lines, which is the trap of the platform', async () => {
    await putOrder();
    await putOrder();
    expect(account.books.salesOrders()[0]?.lines).toHaveLength(4);
  });

  test('PATCH with replace=item puts the lines in place of the old ones', async () => {
    await putOrder();
    await send('PATCH', '/record/v1/salesOrder/eid:SO_1?replace=item', { item: { items: [line(shirt, 1, 19.99)] } });
    expect(account.books.salesOrders()[0]).toMatchObject({ total: '19.99', lines: [{ quantity: 1 }] });
  });

  test('PUT with replace is refused or honoured, as the account is set', async () => {
    await putOrder();
    expect((await send('PUT', '/record/v1/salesOrder/eid:SO_1?replace=item', order())).status).toBe(400);
    await open(netsuiteSimulator({ clock, credentials, features: { putReplace: 'honoured' } }));
    await putOrder();
    await send('PUT', '/record/v1/salesOrder/eid:SO_1?replace=item', order());
    expect(account.books.salesOrders()[0]?.lines).toHaveLength(2);
  });

  test('a misspelt field is refused only when the request asks for it', async () => {
    const misspelt = { ...order(), otherrefnum: '#1' };
    const strict = await putOrder('SO_1', misspelt);
    expect(strict.problem).toContain("Unknown reference or field name 'otherrefnum'");
    const lax = await send('PUT', '/record/v1/salesOrder/eid:SO_1', misspelt, {
      'x-netsuite-propertynamevalidation': 'Warning',
    });
    expect(lax.status).toBe(204);
  });

  test('external ids are shared by all transactions, whatever their case', async () => {
    await putOrder('REF_1');
    const sale = { entity: { id: buyer }, location: { id: store }, item: { items: [line(shirt, 1, 5)] } };
    const answer = await send('PUT', '/record/v1/cashSale/eid:ref_1', sale);
    expect(answer.problem).toContain('already exists');
  });

  test('a line without a custom price level gets the price of the item', async () => {
    await putOrder('SO_1', order([{ item: { id: shirt }, quantity: 2, rate: 1, amount: 2 }]));
    expect(account.books.salesOrders()[0]?.total).toBe('50.00');
  });

  test('a subsidiary is an unknown field on an account without OneWorld', async () => {
    await open(netsuiteSimulator({ clock, credentials, features: { oneWorld: false } }));
    expect((await putOrder('SO_1', { ...order(), subsidiary: { id: '1' } })).problem).toContain("'subsidiary'");
  });

  test('read-only fields, unknown items and missing customers are refused with their path', async () => {
    expect((await putOrder('A', { ...order(), total: 3 })).problem).toContain('read-only');
    expect((await putOrder('B', order([line('99999', 1, 1)]))).body['o:errorDetails']).toMatchObject([
      { 'o:errorPath': 'item.items[0].item' },
    ]);
    expect((await putOrder('C', { item: { items: [line(shirt, 1, 1)] } })).problem).toContain(
      'Please enter value(s) for: Customer',
    );
  });

  test('tax details must name a line, and their sum becomes the tax of the order', async () => {
    const taxed = { ...line(shirt, 1, 10), taxDetailsReference: 'L1' };
    const detail = {
      taxDetailsReference: 'L1',
      taxType: { id: '1' },
      taxCode: { id: '1' },
      taxBasis: 10,
      taxRate: 7.25,
      taxAmount: 0.73,
    };
    const body = { ...order([taxed]), taxDetailsOverride: true, taxDetails: { items: [detail] } };
    expect((await putOrder('SO_1', body)).problem).toBe('');
    expect(account.books.salesOrders()[0]).toMatchObject({ tax: '0.73', total: '10.73' });
    const stray = { ...body, taxDetails: { items: [{ ...detail, taxDetailsReference: 'L9' }] } };
    expect((await putOrder('SO_2', stray)).status).toBe(400);
  });
});

describe('from order to ledger', () => {
  test('a fulfilment takes every open line unless told otherwise', async () => {
    const { id } = await putOrder('SO_1', order([line(shirt, 2, 20), line(shirt, 3, 30)]));
    const lines = [
      { orderLine: 1, quantity: 1, itemreceive: true },
      { orderLine: 2, itemreceive: false },
    ];
    await send('POST', `/record/v1/salesOrder/${id}/!transform/itemFulfillment`, {
      shipStatus: { id: 'C' },
      item: { items: lines },
    });
    expect(account.books.salesOrders()[0]).toMatchObject({ status: 'E', fulfilledUnits: 1 });
    await send('POST', `/record/v1/salesOrder/${id}/!transform/itemFulfillment`, { shipStatus: { id: 'C' } });
    expect(account.books.salesOrders()[0]).toMatchObject({ status: 'F', fulfilledUnits: 5 });
  });

  test('more than what is open cannot be fulfilled', async () => {
    const { id } = await putOrder();
    const body = { shipStatus: { id: 'C' }, item: { items: [{ orderLine: 1, quantity: 3, itemreceive: true }] } };
    expect((await send('POST', `/record/v1/salesOrder/${id}/!transform/itemFulfillment`, body)).problem).toContain(
      'exceeds',
    );
  });

  test('a cash sale posts a balanced ledger, the order never does', async () => {
    const id = await shippedOrder();
    await send('POST', `/record/v1/salesOrder/${id}/!transform/cashSale`, { externalId: 'CS_1' });
    expect(account.books.cashSales()[0]).toMatchObject({
      total: '44.98',
      posted: true,
      postingPeriod: 'Nov 2026',
      orderExternalId: 'SO_1',
    });
    expect(account.books.salesOrders()[0]?.status).toBe('G');
    expect(account.books.balances()).toBe(true);
    expect(new Set(account.books.ledger().map((entry) => entry.externalId))).toEqual(new Set(['FUL_1', 'CS_1']));
  });

  test('an order that is not shipped cannot be billed', async () => {
    const { id } = await putOrder();
    const answer = await send('POST', `/record/v1/salesOrder/${id}/!transform/invoice`, { externalId: 'INV_1' });
    expect(answer.problem).toContain('initialize');
  });

  test('nothing posts into a closed or locked period, and everything goes through once it is open again', async () => {
    const id = await shippedOrder();
    const bill = () =>
      send('POST', `/record/v1/salesOrder/${id}/!transform/cashSale`, { externalId: 'CS_1', tranDate: '2026-11-24' });
    account.closePeriod('2026-11-24');
    expect((await bill()).problem).toMatch(/period.*closed/);
    account.closePeriod('2026-11-24', 'locked');
    expect((await putOrder('SO_2')).status).toBe(204);
    account.reopenPeriod('2026-11-24');
    expect((await bill()).status).toBe(204);
  });

  test('an invoice that waits for approval is not in the ledger', async () => {
    await open(netsuiteSimulator({ clock, credentials, features: { invoiceApproval: true } }));
    const id = await shippedOrder();
    await send('POST', `/record/v1/salesOrder/${id}/!transform/invoice`, { externalId: 'INV_1' });
    expect(account.books.invoices()[0]?.posted).toBe(false);
    account.approve('INV_1');
    expect(account.books.invoices()[0]?.posted).toBe(true);
    expect(account.books.balances()).toBe(true);
  });

  test('a document in another currency is converted and still balances', async () => {
    await open(netsuiteSimulator({ clock, credentials, features: { exchangeRates: { EUR: 1.0837 } } }));
    const currencies = (await query("SELECT id FROM currency WHERE symbol = 'EUR'"))[0]?.['id'] ?? '';
    const sale = {
      entity: { id: buyer },
      location: { id: store },
      currency: { id: currencies },
      item: { items: [line(shirt, 3, 33.33), line(postage, 1, 4.99)] },
    };
    await send('PUT', '/record/v1/cashSale/eid:CS_1', sale);
    expect(account.books.cashSales()[0]).toMatchObject({ total: '38.32', currency: 'EUR' });
    expect(account.books.balances()).toBe(true);
  });

  test('a journal entry has to balance', async () => {
    expect((await send('PUT', '/record/v1/journalEntry/eid:JE_1', journal(9.99))).problem).toContain('balance');
    expect((await send('PUT', '/record/v1/journalEntry/eid:JE_1', journal(10))).status).toBe(204);
  });

  test('an order is closed line by line', async () => {
    await putOrder();
    const lines = [
      { line: 1, isClosed: true },
      { line: 2, isClosed: true },
    ];
    await send('PATCH', '/record/v1/salesOrder/eid:SO_1', { item: { items: lines } });
    expect(account.books.salesOrders()[0]?.status).toBe('H');
  });
});

type Row = Readonly<Record<string, string>>;

const ordersFrom = (day: string) =>
  query(
    `SELECT id FROM transaction WHERE type = 'SalesOrd' AND trandate >= TO_DATE('${day}', 'YYYY-MM-DD') AND trandate <= TRUNC(SYSDATE)`,
  );

async function query(q: string, page = ''): Promise<readonly Row[]> {
  const { body } = await send('POST', `/query/v1/suiteql${page}`, { q });
  return body['items'] as readonly Row[];
}

describe('SuiteQL', () => {
  test('sums, joins and conditions are those of SQL, and every value is text', async () => {
    const id = await shippedOrder();
    await send('POST', `/record/v1/salesOrder/${id}/!transform/cashSale`, { externalId: 'CS_1' });
    const [row] = await query(
      `SELECT t.id, t.posting, t.foreigntotal AS Total, ap.periodname, BUILTIN.DF(t.entity) AS who,
              (SELECT SUM(a.debit) FROM transactionaccountingline a WHERE a.transaction = t.id) AS debit,
              (SELECT SUM(a.credit) FROM transactionaccountingline a WHERE a.transaction = t.id) AS credit,
              TO_CHAR(t.trandate, 'YYYY-MM-DD') AS day, t.trandate
         FROM transaction t LEFT JOIN accountingperiod ap ON ap.id = t.postingperiod
        WHERE t.externalid = 'CS_1' AND t.type = 'CashSale' FETCH FIRST 1 ROWS ONLY`,
    );
    expect(row).toMatchObject({
      posting: 'T',
      total: '44.98',
      debit: '44.98',
      credit: '44.98',
      periodname: 'Nov 2026',
      who: 'Web customer',
      day: '2026-11-24',
      trandate: '11/24/2026',
    });
  });

  test('lines of a sale are negative, the main line is not', async () => {
    const id = await shippedOrder();
    await send('POST', `/record/v1/salesOrder/${id}/!transform/cashSale`, { externalId: 'CS_1' });
    const rows = await query(
      "SELECT tl.mainline, tl.foreignamount FROM transactionline tl JOIN transaction t ON t.id = tl.transaction WHERE t.externalid = 'CS_1' ORDER BY tl.id",
    );
    expect(rows.map((row) => row['foreignamount'])).toEqual(['44.98', '-39.98', '-5']);
  });

  test('dates compare as dates', async () => {
    await putOrder();
    expect(await ordersFrom('2026-11-24')).toHaveLength(1);
    expect(await ordersFrom('2026-11-25')).toHaveLength(0);
  });

  test('pages are cut by limit and offset, and the total is told', async () => {
    for (let index = 0; index < 5; index += 1) account.seedItem({ sku: `ITEM_${String(index)}` });
    const { body } = await send('POST', '/query/v1/suiteql?limit=3&offset=3', {
      q: 'SELECT itemid FROM item ORDER BY id',
    });
    expect(body).toMatchObject({ count: 3, offset: 3, totalResults: 7, hasMore: true });
    expect((await send('POST', '/query/v1/suiteql?limit=3&offset=4', { q: 'SELECT id FROM item' })).status).toBe(400);
    expect((await send('POST', '/query/v1/suiteql?limit=1001', { q: 'SELECT id FROM item' })).status).toBe(400);
  });

  test.for([
    ['SELECT internalid FROM transaction', "Unknown identifier 'internalid'"],
    ['SELECT id FROM accountingbook', "Record 'accountingbook' was not found"],
    ['SELECT id FROM item LIMIT 5', 'Invalid or unsupported search'],
    ['DELETE FROM item', 'Invalid or unsupported search'],
  ] as const)('%s is refused in the words of the platform', async ([q, words]) => {
    expect((await send('POST', '/query/v1/suiteql', { q })).problem).toContain(words);
  });

  test('a query without Prefer: transient, or without the permission, is refused', async () => {
    const q = { q: 'SELECT id FROM item' };
    expect((await send('POST', '/query/v1/suiteql', q, { prefer: '' })).status).toBe(400);
    account.permit('query', false);
    expect((await send('POST', '/query/v1/suiteql', q)).problem).toContain(
      'Your current role does not have permission',
    );
  });
});

describe('bad days', () => {
  test('more requests in flight than the tier allows are refused, all others are served', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => putOrder(`SO_${String(index)}`)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(5);
    expect(answers.find((answer) => answer.status === 429)?.problem).toMatch(/^CONCURRENCY_LIMIT_EXCEEDED/);
  });

  test('maintenance is a page for people', async () => {
    account.maintenance(true);
    const answer = await putOrder();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('a lost reply has its effect, an error before has none', async () => {
    account.faults.arm('lost-reply', { match: (subject) => subject === 'salesOrder/SO_1' });
    await expect(putOrder('SO_1')).rejects.toThrow('connection');
    account.faults.arm('error-before', { match: (subject) => subject === 'salesOrder/SO_2' });
    expect((await putOrder('SO_2')).problem).toMatch(/^UNEXPECTED_ERROR/);
    expect(account.books.salesOrders().map((booked) => booked.externalId)).toEqual(['SO_1']);
  });
});
