/**
 * What comes over the wire with something wrong in it, below the capabilities: signing in, pages and failures. It is read, or refused by an error
 * of ours that tells no secret. `FUZZ_RUNS` sets how many of each, `FUZZ_SEED` which.
 */
import {
  createHttpClientFactory,
  errorCodes,
  type IntegrationError,
  isIntegrationError,
  parseJsonExactly,
  type Random,
  Secret,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { jsonMutator, manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { entraTokens, signIn } from '../src/entra/sign-in.ts';
import { createODataClient } from '../src/odata/client.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 300);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const timeoutMs = Math.max(30_000, runs * 40);

const origin = 'https://contoso.operations.dynamics.com';
const secrets = ['entra-s3cret-71b0', 'a-token-of-entra', 'ann@shoppers.example', 'Secret.Internals'];
const { signal } = new AbortController();

const oneOf = <T>(random: Random, choices: readonly [T, ...T[]]): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0];

/** Everything that is sent is answered as the function says; where it went is kept. */
function wired(answer: (url: URL) => Response) {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const hosts = new Set<string>();
  const http = createHttpClientFactory({
    clock,
    observer: silentObserver,
    system: 'erp',
    fetch: (input, init) => {
      const url = new URL(new Request(input, init).url);
      hosts.add(url.host);
      return Promise.resolve(answer(url));
    },
  });
  const credentials = { clientSecret: new Secret(secrets[0] ?? '') };
  const app = { tenant: 'contoso', clientId: 'crossdock', credentials, authority: 'https://login.microsoftonline.com' };
  return { clock, hosts, http, ports: { app, scope: `${origin}/.default`, http, clock, random: seededRandom(1) } };
}

const granted = (): Response => Response.json({ token_type: 'Bearer', expires_in: 3599, access_token: secrets[1] });

/** What a refusal says, with something wrong in it. */
const failure = jsonMutator(
  JSON.stringify({
    error: {
      code: '',
      message: 'An error has occurred.',
      innererror: { message: 'Write failed. Infolog: Error: No.', stacktrace: 'at Secret.Internals' },
    },
  }),
);

/** Refuses what is no error of ours, and one that tells what it should not. */
function requireOurs(error: unknown, what: string): void {
  if (!isIntegrationError(error)) throw new Error(`Nothing of ours is thrown for ${what}`, { cause: error });
  expect(Object.keys(errorCodes), what).toContain(error.code);
  const printed = `${String(error)} ${JSON.stringify(error)} ${String(error.stack)}`;
  for (const secret of secrets) expect(printed, what).not.toContain(secret);
}

test(
  'broken answers of Entra sign in, or are refused',
  async () => {
    const random = seededRandom(`${seed} entra`);
    const grant = jsonMutator(await granted().text());
    const refusal = jsonMutator(
      JSON.stringify({
        error: 'invalid_client',
        error_description: 'AADSTS7000215 for ann@shoppers.example',
        error_codes: [1],
      }),
    );
    const outcomes = { signedIn: 0, refused: 0 };
    for (let run = 0; run < runs; run += 1) {
      const status = oneOf(random, [200, 200, 200, 302, 400, 401, 403, 429, 500, 503]);
      const { text } = (status === 200 ? grant : refusal)(random);
      const told = random() < 0.2 ? text.slice(0, Math.floor(random() * text.length)) : text;
      const headers = { 'retry-after': oneOf(random, ['5', '-1', 'soon', '1e9', 'Thu, 01 Jan 1970 00:00:00 GMT']) };
      const { clock, hosts, ports } = wired(() => new Response(told, { status, headers }));
      try {
        const token = await clock.settle(entraTokens(ports).get());
        expect(token.reveal(), told).not.toBe('');
        expect(status).toBe(200);
        outcomes.signedIn += 1;
      } catch (error) {
        requireOurs(error, `run ${String(run)} of seed ${seed}: ${String(status)} ${told.slice(0, 1000)}`);
        outcomes.refused += 1;
      }
      expect([...hosts]).toEqual(['login.microsoftonline.com']);
    }
    for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(0);
  },
  timeoutMs,
);

test(
  'broken pages are read, or refused, and lead nowhere else',
  async () => {
    const random = seededRandom(`${seed} pages`);
    const row = z.object({ Id: z.string().min(1), Amount: z.string() });
    const page = (id: number, next: string | undefined) =>
      JSON.stringify({
        '@odata.context': `${origin}/data/$metadata#Things`,
        value: [{ '@odata.etag': 'W/"x"', Id: `T-${String(id)}`, Amount: 12.5 }],
        ...(next !== undefined && { '@odata.nextLink': next }),
      });
    const outcomes = { read: 0, refused: 0 };
    for (let run = 0; run < runs; run += 1) {
      let asked = 0;
      let told = '';
      let everything = '';
      const next = oneOf(random, [
        `${origin}/data/Things?$skiptoken=1`,
        `${origin}/data/Things?$skiptoken=1`,
        '/data/Things?$skiptoken=1',
        'Things?$skiptoken=1',
        'https://evil.example/data/Things',
        '//evil.example/data/Things',
        `http://contoso.operations.dynamics.com/data/Things`,
        `https://user:word@contoso.operations.dynamics.com/data/Things`,
        'https://contoso.operations.dynamics.com.evil.example/',
        'javascript:alert(1)',
      ]);
      const isEndless = random() < 0.2;
      const { clock, hosts, http, ports } = wired((url) => {
        if (url.host.startsWith('login.')) return granted();
        asked += 1;
        // So that a reader that goes round in circles ends.
        if (asked > 20) return new Response(null, { status: 404 });
        const status = random() < 0.2 ? oneOf(random, [302, 400, 401, 403, 404, 412, 429, 500, 503]) : 200;
        const honest = page(asked, asked === 1 || isEndless ? next : undefined);
        const text = status === 200 ? honest : failure(random).text;
        told = random() < 0.4 && status === 200 ? jsonMutator(honest)(random).text : text;
        if (random() < 0.1) told = told.slice(0, Math.floor(random() * told.length));
        everything += told;
        return new Response(told, { status });
      });
      const client = createODataClient({ origin, http, auth: signIn(ports), concurrency: 2, timeoutMs: 10_000 });
      try {
        const rows = await clock.settle(client.list('Things', { row, signal }));
        // Digit by digit: an amount is never made into a binary number on its way.
        for (const it of rows) expect(everything).toContain(it.Amount);
        outcomes.read += 1;
      } catch (error) {
        requireOurs(error, `run ${String(run)} of seed ${seed}: ${told.slice(0, 1000)}`);
        outcomes.refused += 1;
      }
      expect(asked, 'requests').toBeLessThan(10);
      for (const host of hosts)
        expect(['login.microsoftonline.com', 'contoso.operations.dynamics.com']).toContain(host);
    }
    for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(0);
  },
  timeoutMs,
);

test(
  'a write whose answer is broken is not taken for done, and not repeated without a look',
  async () => {
    const random = seededRandom(`${seed} writes`);
    const row = z.object({ SalesOrderNumber: z.string().min(1) });
    const done = jsonMutator(JSON.stringify({ '@odata.etag': 'W/"x"', SalesOrderNumber: 'SO-1', Amount: 12.5 }));
    const outcomes = { done: 0, refused: 0, unknown: 0, retry: 0 };
    for (let run = 0; run < runs; run += 1) {
      const status = oneOf(random, [200, 201, 201, 302, 400, 401, 403, 404, 409, 412, 429, 500, 502, 503]);
      const whole = (status < 300 ? done : failure)(random).text;
      const told = random() < 0.2 ? whole.slice(0, Math.floor(random() * whole.length)) : whole;
      const { clock, http, ports } = wired((url) =>
        url.host.startsWith('login.') ? granted() : new Response(told, { status }),
      );
      const client = createODataClient({ origin, http, auth: signIn(ports), concurrency: 2, timeoutMs: 10_000 });
      const what = `run ${String(run)} of seed ${seed}: ${String(status)} ${told.slice(0, 1000)}`;
      const write = oneOf(random, [
        () => client.create('SalesOrderHeadersV4', {}, { row, signal }),
        () => client.service(['A', 'B', 'c'], {}, { answer: row, effect: 'write', signal }),
      ]);
      try {
        const { SalesOrderNumber } = await clock.settle(write());
        expect(parseJsonExactly(told), what).toMatchObject({ SalesOrderNumber });
        expect(status, what).toBeLessThan(300);
        outcomes.done += 1;
      } catch (error) {
        requireOurs(error, what);
        const { disposition } = error as IntegrationError;
        if (status < 303 || status >= 500) expect(disposition, what).toBe('unknown');
        // Only what says by itself that nothing was done.
        if (disposition === 'retry') expect([412, 429], what).toContain(status);
        outcomes[disposition === 'reject' ? 'refused' : disposition] += 1;
      }
    }
    for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(0);
  },
  timeoutMs,
);
