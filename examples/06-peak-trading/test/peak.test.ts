import { generateTestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { describe, expect, test } from 'vitest';
import { auditPeak, isClean } from '../src/demo/books.ts';
import { htmlReport } from '../src/demo/html-report.ts';
import { factsOf, inWords } from '../src/demo/report.ts';
import { type Stage, tellStory } from '../src/demo/story.ts';
import { smallPlan } from './small-plan.ts';

const credentials = await generateTestCredentials({ algorithm: 'ES256' });

describe('a day of peak trading', () => {
  test(
    'ends with clean books, the same way for the same seed, and finds what is planted',
    { timeout: 240_000 },
    async () => {
      const plan = smallPlan();
      let stage: Stage | undefined;
      const told: string[] = [];
      const first = await tellStory({
        plan,
        credentials,
        tell: ({ note }) => told.push(note),
        tamper: (it) => (stage = it),
      });
      expect(first.audit).toMatchObject({ oversold: 0, duplicates: 0, lost: 0, open: 0, centsAdrift: 0, findings: [] });
      expect(first.journalSound).toBe(true);
      expect(first.audit.placed).toBe(first.audit.posted);
      expect(first.latencies.length).toBeGreaterThan(10);
      expect(first.sales.placed).toBeGreaterThan(50);
      // Every chapter was told.
      expect(new Set(told).size).toBeGreaterThan(7);
      expect(first.sales.turnedAway).toBeGreaterThan(0);
      expect(stage?.platforms.shop.faults.struck['throttle-storm']).toBeGreaterThan(0);
      expect(first.fallbacks.join('\n')).toMatch(/0 % of its free units are sold/);

      // What offline tills sold though it was promised is named, with what was done for each buyer.
      expect(first.audit.soldOffline.length).toBeGreaterThan(0);
      for (const it of first.audit.soldOffline) {
        expect(it.tickets.length).toBeGreaterThan(0);
        expect(it.compensation.length).toBeGreaterThan(0);
      }
      expect(inWords(first)).toContain('oversold 0   duplicates 0   lost 0   unposted 0   cents adrift 0');
      const page = htmlReport(first);
      expect(page).toContain('<b class="clean">clean</b>');
      expect(page).not.toMatch(/https?:|<script|<link|src=/);

      const second = await tellStory({ plan, credentials });
      const { seconds: _, ...facts } = factsOf(first) as Record<string, unknown>;
      expect(factsOf(second)).toMatchObject(facts);

      for (const [what, plant] of planted) {
        expect(stage, what).toBeDefined();
        if (stage) expect(isClean(plant(stage)), what).toBe(false);
      }
    },
  );
});

test('ends with clean books however often the process dies, at whatever moment', { timeout: 240_000 }, async () => {
  const notes: string[] = [];
  const { audit, journalSound } = await tellStory({
    plan: smallPlan({ seed: 2, kills: 12 }),
    credentials,
    tell: ({ note }) => notes.at(-1) !== note && notes.push(note),
  });
  expect(audit.findings).toEqual([]);
  expect([isClean(audit), journalSound]).toEqual([true, true]);
  expect(audit.soldOffline.length).toBeGreaterThan(0);
  expect(notes.filter((it) => it === 'the process is killed').length).toBeGreaterThan(5);
});

type Erp = Stage['platforms']['erp'];

/** The audit with some of the ERP's books as the test wants them. */
function audited(
  { platforms: { shop, erp }, tills, floor }: Stage,
  changed: Partial<Erp['books']> = {},
  short: Stage['floor']['short'] = floor.short,
) {
  const books = { ...erp.books, ...changed };
  return auditPeak({ shop, erp: { books }, fleet: tills.fleet, short });
}

const planted: readonly (readonly [string, (stage: Stage) => ReturnType<typeof audited>])[] = [
  [
    'a unit that was promised and not there',
    (it) =>
      audited(it, {}, [
        ...it.floor.short,
        { sku: 'FLASH-00001', location: 'store-3', units: 1, tickets: [], promises: [], cameBack: new Set() },
      ]),
  ],
  [
    'a buyer for whom nothing was done',
    (it) =>
      audited(it, {}, [
        ...it.floor.short,
        { sku: 'FLASH-00001', location: 'store-1', units: 1, tickets: ['a'], promises: ['web-0'], cameBack: new Set() },
      ]),
  ],
  [
    'an order that was booked twice',
    (it) => audited(it, { salesOrders: () => doubled(it.platforms.erp.books.salesOrders()) }),
  ],
  [
    'a sale that was billed twice',
    (it) => audited(it, { cashSales: () => doubled(it.platforms.erp.books.cashSales()) }),
  ],
  [
    'a parcel that was booked twice',
    (it) => audited(it, { itemFulfillments: () => doubled(it.platforms.erp.books.itemFulfillments()) }),
  ],
  ['a sale that is not posted', (it) => audited(it, { cashSales: () => it.platforms.erp.books.cashSales().slice(1) })],
  [
    'a cent in a bill',
    (it) =>
      audited(it, {
        cashSales: () =>
          it.platforms.erp.books
            .cashSales()
            .map((sale, index) => (index === 0 ? { ...sale, total: `${sale.total}1` } : sale)),
      }),
  ],
  [
    'a day of a store that is not settled',
    (it) => audited(it, { journalEntries: () => it.platforms.erp.books.journalEntries().slice(1) }),
  ],
  [
    'a cent in the day of a store',
    (it) => {
      const lines = it.platforms.erp.books.ledger();
      const at = lines.findIndex((line) => line.account === '128' && line.debit !== '0.00');
      return audited(it, {
        ledger: () =>
          lines.map((line, index) =>
            index === at ? { ...line, debit: (Number(line.debit) + 0.01).toFixed(2) } : line,
          ),
      });
    },
  ],
  ['a ledger that does not balance', (it) => audited(it, { balances: () => false })],
];

function doubled<T>(list: readonly T[]): readonly T[] {
  const [first] = list;
  return first === undefined ? list : [...list, first];
}
