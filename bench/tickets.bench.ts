import { type Feed, tryFeed } from '@crossdock/connector-pos/file-drop';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { recordFeed } from './lightspeed-feed.ts';
import { compared, median, type Row, runScript } from './measure.ts';
import { csvOf, dialect, longPosLog, mapping, posLogOf, stores } from './ticket-drop.ts';

const count = 2_000;
const rounds = 5;

/**
 * From the bytes of a file to canonical sales and returns that proved their balance, in tickets a second, against the same bytes
 * merely parsed; the same for the feed of a Lightspeed retailer, requests and stock movements included; and the most memory that
 * reading takes, for a file and for one eight times as long.
 */
export default async function ticketsBench(): Promise<readonly Row[]> {
  const xml = posLogOf(count);
  const csv = csvOf(count);
  const feeds = { xml: { files: /x/, dialect }, csv: { files: /x/, csv: mapping } } satisfies Record<string, Feed>;
  const feed = await recordFeed(count);
  const measured = {
    saxes: [] as number[],
    posLog: [] as number[],
    csvParse: [] as number[],
    csv: [] as number[],
    json: [] as number[],
    lightspeed: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    measured.saxes.push(await ticketsPerSecond(() => new SaxesParser().write(xml.toString()).close()));
    measured.posLog.push(await ticketsPerSecond(() => decode(xml, feeds.xml)));
    measured.csvParse.push(await ticketsPerSecond(() => parse(csv, { delimiter: ';', columns: true })));
    measured.csv.push(await ticketsPerSecond(() => decode(csv, feeds.csv)));
    measured.json.push(await ticketsPerSecond(() => feed.pages.map((it): unknown => JSON.parse(it))));
    measured.lightspeed.push(await ticketsPerSecond(() => mustTell(feed.read())));
  }
  const peak = (megabytes: number) => Number(runScript(import.meta.filename, String(megabytes)));
  const short = peak(8);
  return [
    { name: `saxes alone, POSLog of ${count} tickets, ${xml.length} bytes`, value: median(measured.saxes), unit: '/s' },
    compared('decoded to canonical tickets', median(measured.posLog), '/s', median(measured.saxes)),
    {
      name: `csv-parse alone, CSV of ${count} tickets, ${csv.length} bytes`,
      value: median(measured.csvParse),
      unit: '/s',
    },
    compared('decoded to canonical tickets', median(measured.csv), '/s', median(measured.csvParse)),
    {
      name: `JSON.parse alone, Lightspeed's feed of ${count} sales, ${feed.pages.join('').length} bytes`,
      value: median(measured.json),
      unit: '/s',
    },
    compared('decoded to canonical tickets and movements', median(measured.lightspeed), '/s', median(measured.json)),
    { name: 'peak memory, POSLog of 8 MiB', value: short, unit: 'MiB' },
    compared('peak memory, POSLog of 64 MiB', peak(64), 'MiB', short),
  ];
}

async function mustTell(told: Promise<number>): Promise<void> {
  if ((await told) !== count) throw new Error(`${await told} of ${count} sales are told`);
}

async function decode(bytes: Buffer, feed: Feed): Promise<void> {
  let told = 0;
  for await (const it of tryFeed(pieces(bytes), { feed, stores })) if (!it.refused) told += 1;
  if (told !== count) throw new Error(`${told} of ${count} tickets are told`);
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

async function ticketsPerSecond(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return count / ((performance.now() - begun) / 1000);
}

/** The most memory that reading a file of so many megabytes takes, which is made while it is read. */
async function peakMiB(megabytes: number): Promise<number> {
  let peak = 0;
  for await (const { number, refused } of tryFeed(longPosLog(megabytes * 1_048_576), {
    feed: { files: /x/, dialect },
    stores,
  })) {
    if (refused) throw refused;
    if (number % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  return Math.round(peak / 1_048_576);
}

// In a process of its own, where nothing else was kept.
if (import.meta.main) console.log(await peakMiB(Number(process.argv[2])));
