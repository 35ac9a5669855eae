import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breachesOf, type Rule, rules } from './law.ts';
import { type SourceText } from './source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const repository = globSync('packages/*/{src,test}/**/*.ts', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()
  .map((file): SourceText => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }));
const found = breachesOf(repository);

/** For each rule, files that break it, and files that come close and keep it. */
const cases: Record<Rule, { broken: Record<string, string>[]; kept: Record<string, string>[] }> = {
  'floor-up': {
    broken: [
      { 'core/src/schemas/order.ts': "import { createHttpClient } from '../http/index.ts';" },
      { 'core/src/http/client.ts': "import { type Journal } from '../journal/journal.ts';" },
      { 'core/src/http/client.ts': "export { memoryJournal } from '../journal/index.ts';" },
      { 'core/src/http/client.ts': "const journal = await import('../journal/index.ts');" },
      { 'core/src/http/client.ts': "type Journal = import('../journal/index.ts').Journal;" },
      { 'core/src/dock/trace.ts': "import { money } from '../index.ts';" },
    ],
    kept: [
      { 'core/src/http/client.ts': "import { toMs } from '../primitives/index.ts'; import './bearer.ts';" },
      { 'core/src/index.ts': "export { createCrossdock } from './dock/index.ts';" },
      { 'core/src/policies/retry.test.ts': "import { memoryJournal } from '../journal/index.ts';" },
    ],
  },
  'no-floor': {
    broken: [{ 'core/src/helpers/text.ts': 'export const text = 1;' }],
    kept: [{ 'core/src/http/helpers/text.ts': 'export const text = 1;' }],
  },
  'core-alone': {
    broken: [{ 'core/src/dock/trace.ts': "import { manualClock } from '@crossdock/testing';" }],
    kept: [{ 'core/src/dock/trace.test.ts': "import { manualClock } from '@crossdock/testing';" }],
  },
  'vendor-named': {
    broken: [
      { 'core/src/http/client.ts': 'const isShopifyShop = 1;' },
      { 'core/src/http/client.ts': "const header = 'x-shopify-topic';" },
      { 'core/src/http/client.ts': 'const from = `The ${1} of NetSuite`;' },
      { 'core/src/http/client.ts': 'const sapOrder = 1;' },
      { 'testing/src/world.ts': 'const squareTill = 1;' },
    ],
    kept: [
      { 'core/src/http/client.ts': '// as Shopify does\nconst disappears = squared;' },
      { 'connector-a/src/client.ts': "const header = 'x-shopify-topic';" },
    ],
  },
  'package-wall': {
    broken: [
      { 'connector-a/src/client.ts': "import { toMs } from '../../core/src/primitives/duration.ts';" },
      { 'connector-a/src/client.ts': "import { toMs } from '@crossdock/core/src/primitives/duration.ts';" },
    ],
    kept: [{ 'connector-a/test/client.test.ts': "import { client } from '../src/client.ts';" }],
  },
  'connectors-meet': {
    broken: [
      { 'connector-a/src/client.ts': "import { b } from '@crossdock/connector-b';" },
      { 'connector-a/test/client.test.ts': "import { b } from '@crossdock/connector-b/testing';" },
    ],
    kept: [{ 'connector-a/test/client.test.ts': "import { a } from '@crossdock/connector-a/testing';" }],
  },
  'connector-reach': {
    broken: [
      {
        'core/src/index.ts': "export { defineFlow } from './orchestrator/index.ts';",
        'connector-a/src/client.ts': "import { defineFlow } from '@crossdock/core';",
      },
      { 'connector-a/src/client.ts': "import * as core from '@crossdock/core';" },
      { 'connector-a/src/testing/index.ts': "import { sqliteJournal } from '@crossdock/core/sqlite';" },
    ],
    kept: [
      {
        'core/src/index.ts': "export { paginate } from './http/index.ts';",
        'connector-a/src/client.ts': "import { paginate as pages } from '@crossdock/core';",
      },
      { 'connector-a/test/contract.test.ts': "import { createCrossdock } from '@crossdock/core';" },
    ],
  },
  'testing-named': {
    broken: [
      { 'testing/src/world.ts': "import { a } from '@crossdock/connector-a/testing';" },
      { 'connector-a/src/client.ts': "import { manualClock } from '@crossdock/testing';" },
    ],
    kept: [{ 'connector-a/src/testing/index.ts': "import { createFaults } from '@crossdock/testing';" }],
  },
  cycle: {
    broken: [
      { 'core/src/http/a.ts': "import './b.ts';", 'core/src/http/b.ts': "import { type A } from './a.ts';" },
      { 'testing/src/a.ts': "export * from './a.ts';" },
    ],
    kept: [
      {
        'core/src/http/a.ts': "import './b.ts'; import './c.ts';",
        'core/src/http/b.ts': "import './c.ts';",
        'core/src/http/c.ts': '',
      },
    ],
  },
  network: {
    broken: [
      { 'core/src/dock/trace.ts': "import ky from 'ky';" },
      { 'connector-a/src/testing/index.ts': "import ky from 'ky';" },
      { 'connector-a/src/client.ts': "const answer = await fetch('https://example.test');" },
      { 'connector-a/src/client.ts': 'const answer = await globalThis.fetch(address);' },
      { 'connector-a/src/client.ts': 'const send = options.fetch ?? fetch;' },
      { 'core/src/dock/trace.ts': "const answer = await fetch('https://example.test');" },
    ],
    kept: [
      { 'core/src/http/client.ts': "import ky from 'ky'; const send = fetch;" },
      { 'core/src/dock/create.ts': 'const send = options.fetch ?? fetch;' },
      { 'connector-a/src/client.ts': 'const call = ({ fetch }: Ports) => fetch(address);' },
      { 'connector-a/src/options.ts': 'interface Options { readonly fetch?: typeof fetch }' },
    ],
  },
  retries: {
    broken: [{ 'core/src/http/client.ts': "import pRetry from 'p-retry';" }],
    kept: [{ 'core/src/policies/retry.ts': "import pRetry, { AbortError } from 'p-retry';" }],
  },
  'time-and-chance': {
    broken: [
      { 'core/src/http/client.ts': 'const now = Date.now();' },
      { 'core/src/http/client.ts': 'const now = new Date();' },
      { 'core/src/http/client.ts': 'const number = Math.random();' },
      { 'core/src/http/client.ts': 'setTimeout(() => 1, 10);' },
      { 'core/src/http/client.ts': 'const wait = { timer: setTimeout };' },
      { 'core/src/http/client.ts': "import { setTimeout } from 'node:timers/promises';" },
      { 'core/src/http/client.ts': "import { randomUUID as id } from 'node:crypto';" },
      { 'core/src/http/client.ts': 'const signal = AbortSignal.timeout(10);' },
      { 'core/src/primitives/clock.ts': 'const number = Math.random();' },
      { 'connector-a/src/testing/books.ts': 'const now = globalThis.performance.now();' },
    ],
    kept: [
      { 'core/src/primitives/clock.ts': 'const now = Date.now(); setTimeout(() => 1, 10);' },
      { 'core/src/primitives/random.ts': 'const number = Math.random();' },
      { 'core/src/http/client.ts': 'const at = new Date(clock.now());' },
      { 'core/src/http/client.ts': "import { createHmac } from 'node:crypto';" },
      { 'core/src/http/client.test.ts': 'const now = Date.now();' },
    ],
  },
  'wide-door': {
    broken: [
      { 'connector-a/src/index.ts': "export { a, b, c, d, e, f } from './connector.ts';" },
      { 'connector-a/src/index.ts': "export * from './connector.ts';" },
      { 'connector-a/src/index.ts': 'export const a = 1, b = 2, c = 3, d = 4, e = 5; export function f() {}' },
    ],
    kept: [
      {
        'connector-a/src/index.ts':
          "export { a, b, c, d, e, type F } from './connector.ts'; export type { G } from './g.ts';",
      },
      { 'connector-a/src/testing/index.ts': "export { a, b, c, d, e, f } from './simulator.ts';" },
    ],
  },
};

const ruleNames = Object.keys(rules) as Rule[];

const planted = (files: Record<string, string>) =>
  breachesOf(Object.entries(files).map(([file, text]) => ({ file: `packages/${file}`, text })));

describe.each(ruleNames)('%s', (rule) => {
  test('the repository keeps it', () => {
    expect(found.filter((it) => it.rule === rule).map((it) => `${it.file}:${it.line} ${it.says}`)).toEqual([]);
  });

  test.each(cases[rule].broken)('%j is reported', (files) => {
    expect(planted(files)).toContainEqual(expect.objectContaining({ rule }));
  });

  test.each(cases[rule].kept)('%j is not', (files) => {
    expect(planted(files).filter((it) => it.rule === rule)).toEqual([]);
  });
});

test('the law is held against the whole repository', () => {
  const packages = new Set(repository.map(({ file }) => file.split('/')[1]));
  expect([...packages]).toEqual(
    expect.arrayContaining(['core', 'testing', 'connector-shopify', 'connector-erp-netsuite']),
  );
});
