import { isIntegrationError, seededRandom } from '@crossdock/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvMapping, posLogDialects, type PosLogDialect } from '../../src/file-drop/index.ts';
import { documentOf } from '../../src/file-drop/mapping/to-documents.ts';
import { defaultLimits } from '../../src/file-drop/reading/limits.ts';
import { tillRecords } from '../../src/file-drop/reading/till-records.ts';
import { type Feed } from '../../src/file-drop/feeds.ts';
import { type TillRecord, type TillTicket } from '../../src/file-drop/till-record.ts';
import { csvText, posLogText, randomTicket, type TicketStyle } from '../../src/testing/file-drop/index.ts';
import { csvOfTests } from './csv-mapping.ts';
import { stores } from './poslog.ts';

const writingStores = { 'store-17': { id: '17', timeZone: 'Europe/Zurich' } };
const setting = { system: 'tills', returnedGoods: 'restock' } as const;

async function read(text: string, feed: Feed): Promise<readonly TillRecord[]> {
  const records: TillRecord[] = [];
  for await (const some of tillRecords(bytes(text), { feed, stores, limits: defaultLimits })) {
    for (const { content } of some) {
      if (isIntegrationError(content)) throw content;
      records.push(content);
    }
  }
  return records;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += 1_000) yield all.subarray(at, at + 1_000);
}

function tickets(seed: number, style: TicketStyle): readonly TillTicket[] {
  const random = seededRandom(seed);
  return Array.from({ length: 12 }, (_, index) => {
    const at = Date.parse('2026-11-27T09:00:00Z') + Math.floor(random() * 8 * 3_600) * 1_000;
    const key = { store: 'store-17', register: '3', businessDate: '2026-11-27', sequence: String(index + 1) };
    return randomTicket({ key, number: `R${index + 1}`, occurredAt: new Date(at).toISOString() }, style, random);
  });
}

const styleOf = ({
  taxIncluded,
  rounding,
}: Pick<PosLogDialect, 'taxIncluded'> & { readonly rounding?: string }): TicketStyle => ({
  currency: 'CHF',
  taxIncluded: taxIncluded !== false,
  taxRate: '0.081',
  ...(rounding !== undefined && rounding !== 'none' && { cashStep: '0.05' }),
});

/** What of a ticket every way of writing keeps: places of taxes and kinds of discount are the dialect's. */
function essence(ticket: TillTicket) {
  const { name, data } = documentOf(ticket, setting);
  const lines = (
    it: readonly {
      readonly sku: string;
      readonly quantity: unknown;
      readonly gross: unknown;
      readonly discounts: readonly { readonly amount: unknown }[];
    }[],
  ) =>
    it.map(({ sku, quantity, gross, discounts }) => ({
      sku,
      quantity,
      gross,
      off: discounts.map((one) => one.amount),
    }));
  const { ref, occurredAt, businessDate, total, rounding, tenders } = data;
  const exchange = 'exchange' in data ? lines(data.exchange) : [];
  return {
    name,
    ref,
    occurredAt,
    businessDate,
    total,
    rounding,
    tenders: tenders.map(({ kind, amount }) => ({ kind, amount })),
    lines: lines(data.lines),
    exchange,
  };
}

describe.each(Object.entries(posLogDialects))('tickets that were written as %s', (_name, dialect: PosLogDialect) => {
  it('are read as they were, in every way that the dialect has to write them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const written = tickets(seed, styleOf(dialect));
        const text = posLogText(written, { dialect, stores: writingStores, random: seededRandom(seed) });
        const records = await read(text, { files: /x/, dialect });
        expect(records.map((it) => it.kind === 'ticket' && essence(it))).toEqual(written.map(essence));
      }),
      { numRuns: 15, seed: 4 },
    );
  });
});

const mappings: readonly CsvMapping[] = [
  csvOfTests,
  {
    ...csvOfTests,
    delimiter: ';',
    decimal: ',',
    dateFormat: 'DD.MM.YYYY HH:mm:ss',
    amounts: 'unsigned',
    lineAmount: 'gross',
    taxIncluded: false,
    timesWithoutOffset: 'utc',
  },
];

describe.each(mappings)('tickets that were written as CSV with $amounts amounts', (mapping) => {
  it('are read as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        // Without signs, money of an exchange does not say which way it goes.
        const written = tickets(seed, styleOf(mapping)).filter(
          (it) => mapping.amounts === 'signed' || new Set(it.lines.map((line) => line.direction)).size === 1,
        );
        const records = await read(csvText(written, { mapping, stores: writingStores }), { files: /x/, csv: mapping });
        expect(records.map((it) => it.kind === 'ticket' && essence(it))).toEqual(written.map(essence));
      }),
      { numRuns: 15, seed: 4 },
    );
  });
});
