/**
 * Reads a POSLog that is made while it is read, and prints how much memory that took:
 *
 *     node --max-old-space-size=64 packages/connector-pos/test/file-drop/children/large-file.ts 2048
 *
 * for one of 2 GiB.
 */
import { isIntegrationError, seededRandom } from '@crossdock/core';
import { posLogDialects } from '../../../src/file-drop/index.ts';
import { documentOf } from '../../../src/file-drop/mapping/to-documents.ts';
import { defaultLimits } from '../../../src/file-drop/reading/limits.ts';
import { tillRecords } from '../../../src/file-drop/reading/till-records.ts';
import { posLogTransaction, randomTicket } from '../../../src/testing/file-drop/index.ts';

const [megabytes = '64'] = process.argv.slice(2);
const target = Number(megabytes) * 1_048_576;
const dialect = posLogDialects.roqqio;
const store = { code: 'store-17', timeZone: 'Europe/Zurich', dayCut: '04:00', currency: 'CHF' };
const style = { currency: 'CHF', taxIncluded: true, taxRate: '0.081' };

/** Some tickets, written once and numbered anew: making them all would be measured too. */
function templates(): readonly (readonly [before: string, after: string])[] {
  const random = seededRandom('large');
  const writing = { dialect, stores: { 'store-17': { id: '17', timeZone: store.timeZone } }, random };
  return Array.from({ length: 200 }, () => {
    const key = { store: 'store-17', register: '3', businessDate: '2026-11-27', sequence: '4711000' };
    const text = posLogTransaction(
      randomTicket({ key, number: 'R', occurredAt: '2026-11-27T10:00:00.000Z' }, style, random),
      writing,
    );
    const [before = '', after = ''] = text.split('4711000');
    return [before, after] as const;
  });
}

let made = 0;

async function* file(): AsyncGenerator<Uint8Array> {
  const written = templates();
  yield Buffer.from('<?xml version="1.0"?><POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">');
  let piece = '';
  for (let number = 1; made < target; number += 1) {
    const [before = '', after = ''] = written[number % written.length] ?? [];
    piece += `${before}${number}${after}\n`;
    if (piece.length < 16_384) continue;
    made += piece.length;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(`${piece}</POSLog>`);
}

let tickets = 0;
let refused = 0;
let peak = 0;
const begun = performance.now();
for await (const records of tillRecords(file(), {
  feed: { files: /x/, dialect },
  stores: new Map([['17', store]]),
  limits: defaultLimits,
})) {
  for (const { content } of records) {
    if (isIntegrationError(content) || content.kind !== 'ticket') refused += 1;
    else documentOf(content, { system: 'tills', returnedGoods: 'restock' });
    tickets += 1;
  }
  peak = Math.max(peak, process.memoryUsage.rss());
}
const seconds = (performance.now() - begun) / 1_000;
console.log(
  JSON.stringify({
    megabytes: Math.round(made / 1_048_576),
    tickets,
    refused,
    peakMegabytes: Math.round(peak / 1_048_576),
    seconds: Math.round(seconds),
    ticketsPerSecond: Math.round(tickets / seconds),
  }),
);
