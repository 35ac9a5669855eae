/** The simulated account enforces what the platform publishes about jobs, batches and signed requests. */
import { createHmac } from 'node:crypto';
import { manualClock } from '@crossdock/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { generateTestCredentials, type NetsuiteSimulator, netsuiteSimulator } from '../src/testing/index.ts';
import { type Send, signIn } from './rest.ts';

const credentials = await generateTestCredentials({ algorithm: 'ES256' });
const collection = { 'content-type': 'application/vnd.oracle.resource+json; type=collection' };
const respondAsync = { prefer: 'respond-async' };
const key = '5f2f2a0e-2d0c-4f0e-9a51-3f8a9f3b3f10';

let clock: ReturnType<typeof manualClock>;
let account: NetsuiteSimulator;
let send: Send;

beforeEach(async () => {
  clock = manualClock({ now: '2026-11-24T12:00:00Z' });
  account = netsuiteSimulator({ clock, credentials, jobMs: 5_000, features: { oneWorld: false } });
  send = await signIn(account, credentials);
});

describe('a job', () => {
  const customer = { companyName: 'Acme', externalId: 'C-1' };
  const submit = (headers: Readonly<Record<string, string>> = {}) =>
    send('POST', '/record/v1/customer', customer, { ...respondAsync, ...headers });

  test('is taken with 202 and its place, and nothing is written before it is done', async () => {
    const taken = await submit();
    expect(taken.status).toBe(202);
    expect(taken.headers.get('preference-applied')).toBe('respond-async');
    expect(taken.headers.get('location')).toMatch(/\/services\/rest\/async\/v1\/job\/1$/);
    expect((await send('GET', '/async/v1/job/1')).body).toMatchObject({ completed: false, progress: 'pending' });
    expect((await send('GET', '/record/v1/customer/eid:C-1')).status).toBe(404);
    await clock.advance(5_000);
    expect((await send('GET', '/async/v1/job/1')).body).toMatchObject({ completed: true, progress: 'succeeded' });
    expect((await send('GET', '/record/v1/customer/eid:C-1')).status).toBe(200);
    const result = await send('GET', '/async/v1/job/1/task/1/result');
    expect(result.status).toBe(204);
    expect(result.headers.get('location')).toMatch(/\/customer\/\d+$/);
  });

  test('is not taken twice under one key: 400, and where the first one is', async () => {
    await submit({ 'x-netsuite-idempotency-key': key });
    const again = await submit({ 'x-netsuite-idempotency-key': key });
    expect(again).toMatchObject({ status: 400, body: { title: 'Conflict' } });
    expect(again.problem).toMatch(/^IDEMPOTENCY_ERROR/);
    expect(again.headers.get('location')).toMatch(/\/job\/1$/);
  });

  test('wants a UUID for its key, and a write that is answered at once ignores one', async () => {
    expect((await submit({ 'x-netsuite-idempotency-key': 'order-1' })).status).toBe(400);
    const headers = { 'x-netsuite-idempotency-key': key };
    const path = '/record/v1/customer';
    expect((await send('POST', path, { companyName: 'A' }, headers)).status).toBe(204);
    expect((await send('POST', path, { companyName: 'B' }, headers)).status).toBe(204);
  });
});

describe('a batch', () => {
  const items = (count: number) => ({ items: Array.from({ length: count }, () => ({ companyName: 'Acme' })) });

  test('is processed as a job only, of a hundred records at most', async () => {
    expect((await send('POST', '/record/v1/customer', items(1), collection)).status).toBe(400);
    const headers = { ...collection, ...respondAsync };
    expect((await send('POST', '/record/v1/customer', items(101), headers)).status).toBe(400);
    expect((await send('POST', '/record/v1/customer', items(100), headers)).status).toBe(202);
  });

  test('upserts by external id alone', async () => {
    const body = { items: [{ id: '7', externalId: 'C-1' }] };
    expect((await send('PUT', '/record/v1/customer', body, { ...collection, ...respondAsync })).status).toBe(400);
  });
});

describe('a signed request', () => {
  const token = { consumerKey: 'ck', consumerSecret: 'cs', tokenId: 'tk', tokenSecret: 'ts' };
  const url = 'https://1234567.suitetalk.api.netsuite.com/services/rest/system/v1/serverTime';

  /** Signed by the book, without the connector. */
  const headerFor = ({ nonce = 'n1', realm = '1234567', timestamp = '1795521600', secret = 'cs' } = {}) => {
    const parameters = `oauth_consumer_key=ck&oauth_nonce=${nonce}&oauth_signature_method=HMAC-SHA256&oauth_timestamp=${timestamp}&oauth_token=tk&oauth_version=1.0`;
    const base = `GET&${encodeURIComponent(url)}&${encodeURIComponent(parameters)}`;
    const signature = encodeURIComponent(createHmac('sha256', `${secret}&ts`).update(base).digest('base64'));
    const words = parameters.split('&').map((pair) => pair.replace('=', '="').concat('"'));
    return `OAuth realm="${realm}", ${words.join(', ')}, oauth_signature="${signature}"`;
  };
  const status = async (opened: NetsuiteSimulator, authorization: string) =>
    (await opened.handle(new Request(url, { headers: { authorization } }))).status;

  test('is accepted once, in its time, for its realm', async () => {
    const opened = netsuiteSimulator({ clock, accessTokens: token });
    expect(await status(opened, headerFor())).toBe(200);
    expect(await status(opened, headerFor())).toBe(401);
    expect(await status(opened, headerFor({ nonce: 'n2', timestamp: '1795520000' }))).toBe(401);
    expect(await status(opened, headerFor({ nonce: 'n3', realm: '1234567_SB1' }))).toBe(401);
    expect(await status(opened, headerFor({ nonce: 'n4', secret: 'other' }))).toBe(401);
    opened.revokeCertificates();
    expect(await status(opened, headerFor({ nonce: 'n5' }))).toBe(401);
  });
});

test('an integration has five certificates at most', async () => {
  for (let index = 1; index < 5; index += 1)
    account.registerCertificate({ ...credentials, certificateId: `certificate-${String(index + 1)}` });
  expect(() => account.registerCertificate({ ...credentials, certificateId: 'certificate-6' })).toThrow('at most five');
});

test('short lists are read entry by entry, and only where the account has them', async () => {
  expect((await send('GET', '/record/v1/priceLevel/5')).body).toMatchObject({ id: '5', name: 'Online Price' });
  expect((await send('GET', '/record/v1/priceLevel/99')).problem).toMatch(/^NONEXISTENT_ID/);
  const legacy = netsuiteSimulator({ clock, credentials, features: { tax: 'legacy' } });
  const sendLegacy = await signIn(legacy, credentials);
  expect((await sendLegacy('GET', '/record/v1/taxType/1')).problem).toMatch(/^INVALID_RCRD_TYPE/);
});
