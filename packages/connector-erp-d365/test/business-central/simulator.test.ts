/** What the simulated company enforces: asked by hand, without the connector. */
import { manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { businessCentralSimulator } from '../../src/testing/index.ts';

const start = '2026-11-27T12:00:00Z';

async function door(options: object = {}) {
  const clock = manualClock({ now: start });
  const apps = [{ tenant: 'contoso', clientId: 'app', clientSecret: 's3cret' }];
  const company = businessCentralSimulator({ clock, apps, ...options });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 's3cret',
    scope: 'https://api.businesscentral.dynamics.com/.default',
  });
  const url = 'https://login.microsoftonline.com/contoso/oauth2/v2.0/token';
  const granted = await company.handle(new Request(url, { method: 'POST', body: form }));
  const { access_token: token } = (await granted.json()) as { readonly access_token: string };
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const address = `${company.origin}/v2.0/contoso/Production/api/v2.0/${path}`;
    const sent = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await company.handle(new Request(address, { method, headers: sent, ...text }));
    const answer = await response.text();
    const json = (answer === '' ? {} : JSON.parse(answer)) as Record<string, unknown>;
    const error = json['error'] as { readonly code: string } | undefined;
    return { status: response.status, json, code: error?.code };
  };
  const inCompany = (method: string, path: string, ...rest: [unknown?, Record<string, string>?]) =>
    ask(method, `companies(${company.company})/${path}`, ...rest);
  company.seedCustomer('WEB');
  company.seedItem({ number: 'SOCKS' });
  return { company, clock, ask, inCompany };
}

const order = {
  customerNumber: 'WEB',
  salesOrderLines: [{ lineType: 'Item', lineObjectNumber: 'SOCKS', quantity: 2, unitPrice: 5 }],
};

test('nothing is answered without a token for this scope', async () => {
  const { company } = await door();
  const url = `${company.origin}/v2.0/contoso/Production/api/v2.0/companies(${company.company})/items`;
  const { status } = await company.handle(new Request(url, { headers: { authorization: 'Bearer made-up' } }));
  expect(status).toBe(401);
});

test('ids are GUIDs, companies are named by them, and what is unknown is said to be', async () => {
  const { ask, inCompany } = await door();
  expect(await inCompany('GET', 'items(1000)')).toMatchObject({ status: 400, code: 'Application_InvalidGUID' });
  expect(await inCompany('GET', 'widgets')).toMatchObject({ status: 404, code: 'BadRequest_ResourceNotFound' });
  const none = '00000000-0000-0000-0000-000000000009';
  expect(await inCompany('GET', `items(${none})`)).toMatchObject({ status: 404, code: 'Internal_RecordNotFound' });
  expect(await ask('GET', `companies(${none})/items`)).toMatchObject({ code: 'Internal_CompanyNotFound' });
});

test('a change names the version that it means', async () => {
  const { inCompany } = await door();
  const { json } = await inCompany('POST', 'salesOrders', order);
  const path = `salesOrders(${String(json['id'])})`;
  const change = { externalDocumentNumber: 'x' };
  expect(await inCompany('PATCH', path, change)).toMatchObject({ status: 400, code: 'BadRequest_InvalidToken' });
  expect(await inCompany('DELETE', path)).toMatchObject({ code: 'BadRequest_InvalidToken' });
  const version = String(json['@odata.etag']);
  expect(await inCompany('PATCH', path, change, { 'if-match': version })).toMatchObject({ status: 200 });
  expect(await inCompany('PATCH', path, change, { 'if-match': version })).toMatchObject({
    status: 409,
    code: 'Request_EntityChanged',
  });
  expect(await inCompany('PATCH', path, change, { 'if-match': '*' })).toMatchObject({ status: 200 });
});

test.each([
  ['no customer', {}, 'Application_DialogException'],
  ['an unknown customer', { customerNumber: 'NOBODY' }, 'Internal_InvalidTableRelation'],
  ['a number that only the platform gives', { ...order, number: 'MINE' }, 'BadRequest_InvalidOperation'],
  ['a field that is none', { ...order, colour: 'red' }, 'BadRequest'],
  ['a number as text', { ...order, salesOrderLines: [{ quantity: '2' }] }, 'BadRequest'],
  ['a long reference', { ...order, externalDocumentNumber: 'x'.repeat(36) }, 'Application_StringExceededLength'],
  [
    'an unknown item',
    { ...order, salesOrderLines: [{ lineType: 'Item', lineObjectNumber: 'NONE' }] },
    'Internal_InvalidTableRelation',
  ],
  ['a type that is none', { ...order, salesOrderLines: [{ lineType: 'Gift' }] }, 'Unknown'],
])('an order with %s is refused whole', async (_what, body, code) => {
  const { company, inCompany } = await door();
  expect(await inCompany('POST', 'salesOrders', body)).toMatchObject({ status: 400, code });
  expect(company.books.orders()).toEqual([]);
});

test('codes are in capitals, and a filter does not mind', async () => {
  const { inCompany } = await door();
  await inCompany('POST', 'salesOrders', { ...order, externalDocumentNumber: 'shop-1' });
  const { json } = await inCompany('GET', "salesOrders?$filter=externalDocumentNumber eq 'shop-1'");
  expect(json['value']).toMatchObject([
    { externalDocumentNumber: 'SHOP-1', status: 'Draft', totalAmountIncludingTax: 10 },
  ]);
  const odd = "salesOrders?$filter=number eq 'a' or externalDocumentNumber eq 'b'";
  expect((await inCompany('GET', odd)).status).toBe(400);
});

