import { createEnvelope, isIntegrationError, seededRandom, type Random } from '@crossdock/core';
import { jsonMutator } from '@crossdock/testing';
import { describe, expect, it } from 'vitest';
import { type Feed } from '../../src/file-drop/feeds.ts';
import { posLogDialects, type PosLogDialect, type TillRecord } from '../../src/file-drop/index.ts';
import { documentOf } from '../../src/file-drop/mapping/to-documents.ts';
import { stockEventsOf } from '../../src/file-drop/mapping/to-movements.ts';
import { recordsOf } from '../../src/file-drop/poslog/setting.ts';
import { defaultLimits } from '../../src/file-drop/reading/limits.ts';
import { tillRecords } from '../../src/file-drop/reading/till-records.ts';
import { xmlRecords } from '../../src/file-drop/reading/xml-records.ts';
import { csvText, posLogText, randomTicket } from '../../src/testing/file-drop/index.ts';
import { csvOfTests } from './csv-mapping.ts';
import { stores } from './poslog.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 400);
const seed = process.env['FUZZ_SEED'] ?? 'file-drop';
const limits = { ...defaultLimits, maxRecordLength: 200_000, maxTokenLength: 100_000, maxElements: 2_000 };
const writingStores = { 'store-17': { id: '17', timeZone: 'Europe/Zurich' } };

const key = (sequence: number) => ({
  store: 'store-17',
  register: '3',
  businessDate: '2026-11-27',
  sequence: String(sequence),
});

function records(taxIncluded: boolean): readonly TillRecord[] {
  const random = seededRandom('records');
  const head = (sequence: number) => ({
    key: key(sequence),
    number: `R${sequence}`,
    occurredAt: '2026-11-27T10:00:00.000Z',
  });
  const style = { currency: 'CHF', taxIncluded, taxRate: '0.081', returns: 0.4 };
  return [
    ...Array.from({ length: 4 }, (_, index) => randomTicket(head(index + 1), style, random)),
    { ...head(5), kind: 'post-void', voids: key(1) },
    { ...head(6), kind: 'drawer', movement: 'paid-out', amount: '5.00', currency: 'CHF' },
    {
      ...head(7),
      kind: 'stock',
      lines: [{ id: '1', sku: 'A', quantity: { amount: '2', unit: 'EA' }, what: 'counted' }],
    },
    {
      ...head(8),
      kind: 'day-end',
      scope: 'register',
      currency: 'CHF',
      totals: { total: '10', tenders: [{ kind: 'cash', amount: '10' }] },
    },
  ];
}

/** Reads bytes to their end. Whatever they are, each record is told, or refused by an error of ours; so is the file. */
async function survive(bytes: Uint8Array, feed: Feed): Promise<number> {
  let told = 0;
  try {
    for await (const some of tillRecords(inPieces(bytes), { feed, stores, limits })) {
      for (const { content } of some) {
        if (isIntegrationError(content)) mustBeOurs(content);
        else told += tell(content);
      }
    }
  } catch (error) {
    mustBeOurs(error);
  }
  return told;
}

function tell(record: TillRecord): number {
  try {
    if (record.kind === 'stock')
      for (const event of stockEventsOf(record, 'tills')) createEnvelope({ ...event, source: 'fuzz' });
    if (record.kind !== 'ticket') return 0;
    const document = documentOf(record, { system: 'tills', returnedGoods: 'restock' });
    createEnvelope({
      ...document,
      id: document.data.ref,
      key: document.data.ref,
      occurredAt: record.occurredAt,
      source: 'fuzz',
    });
    return 1;
  } catch (error) {
    mustBeOurs(error);
    return 0;
  }
}

function mustBeOurs(error: unknown): void {
  if (!isIntegrationError(error) || error.code === 'internal') throw error;
  // A file cannot make a message as long as it likes.
  expect(error.message.length).toBeLessThan(1_500);
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}

const tokens = [
  '<',
  '>',
  '</Transaction>',
  '&lt;',
  '&x;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '"',
  "'",
  ';',
  ',',
  '\n',
  '\0',
  '\uFEFF',
  '-',
  '9'.repeat(50),
  '1e9',
  'NaN',
  '<!DOCTYPE x>',
  '<?xml?>',
  'é',
].map((it) => Buffer.from(it));

