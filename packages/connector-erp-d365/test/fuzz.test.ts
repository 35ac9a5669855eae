/**
 * Answers of the environment with something wrong in them: they are read, or refused by an error of ours. `FUZZ_RUNS` sets how many of
 * each, `FUZZ_SEED` which.
 */
import {
  capabilities,
  type CapabilityInput,
  type CapabilityName,
  createHttpClientFactory,
  isIntegrationError,
  parse,
  type Random,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { jsonMutator, manualClock, type Mutant, simulatorFetch } from '@crossdock/testing';
import { openSystem } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { toD365Error } from '../src/errors.ts';
import { d365 } from '../src/index.ts';
import { createODataClient } from '../src/odata/client.ts';
import { catalogSettings, seedCatalog } from './arrangements/catalog.ts';
import { openEnvironment } from './environment.ts';
import { webSale } from './web-sales.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const timeoutMs = Math.max(30_000, runs * 40);

/** An environment whose every answer is kept, to be told again with something wrong in it. */
async function recorded() {
  const options = { settings: { ...catalogSettings, items: { ...catalogSettings.items } } };
  const { environment, system, settings, clock } = openEnvironment(options);
  seedCatalog({ environment });
  environment.seedCustomer('DAT-000024');
  await system.call('createOrder', webSale());
  const answers = new Map<string, { readonly text: string; readonly mutate: (random: Random) => Mutant }>();
  const send = simulatorFetch(environment);
  const state = { random: seededRandom(seed), isHonest: true, told: '' };
  const open = openSystem(d365(settings), {
    clock,
    name: 'erp',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.method !== 'GET') return send(request);
      const known = answers.get(request.url);
      if (!known && !state.isHonest) {
        // Broken answers lead to questions nobody asked before: there is nothing behind them.
        return Response.json({ value: [] });
      }
      const text = known?.text ?? (await (await send(request)).text());
      if (!known) answers.set(request.url, { text, mutate: jsonMutator(text) });
      // Not every answer of a run is broken, or none would ever be read to its end.
      const isBroken = !state.isHonest && state.random() < 0.4;
      const told = isBroken ? (answers.get(request.url)?.mutate(state.random).text ?? text) : text;
      state.told += told;
      return new Response(told, { headers: { 'content-type': 'application/json; odata.metadata=minimal' } });
    },
  });
  return { system: open, first: system, state };
}

const { system, state } = await recorded();
const call = { key: 'fuzz', txn: 'fuzz', attempt: 1, signal: new AbortController().signal };

/** Lets a reading capability work with broken answers. What it reads must be an answer of its own. */
function fuzz<N extends CapabilityName>(
  capability: N,
  input: CapabilityInput<N>,
  check: (read: unknown, told: string) => void = () => undefined,
): void {
  const ask = async () => {
    const implementation = system.connection.capabilities[capability as 'getProducts'];
    if (!implementation) throw new Error(`There is no ${capability}`);
    const checked = parse(capabilities[capability].input as z.ZodType, input, { what: 'The input' });
    const read = await system.clock.settle(Promise.resolve(implementation.run(checked as never, call)));
    return parse(capabilities[capability].output as z.ZodType, read, { what: 'The answer', code: 'response-invalid' });
  };
  test(
    `${capability}: broken answers are read, or refused`,
    async () => {
      state.isHonest = true;
      await ask();
      state.isHonest = false;
      state.random = seededRandom(`${seed} ${capability}`);
      let taken = 0;
      for (let run = 0; run < runs; run += 1) {
        state.told = '';
        try {
          check(await ask(), state.told);
          taken += 1;
        } catch (error) {
          if (isIntegrationError(error)) continue;
          const what = `run ${String(run)} of seed ${seed}: ${state.told.slice(0, 2000)}`;
          throw new Error(`Nothing of ours is thrown in ${what}`, { cause: error });
        }
      }
      // A reader that refuses everything proves nothing.
      expect(taken, 'mutants that were read').toBeGreaterThan(0);
    },
    timeoutMs,
  );
}

describe('OData answers', () => {
  fuzz('getProducts', { skus: ['OUR-PARKA-M', 'COFFEE'] });
  fuzz('listProducts', { limit: 3 });
  fuzz('getPrices', { skus: ['OUR-PARKA-M', 'COFFEE'], list: 'online' });
  fuzz('listPrices', { list: 'online' });
  fuzz('listCustomers', {});
  fuzz('getOrder', { orderRef: 'shop-7' });
  fuzz('listOrders', { limit: 3 });
  fuzz('findCustomers', { email: 'ann@shoppers.example', ref: 'shop-c1' });
  fuzz('getInventory', { skus: ['SHOE-42', 'BOOT'] });
  fuzz('listInventory', { limit: 2 }, (read, told) => {
    const { items } = read as { readonly items: readonly { readonly onHand: { readonly amount: string } }[] };
    for (const { onHand } of items) expect(numbersIn(told), 'levels of the answer').toContain(Number(onHand.amount));
  });
  fuzz('getPostingPeriods', { from: '2026-10-20', to: '2026-12-01' });
});

/** Every number of a text, however it is written. */
function numbersIn(text: string): ReadonlySet<number> {
  return new Set((text.match(/-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g) ?? []).map(Number));
}

