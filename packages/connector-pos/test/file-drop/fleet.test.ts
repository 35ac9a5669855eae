import { type Return, seededRandom } from '@crossdock/core';
import { expect, it } from 'vitest';
import { posLogDialects } from '../../src/file-drop/index.ts';
import { createShelves, createTillFleet, dropSink, posLogText, type TillTicket } from '../../src/testing/index.ts';
import { drop, eventsOf, refusalsOf, type Told } from './drop.ts';

/** `FLEET_STORES=300` is a whole chain. */
const count = Number(process.env['FLEET_STORES'] ?? 3);
const dialect = posLogDialects.xstore;
const codes = Array.from({ length: count }, (_, index) => `store-${index + 1}`);
const cents = (amount: string): number => Math.round(Number(amount) * 100);

it(
  'a day of a fleet that goes offline, sends twice and out of order is told once and ties out to its reports',
  { timeout: 3_600_000 },
  async () => {
    const stores = Object.fromEntries(
      codes.map((code, index) => [
        String(index + 1),
        { code, timeZone: 'America/Chicago', dayCut: '04:00', currency: 'USD' },
      ]),
    );
    const feeds = [{ files: /\.xml$/, dialect }];
    const tills = drop({
      now: '2026-11-27T14:00:00Z',
      config: { feeds, stores, complete: { marker: '.done' }, clockAhead: '1d' },
    });
    const writingStores = Object.fromEntries(
      codes.map((code, index) => [code, { id: String(index + 1), timeZone: 'America/Chicago' }]),
    );
    const random = seededRandom('written');
    const written: [name: string, text: string][] = [];
    const sinks = new Map(
      codes.map((code) => {
        const textOf = (records: Parameters<typeof posLogText>[0]) =>
          posLogText(records, { dialect, stores: writingStores, random });
        return [
          code,
          dropSink({ name: code, ticketsPerFile: 40, textOf, write: (name, text) => void written.push([name, text]) }),
        ];
      }),
    );
    const products = Array.from({ length: 20 }, (_, index) => ({ sku: `SKU-${index}`, price: 199 + index * 350 }));
    const fleet = createTillFleet({
      clock: tills.clock,
      seed: 11,
      stores: codes.map((code) => ({ code, timeZone: 'America/Chicago' })),
      products,
      shelves: createShelves(
        codes,
        products.map(({ sku }) => sku),
        500,
      ),
      sinkOf: ({ code }) => sinks.get(code) ?? { upload: () => undefined },
      cashStep: 5,
      odds: { duplicate: 0.05, void: 0.03, return: 0.08, exchange: 0.04 },
    });
    fleet.start();
    await tills.clock.advance(3_600_000);
    fleet.store('store-1').offline('3h', { flush: 'shuffled' });
    fleet.store('store-2').offline('5h');
    fleet.store('store-3').skewClock(240_000);
    await tills.clock.advance(15 * 3_600_000);
    fleet.stop();
    await fleet.settled();
    for (const sink of sinks.values()) sink.flush();

    // Files come in any order, and some of them twice.
    const told: Told[] = [];
    for (const [index, [name, text]] of written.toSorted(() => random() - 0.5).entries()) {
      for (const it of index % 5 === 0 ? [name, `again-${name}`] : [name]) {
        tills.put(it, text);
        tills.put(`${it}.done`, '');
      }
      if (index % 7 === 0) told.push(...(await tills.look({ after: 1_000, lost: index % 14 === 0 })));
    }
    told.push(...(await tills.look()), ...(await tills.look({ after: 24 * 3_600_000 })));

    const events = new Map(eventsOf(told).map((it) => [`${it.name} ${it.id}`, it]));
    const happened = (...kinds: readonly TillTicket['kind'][]) => fleet.tickets.filter((it) => kinds.includes(it.kind));
    const named = (name: string) => [...events.values()].filter((it) => it.name === name);
    expect(named('sale.recorded')).toHaveLength(happened('sale').length);
    expect(named('return.processed')).toHaveLength(happened('return', 'exchange', 'void').length);
    expect(happened('void').length).toBeGreaterThan(0);
    expect(refusalsOf(told).map((it) => it.refused.message)).toEqual([]);
    for (const code of codes) {
      const truth = fleet.tickets
        .filter((it) => it.store === code && it.lines.length > 0)
        .reduce((sum, it) => sum + it.total, 0);
      const documents = [...events.values()].flatMap((it) =>
        it.name === 'sale.recorded' || it.name === 'return.processed' ? [it] : [],
      );
      const sum = documents
        .filter((it) => it.data.location === code)
        .reduce(
          (all, it) =>
            all + (it.name === 'sale.recorded' ? 1 : -1) * cents((it.data as Pick<Return, 'total'>).total.amount),
          0,
        );
      expect([code, sum]).toEqual([code, truth]);
      const editions = [...events.values()].flatMap((it) =>
        it.name === 'storeday.closed' && it.data.location === code ? [it.data] : [],
      );
      expect([
        code,
        editions.length > 0 && cents(editions.toSorted((a, b) => a.revision - b.revision).at(-1)?.total.amount ?? ''),
      ]).toEqual([code, truth]);
    }
  },
);