/** Does a few things to bytes: flips, cuts, doubles, moves, and puts in what readers trip over. */
function mutated(original: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(original);
  const at = (): number => Math.floor(random() * bytes.length);
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) {
    const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number];
    const end = Math.min(to, from + 400);
    const way = Math.floor(random() * 6);
    if (way === 0) bytes[from] = Math.floor(random() * 256);
    else if (way === 1) bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(end)]);
    else if (way === 2) bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(from)]);
    else if (way === 3)
      bytes = Buffer.concat([
        bytes.subarray(0, from),
        tokens[Math.floor(random() * tokens.length)] ?? Buffer.of(),
        bytes.subarray(from),
      ]);
    else if (way === 4 && random() < 0.3) bytes = bytes.subarray(0, from + 1);
    else if (bytes[from] !== undefined) bytes[from] = 0x30 + Math.floor(random() * 10);
  }
  return bytes;
}

interface Node {
  readonly name?: unknown;
  readonly attributes?: unknown;
  readonly children?: unknown;
  readonly text?: unknown;
}

/** Markup of a tree that something was done to: still well-formed, and anything else but what was meant. */
function markup(node: unknown, depth = 0): string {
  if (typeof node !== 'object' || node === null || depth > 80) return '';
  const { name, attributes, children, text } = node as Node;
  if (typeof name !== 'string' || !/^[A-Za-z][\w:.-]{0,80}$/.test(name)) return '';
  const escaped = (value: unknown): string =>
    String(value)
      .slice(0, 50_000)
      .replaceAll(/[^\t\n\r\u0020-\uD7FF]/g, '?')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('"', '&quot;');
  const written =
    typeof attributes === 'object' && attributes !== null
      ? Object.entries(attributes).filter(([it]) => /^[A-Za-z]\w{0,30}$/.test(it))
      : [];
  const inner = Array.isArray(children)
    ? children
        .slice(0, 300)
        .map((it) => markup(it, depth + 1))
        .join('')
    : '';
  return `<${name}${written.map(([it, value]) => ` ${it}="${escaped(value)}"`).join('')}>${escaped(text ?? '')}${inner}</${name}>`;
}

async function treeOf(text: string, dialect: PosLogDialect): Promise<string> {
  const trees: unknown[] = [];
  async function* whole() {
    yield text;
  }
  for await (const some of xmlRecords(whole(), recordsOf(dialect, defaultLimits)))
    trees.push(...some.map((it) => it.content));
  return JSON.stringify(trees);
}

describe.each(Object.entries(posLogDialects))('a broken POSLog of %s', (name, dialect: PosLogDialect) => {
  const text = posLogText(records(dialect.taxIncluded !== false), {
    dialect,
    stores: writingStores,
    random: seededRandom(name),
  });
  const feed = { files: /x/, dialect };

  it('is read or refused, whatever happened to its bytes', { timeout: 3_600_000 }, async () => {
    const random = seededRandom(`${seed}/bytes/${name}`);
    const bytes = Buffer.from(text);
    expect(await survive(bytes, feed)).toBe(4);
    for (let run = 0; run < runs / 8; run += 1) await survive(mutated(bytes, random), feed);
  });

  it('is read or refused, whatever happened to its elements', { timeout: 3_600_000 }, async () => {
    const random = seededRandom(`${seed}/tree/${name}`);
    const mutate = jsonMutator(await treeOf(text, dialect));
    for (let run = 0; run < runs / 8; run += 1) {
      const trees = JSON.parse(mutate(random).text) as unknown;
      const broken = `<POSLog>${(Array.isArray(trees) ? trees : []).map((it) => markup(it)).join('')}</POSLog>`;
      await survive(Buffer.from(broken), { files: /x/, dialect: { ...dialect, roots: ['POSLog'] } });
    }
  });
});

describe('a broken CSV', () => {
  it('is read or refused, whatever happened to its bytes', { timeout: 3_600_000 }, async () => {
    const random = seededRandom(`${seed}/csv`);
    const feed = { files: /x/, csv: csvOfTests };
    const bytes = Buffer.from(csvText(records(true), { mapping: csvOfTests, stores: writingStores }));
    expect(await survive(bytes, feed)).toBe(4);
    for (let run = 0; run < runs; run += 1) await survive(mutated(bytes, random), feed);
  });
});