describe('answers to a changeset', () => {
  const changeset = (status: string, id: number, json: object) => [
    '--changesetresponse_1',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    `Content-ID: ${String(id)}`,
    '',
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; odata.metadata=minimal',
    '',
    JSON.stringify(json),
  ];
  const done = [
    '--batchresponse_1',
    'Content-Type: multipart/mixed; boundary="changesetresponse_1"',
    '',
    ...changeset('201 Created', 1, { SalesOrderNumber: 'CD-1001' }),
    ...changeset('201 Created', 2, { InventoryLotId: 'LOT-1' }),
    '--changesetresponse_1--',
    '--batchresponse_1--',
    '',
  ];
  const mutations: readonly ((lines: readonly string[], random: Random) => readonly string[])[] = [
    (lines, random) => lines.slice(0, Math.floor(random() * lines.length)),
    (lines, random) => lines.filter((_, index) => index !== Math.floor(random() * lines.length)),
    (lines, random) => {
      const at = Math.floor(random() * lines.length);
      return [...lines.slice(0, at), lines[at] ?? '', ...lines.slice(at)];
    },
    (lines, random) => {
      const at = Math.floor(random() * lines.length);
      const line = lines[at] ?? '';
      return lines.map((it, index) => (index === at ? line.slice(0, Math.floor(random() * line.length)) : it));
    },
    (lines) => lines.map((line) => line.replace('201 Created', '400 Bad Request')),
    // A status that no part of a changeset has.
    (lines, random) => {
      const status = ['100 Continue', '302 Found', '429 Too Many Requests', '503 Service Unavailable', '2'];
      const other = status[Math.floor(random() * status.length)] ?? '';
      const at = lines.findIndex((line) => line.includes('201 Created'));
      return lines.map((line, index) => (index === at ? line.replace('201 Created', other) : line));
    },
    // A batch in a batch in a batch.
    (lines, random) => {
      const depth = 1 + Math.floor(random() * 40);
      const nested = Array.from({ length: depth }, (_, level) => [
        `--n${String(level)}`,
        `Content-Type: multipart/mixed; boundary=n${String(level + 1)}`,
        '',
      ]).flat();
      return [...lines.slice(0, 3).map((it) => it.replace('changesetresponse_1', 'n0')), ...nested, ...lines.slice(3)];
    },
  ];

  test(
    'are whole, or never taken for success',
    async () => {
      const random = seededRandom(`${seed} changesets`);
      const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
      let answer = done.join('\r\n');
      const client = createODataClient({
        origin: 'https://contoso.operations.dynamics.com',
        http: createHttpClientFactory({
          clock,
          observer: silentObserver,
          system: 'erp',
          fetch: () =>
            Promise.resolve(
              new Response(answer, { headers: { 'content-type': 'multipart/mixed; boundary=batchresponse_1' } }),
            ),
        }),
        auth: () => undefined,
        concurrency: 1,
        timeoutMs: 10_000,
      });
      const writes = [
        { create: 'SalesOrderHeadersV4', row: { a: 1 } },
        { create: 'SalesOrderLinesV3', row: { b: 1 } },
      ];
      let taken = 0;
      for (let run = 0; run < runs; run += 1) {
        let lines: readonly string[] = done;
        const wanted = run === 0 ? 0 : 1 + Math.floor(random() * 3);
        for (let made = 0; made < wanted; made += 1) {
          lines = mutations[Math.floor(random() * mutations.length)]?.(lines, random) ?? lines;
        }
        answer = lines.join(random() < 0.5 ? '\r\n' : '\n');
        try {
          await clock.settle(client.changeset(writes, call.signal));
          taken += 1;
          // Each write has said by itself that it was done.
          expect((answer.match(/^HTTP\/1\.1 2\d\d\b/gm) ?? []).length, answer).toBeGreaterThanOrEqual(2);
          expect(answer).not.toMatch(/^HTTP\/1\.1 [^2]/m);
        } catch (error) {
          if (!isIntegrationError(error)) throw new Error(`Nothing of ours is thrown for ${answer}`, { cause: error });
          // Repeated without a look only where the platform said that nothing was done.
          if (error.disposition === 'retry') expect(answer).toMatch(/^HTTP\/1\.1 429 /m);
        }
      }
      expect(taken).toBeGreaterThan(0);
    },
    timeoutMs,
  );
});

test(
  'broken failures are told in few words, and without the stack trace',
  () => {
    const random = seededRandom(`${seed} failures`);
    const mutate = jsonMutator(
      JSON.stringify({
        error: {
          code: '',
          message: 'An error has occurred.',
          innererror: {
            message:
              "Write failed for table row of type 'X'. Infolog: Warning: Field 'Currency' must be filled in.; Error: Update has been canceled..",
            type: 'Microsoft.Dynamics.Platform.Integration.Services.OData.ODataArgumentException',
            stacktrace: 'at Secret.Internals.Of.The.Platform',
          },
        },
      }),
    );
    const facts = {
      headers: new Headers(),
      effect: 'write',
      method: 'POST',
      path: '/x',
      retryAfterMs: undefined,
    } as const;
    for (let run = 0; run < runs; run += 1) {
      const { text } = mutate(random);
      for (const status of [400, 401, 403, 404, 412, 429, 500, 503]) {
        const error = toD365Error({ ...facts, status, body: JSON.parse(text) as unknown });
        const message = error?.message ?? '';
        expect(message.length).toBeLessThan(450);
        expect(message).not.toContain('Secret.Internals');
      }
    }
  },
  timeoutMs,
);