test('a batch with snapshot isolation takes everything back, although its first parts say that they are done', async () => {
  const { company, ask, inCompany } = await door();
  const url = `companies(${company.company})/customers`;
  const parts = (...names: readonly object[]) => ({ requests: names.map((body) => ({ method: 'POST', url, body })) });
  const request = parts({ displayName: 'A' }, { displayName: 'B'.repeat(101) }, { displayName: 'C' });
  const { status, json } = await ask('POST', '$batch', request, { isolation: 'snapshot' });
  expect([status, (json['responses'] as readonly { readonly status: number }[]).map((it) => it.status)]).toEqual([
    200,
    [201, 400],
  ]);
  expect(company.books.customers()).toHaveLength(1);
  await ask('POST', '$batch', request);
  expect(company.books.customers()).toHaveLength(3);
  const many = parts(...Array.from({ length: 101 }, () => ({ displayName: 'X' })));
  expect(await ask('POST', '$batch', many)).toMatchObject({ status: 400 });
  expect((await inCompany('GET', 'customers')).json['value']).toHaveLength(3);
});

test('an action posts, is answered by nothing, and a posted document is not touched again', async () => {
  const { company, inCompany } = await door();
  const lines = order.salesOrderLines;
  const { json } = await inCompany('POST', 'salesCreditMemos', { customerNumber: 'WEB', salesCreditMemoLines: lines });
  const path = `salesCreditMemos(${String(json['id'])})`;
  expect(await inCompany('POST', `${path}/Microsoft.NAV.post`, {})).toMatchObject({ status: 204 });
  expect(await inCompany('GET', path)).toMatchObject({ status: 404 });
  const { json: list } = await inCompany('GET', 'salesCreditMemos');
  const [memo] = list['value'] as readonly { readonly id: string; readonly status: string }[];
  expect(memo?.status).toBe('Open');
  const again = `salesCreditMemos(${memo?.id ?? ''})`;
  expect((await inCompany('POST', `${again}/Microsoft.NAV.post`, {})).status).toBe(400);
  expect((await inCompany('DELETE', again, undefined, { 'if-match': '*' })).status).toBe(400);
  expect((await inCompany('POST', `${again}/Microsoft.NAV.shipAndInvoice`, {})).status).toBe(501);
  const { debit, credit } = company.books.trialBalance();
  expect([debit, credit]).toEqual([1000, 1000]);
});

test('a journal is posted whole, in balance, and not empty', async () => {
  const { company, inCompany } = await door();
  company.seedAccount('1010');
  const { json } = await inCompany('POST', 'journals', { code: 'X1' });
  const path = `journals(${String(json['id'])})`;
  expect((await inCompany('POST', `${path}/Microsoft.NAV.post`, {})).code).toBe('Application_DialogException');
  const line = {
    accountType: 'G/L Account',
    accountNumber: '1010',
    documentNumber: 'D1',
    postingDate: '2026-11-27',
    amount: 5,
  };
  await inCompany('POST', `${path}/journalLines`, line);
  expect((await inCompany('POST', `${path}/Microsoft.NAV.post`, {})).code).toBe('Application_DialogException');
  expect(company.books.ledger()).toEqual([]);
  await inCompany('POST', `${path}/journalLines`, { ...line, amount: -5 });
  expect((await inCompany('POST', `${path}/Microsoft.NAV.post`, {})).status).toBe(204);
  expect(await inCompany('POST', 'journals', { code: 'x1' })).toMatchObject({
    code: 'Internal_EntityWithSameKeyExists',
  });
});

test('pages are as long as is preferred, and their links end', async () => {
  const { company, inCompany } = await door();
  for (const number of ['A', 'B', 'C', 'D']) company.seedItem({ number });
  let path = 'items';
  const seen: string[] = [];
  for (let page = 0; page < 10; page += 1) {
    const { json } = await inCompany('GET', path, undefined, { prefer: 'odata.maxpagesize=2' });
    seen.push(...(json['value'] as readonly { readonly number: string }[]).map((it) => it.number));
    const next = json['@odata.nextLink'] as string | undefined;
    if (next === undefined) break;
    path = `items${new URL(next).search}`;
  }
  expect(seen).toEqual(['SOCKS', 'A', 'B', 'C', 'D']);
});

test('six thousand requests in five minutes are enough', async () => {
  const { clock, inCompany } = await door();
  for (let count = 0; count < 6_000; count += 1) await inCompany('GET', "accountingPeriods?$filter=name eq 'none'");
  expect(await inCompany('GET', 'items')).toMatchObject({ status: 429 });
  await clock.advance(300_001);
  expect(await inCompany('GET', 'items')).toMatchObject({ status: 200 });
});

test('a subscription needs a handshake, a supported entity and a version, and ends after three days', async () => {
  let answers = true;
  const deliver = (request: Request): Promise<Response> =>
    Promise.resolve(new Response(answers ? new URL(request.url).searchParams.get('validationToken') : 'no'));
  const { company, clock, ask } = await door({ deliver });
  const wanted = (set: string) => ({
    notificationUrl: 'https://us.test/hook',
    resource: `/api/v2.0/companies(${company.company})/${set}`,
    clientState: 's',
  });
  expect((await ask('POST', 'subscriptions', wanted('itemLedgerEntries'))).status).toBe(400);
  answers = false;
  expect((await ask('POST', 'subscriptions', wanted('items'))).status).toBe(400);
  answers = true;
  expect((await ask('POST', 'subscriptions', wanted('items'))).status).toBe(201);
  const id = company.subscriptions[0]?.subscriptionId ?? '';
  expect((await ask('PATCH', `subscriptions('${id}')`, {})).code).toBe('BadRequest_InvalidToken');
  answers = false;
  expect((await ask('PATCH', `subscriptions('${id}')`, {}, { 'if-match': '*' })).status).toBe(400);
  await clock.advance(3 * 86_400_000);
  expect(company.subscriptions).toEqual([]);
});
