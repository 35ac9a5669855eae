import { readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClientFactory, seededRandom, silentObserver } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import type { GraphqlClient } from '../client.ts';
import { type BulkPortion, createBulkReader } from './bulk-reader.ts';
import { childrenOf, familiesOf } from './families.ts';

const root = (id: number, more: object = {}) => JSON.stringify({ id: `gid://shopify/Product/${id}`, ...more });
const child = (id: number, parent: number, more: object = {}) =>
  JSON.stringify({ id: `gid://shopify/ProductVariant/${id}`, ...more, __parentId: `gid://shopify/Product/${parent}` });

/** A reader before a finished operation whose result has these lines. */
function open(lines: readonly string[], { ranges = true } = {}) {
  const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const requests: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { headers } = new Request(input, init);
    const range = headers.get('range') ?? '';
    requests.push(range);
    const [, from = '0', to = '0'] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    if (!ranges) return new Response(new Uint8Array(content));
    const part = content.subarray(Number(from), Number(to) + 1);
    const last = Number(from) + part.length - 1;
    return new Response(new Uint8Array(part), {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${last}/${content.length}` },
    });
  };
  const clock = manualClock({ now: '2026-11-24T09:00:00.000Z' });
  const operation = {
    id: 'gid://shopify/BulkOperation/1',
    status: 'COMPLETED',
    errorCode: null,
    createdAt: '2026-11-24T09:00:00Z',
    rootObjectCount: '1',
    fileSize: String(content.length),
    url: 'https://storage.googleapis.com/result.jsonl?signature=hush',
    partialDataUrl: null,
  };
  const client = {
    mutate: async () => ({ bulkOperationRunQuery: { bulkOperation: { id: operation.id } } }),
    queryPatiently: async () => ({ bulkOperation: operation }),
  } as unknown as GraphqlClient;
  const http = createHttpClientFactory({ system: 'shop', clock, observer: silentObserver, fetch });
  const reader = createBulkReader({ client, clock, http, hosts: ['storage.googleapis.com'] });
  const read = async (resume?: string, visit: (portion: BulkPortion) => Promise<void> = async () => undefined) => {
    const portions: BulkPortion[] = [];
    const request = { query: '{}', resume, signal: new AbortController().signal, progress: () => undefined };
    for await (const portion of reader.read(request)) {
      portions.push(portion);
      await visit(portion);
    }
    return portions;
  };
  return { read, requests, content };
}

const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('crossdock-bulk-'));

describe('a result', () => {
  test(
    'of many megabytes is put together part by part, from files that are gone afterwards',
    { timeout: 60_000 },
    async () => {
      const random = seededRandom(1129);
      // Letters of several bytes, so that a portion surely ends within one.
      const text = 'schuhgröße 42 ½ – 🥾 '.repeat(80);
      const products = Array.from({ length: 4_000 }, (_, index) => index + 1);
      const lines = products
        .flatMap((id) => [root(id, { text }), child(2 * id, id, { text }), child(2 * id + 1, id, { text })])
        .map((line) => ({ line, place: random() }))
        .toSorted((left, right) => left.place - right.place)
        .map(({ line }) => line);
      const { read, requests, content } = open(lines);
      expect(content.length).toBeGreaterThan(20_000_000);
      const before = await folders();
      const during = new Set<string>();
      const portions = await read(undefined, async () => {
        for (const folder of await folders()) {
          if (before.includes(folder)) continue;
          for (const file of await readdir(join(tmpdir(), folder))) {
            during.add(file);
            if (process.platform !== 'win32') expect((await stat(join(tmpdir(), folder, file))).mode & 0o077).toBe(0);
          }
        }
      });
      expect([...during].toSorted()).toEqual(['0', '1']);
      expect(await folders()).toEqual(before);
      expect(requests.length).toBeGreaterThan(4);
      const families = portions.flatMap((portion) => portion.families);
      expect(families).toHaveLength(4_000);
      for (const family of families) {
        const id = Number(family.root.id.split('/').at(-1));
        expect(family.root['text']).toBe(text);
        expect(childrenOf(family, 'ProductVariant').map((it) => it.id.split('/').at(-1))).toEqual([
          `${2 * id}`,
          `${2 * id + 1}`,
        ]);
      }
      // A later process goes on in the second part, and tells what the first one did not.
      const half = portions.findIndex(({ resume }) => resume.includes('"part":1')) + 1;
      const rest = (await read(portions[half]?.resume)).flatMap((portion) => portion.families);
      expect(rest.map((it) => it.root.id)).toEqual(
        portions.slice(half + 1).flatMap((it) => it.families.map((of) => of.root.id)),
      );
    },
  );

  test('from a host that knows no ranges is read whole', async () => {
    const { read } = open([root(1), child(2, 1)], { ranges: false });
    const families = (await read()).flatMap((portion) => portion.families);
    expect(families.map((family) => family.children.length)).toEqual([1]);
  });

  test('with a line that belongs to nothing is refused when it is whole', () => {
    expect(() => familiesOf([root(1), child(2, 9)], true)).toThrow('belongs to nothing');
    expect(familiesOf([root(1), child(2, 9)], false)).toHaveLength(1);
  });

  test('with a line that is no JSON is refused', async () => {
    await expect(open([root(1), '{"id":']).read()).rejects.toMatchObject({ code: 'response-invalid' });
  });

  test('names a child by the type in its id', () => {
    const [family] = familiesOf(
      [
        child(10, 1),
        root(1),
        child(9, 1),
        '{"id":"gid://shopify/MediaImage/3","__parentId":"gid://shopify/Product/1"}',
      ],
      true,
    );
    expect(family && childrenOf(family, 'ProductVariant').map(({ id }) => id.split('/').at(-1))).toEqual(['9', '10']);
    expect(family && childrenOf(family, 'MediaImage')).toHaveLength(1);
  });
});
