import { beforeAll, describe, expect, test } from 'vitest';
import { type AuditedBooks, auditStoreDays, idIn } from '../src/demo/audit.ts';
import { isClean } from '../src/demo/report.ts';
import { type Outcome, tellStory } from '../src/demo/story.ts';
import { takingsOf } from '../src/demo/takings.ts';
import { type ChainWorld, openChainWorld } from '../src/demo/world.ts';

describe('a day of stores on several platforms', () => {
  let outcome: Outcome;
  const lines: string[] = [];
  beforeAll(async () => {
    outcome = await tellStory({ stores: 6, seed: 1129, json: false }, (line) => lines.push(line));
  });

  test('ends as one journal for each store, to the cent, with nothing left open', () => {
    expect(outcome.audit.findings).toEqual([]);
    expect(outcome.audit).toMatchObject({ storeDays: 6, journals: 6, corrections: 2, centsAdrift: 0 });
    expect(outcome.audit.taken).toBeGreaterThan(0);
    expect(isClean(outcome)).toBe(true);
    expect(lines).toHaveLength(5);
  });

  test('names each late ticket in a correction of its own', () => {
    expect(outcome.late.map(({ store, total }) => `${store} ${total}`)).toEqual(['store-1 37.78', 'store-2 204.59']);
    for (const { total, memo } of outcome.late) expect(memo).toContain(`revision 2: ${total} USD, late: `);
  });

  test('met a rough road, and asked a person only about the report that lacked a sale', () => {
    expect(Object.keys(outcome.faults)).toEqual(expect.arrayContaining(['error-before', 'lost-reply']));
    expect(outcome.exceptions).toMatchObject([{ reason: expect.stringContaining('by 204.59 USD') as string }]);
  });

  test('is not clean with a finding, an open exception, or a late ticket without its correction', () => {
    const audit = { ...outcome.audit, findings: ['something'] };
    for (const changes of [{ audit }, { openExceptions: 1 }, { late: [] }])
      expect(isClean({ ...outcome, ...changes })).toBe(false);
  });
});

describe('the audit', () => {
  let world: ChainWorld;
  let books: AuditedBooks;
  beforeAll(async () => {
    world = await openChainWorld({ stores: 6, seed: 3, rates: {} });
    try {
      world.fleet.start();
      await world.passUntil('2026-11-28T18:00:00Z');
      const { stores, fleet, seller, erp, ledger } = world;
      const day = fleet.tickets.filter((it) => it.businessDate === '2026-11-27');
      const journals = erp.books.journalEntries().filter((it) => it.date === '2026-11-27');
      // Of Square's books the next day is taken off: its tills are open again.
      const square = new Set(stores.filter((it) => it.platform === 'square').map((it) => it.code));
      const known = stores.filter((it) => !square.has(it.code));
      const isKnown = (it: (typeof journals)[number]): boolean =>
        it.lines.every((line) => !square.has(ledger.storeAt.get(idIn(line['location'])) ?? ''));
      books = {
        stores: known,
        businessDate: '2026-11-27',
        takings: new Map(known.map((it) => [it.code, takingsOf(it, day, seller.simulator)])),
        late: [],
        erp: { journalEntries: () => journals.filter(isKnown), balances: () => erp.books.balances() },
        storeAt: ledger.storeAt,
      };
    } finally {
      await world.close();
    }
  });

  const withJournals = (change: (all: ReturnType<AuditedBooks['erp']['journalEntries']>) => typeof all) => ({
    ...books,
    erp: { ...books.erp, journalEntries: () => change(books.erp.journalEntries()) },
  });

  test('finds nothing in sound books', () => {
    expect(auditStoreDays(books)).toMatchObject({ findings: [], centsAdrift: 0, journals: books.stores.length });
  });

  test('finds a journal that is missing, and one that is there twice', () => {
    expect(auditStoreDays(withJournals((all) => all.slice(1))).findings).not.toEqual([]);
    expect(auditStoreDays(withJournals((all) => [...all, ...all.slice(0, 1)])).findings).not.toEqual([]);
  });

  test('finds a cent on another account', () => {
    const moved = withJournals(([first, ...others]) => {
      if (!first) return [];
      const lines = first.lines.map((it) =>
        it['credit'] !== undefined && (it['account'] as { id: string }).id === '122'
          ? { ...it, account: { id: '54' } }
          : it,
      );
      return [{ ...first, lines }, ...others];
    });
    expect(auditStoreDays(moved).findings).toEqual([
      expect.stringContaining(': net '),
      expect.stringContaining(': tax '),
    ]);
  });

  test('finds a journal on another day, one of no store, and a ledger that does not balance', () => {
    const elsewhere = auditStoreDays(withJournals((all) => all.map((it) => ({ ...it, date: '2026-11-28' }))));
    expect(elsewhere.findings).toHaveLength(books.stores.length);
    const nowhere = auditStoreDays({ ...books, storeAt: new Map() });
    expect(nowhere.findings).toEqual(expect.arrayContaining([expect.stringContaining('is of no store')]));
    expect(auditStoreDays({ ...books, erp: { ...books.erp, balances: () => false } }).findings).toHaveLength(1);
  });

  test('finds a late ticket that no correction names', () => {
    const [store] = books.stores;
    const late = [{ store: store?.code ?? '', ticket: { total: 100, businessDate: '2026-11-27' } }];
    expect(auditStoreDays({ ...books, late }).findings).toEqual([expect.stringContaining('revisions 1,2 wanted')]);
    const asCorrection = withJournals(([first, ...others]) =>
      first ? [first, { ...first, externalId: `${first.externalId}-r2`, memo: '' }, ...others] : [],
    );
    expect(auditStoreDays({ ...asCorrection, late }).findings).toEqual(
      expect.arrayContaining([
        expect.stringContaining('a late 1.00 is corrected by'),
        expect.stringContaining('does not name'),
      ]),
    );
  });
});
