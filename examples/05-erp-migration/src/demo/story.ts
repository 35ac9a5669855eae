import { type TestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { type ExceptionRecord } from '@crossdock/core';
import { CutOver, type Span } from '../migration.ts';
import { auditMigration, type MigrationAudit } from './audit.ts';
import { d365Books, netsuiteBooks } from './books.ts';
import { compareBooks, type Difference } from './compare.ts';
import { type DemoOptions } from './options.ts';
import { mistakes } from './platforms.ts';
import { planStretch, type Sale } from './sales.ts';
import { type Desk, type MigrationWorld, openWorld } from './world.ts';

/** How the story ended. */
export interface Outcome {
  readonly seed: number;
  readonly orders: number;
  /** ISO instant. */
  readonly cutOverAt: string;
  /** Orders that were open in the old ledger at that moment, and finished there. */
  readonly openAtCutOver: number;
  readonly rehearsals: readonly Rehearsal[];
  readonly audit: MigrationAudit;
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** What waits for a person at the end. */
  readonly exceptions: readonly Pick<ExceptionRecord, 'key' | 'code' | 'reason'>[];
}

/** A time in which the same orders were booked in both ledgers. */
export interface Rehearsal {
  readonly name: string;
  /** Orders that were compared. */
  readonly orders: number;
  readonly differences: readonly (Difference & {
    /** What the dock itself knows of it, if it does. */
    readonly because?: string;
  })[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** How long each stretch of sales goes. */
const stretchMs = 2 * hourMs;

/** Lets a retailer move from one ledger to the other, and audits the books of everybody. */
export async function tellStory(
  { orders, seed, faults }: Omit<DemoOptions, 'json'>,
  { tell = () => undefined, credentials }: { tell?: (what: string) => void; credentials?: TestCredentials } = {},
): Promise<Outcome> {
  const world = await openWorld({ seed, faults, ...(credentials && { credentials }) });
  const { clock, shop, netsuite } = world;
  const cutOver = new CutOver();
  const stretch = (name: string, share: number, isRehearsal = false) =>
    sell(world, planStretch(name, { seed, orders: Math.round(orders * share), withinMs: stretchMs, isRehearsal }));

  const old = world.desk('netsuite', { connect: netsuite.connect, takes: () => cutOver.before });
  await old.open();
  tell('NetSuite has the books');
  await stretch('before', 0.15);

  tell('first rehearsal: the same orders are booked in Dynamics 365 as well');
  const first = await rehearse(world, 'first', { mistakes, sell: () => stretch('first', 0.15, true) });
  tell(`first rehearsal: ${first.differences.length} differences; what caused them is mended`);
  const second = await rehearse(world, 'second', { sell: () => stretch('second', 0.2, true) });
  tell(`second rehearsal: ${second.differences.length} differences`);

  const at = clock.now() + stretchMs / 2;
  cutOver.choose(at, { now: clock.now(), differences: second.differences.length });
  const live = world.d365('production');
  const fresh = world.desk('dynamics', { connect: live.connect, takes: () => cutOver.after, hosts: live.hosts });
  // Both processes are started anew with the moment that was chosen: the old one goes on with what is open.
  await old.open();
  await fresh.open();
  let openAtCutOver = 0;
  const moment = clock.sleep(at - clock.now()).then(async () => {
    tell('cut over: what is sold from now on belongs to Dynamics 365');
    openAtCutOver = [...netsuiteBooks(netsuite.erp).values()].filter((it) => isOpen(it)).length;
    if (faults === 'all') {
      // Of all moments this is the one at which both are away for a while, and a process ends.
      world.away(netsuite.erp, 20 * minuteMs);
      world.away(live.erp, 35 * minuteMs);
    }
  });
  const end = await stretch('over', 0.5);
  await moment;
  if (faults !== 'none') await old.open();
  await clock.advance(Math.max(0, end - clock.now()));
  await settled(world, [old, fresh]);

  const audit = auditMigration(shop, [
    {
      name: 'netsuite',
      books: netsuiteBooks(netsuite.erp),
      takes: cutOver.before,
      balances: netsuite.erp.books.balances(),
    },
    {
      name: 'dynamics',
      books: d365Books(live.erp),
      takes: cutOver.after,
      balances: isBalanced(live.erp.books.trialBalance()),
    },
  ]);
  const exceptions = await openExceptions([old, fresh]);
  const struck = world.faults();
  await old.close();
  await fresh.close();
  return {
    seed,
    orders: audit.placed,
    cutOverAt: new Date(at).toISOString(),
    openAtCutOver,
    rehearsals: [first, second],
    audit,
    faults: struck,
    exceptions: exceptions.map(({ key = '', code, reason }) => ({ key, code, reason })),
  };
}

/**
 * Books the orders of a stretch in a fresh environment of the new ledger beside the old one, lets them come to their end, and holds the
 * two books against each other. Neither knows of the other.
 */
async function rehearse(
  world: MigrationWorld,
  name: string,
  options: { readonly mistakes?: typeof mistakes; sell(): Promise<number> },
): Promise<Rehearsal> {
  const { clock, netsuite } = world;
  const sandbox = world.d365(name, options.mistakes);
  const span: { from: number; before?: number } = { from: clock.now() };
  const takes = (): Span => span;
  const desk = world.desk(name, { connect: sandbox.connect, takes, hosts: sandbox.hosts });
  await desk.open();
  const end = await options.sell();
  span.before = clock.now();
  await clock.advance(Math.max(0, end - clock.now()));
  await world.settle();
  const placed = world.shop.books.bookedOrders.filter((it) => it.processedAt >= span.from);
  const own = new Set(placed.map(({ id }) => `shop-${id}`));
  const found = compareBooks([netsuiteBooks(netsuite.erp), d365Books(sandbox.erp)], {
    names: ['NetSuite', 'Dynamics 365'],
    isIn: (ref) => own.has(ref),
  });
  const known = new Map((await openExceptions([desk])).map(({ key, reason }) => [orderOf(key), reason]));
  await desk.close();
  return {
    name,
    orders: own.size,
    differences: found.map((it) => {
      const because = known.get(it.ref);
      return { ...it, ...(because !== undefined && { because }) };
    }),
  };
}

/**
 * Places every order, ships its parcels, calls off and pays back, each at its time, and waits until the last order is placed.
 *
 * @returns when the last of what becomes of the orders happens
 */
async function sell({ clock, shop }: MigrationWorld, sales: readonly Sale[]): Promise<number> {
  const begin = clock.now();
  let end = begin;
  for (const { atMs, order, parcels, cancelledAfterMs, refundedAfterMs } of sales) {
    await clock.advance(Math.max(0, begin + atMs - clock.now()));
    const { id } = shop.placeOrder(order);
    const later = (afterMs: number, act: () => void) => {
      end = Math.max(end, clock.now() + afterMs);
      void clock.sleep(afterMs).then(act);
    };
    for (const { afterMs, lines } of parcels) later(afterMs, () => shop.fulfil(id, lines));
    if (cancelledAfterMs !== undefined) later(cancelledAfterMs, () => shop.cancel(id));
    if (refundedAfterMs !== undefined) {
      later(refundedAfterMs, () => void shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] }));
    }
  }
  await clock.advance(Math.max(0, begin + stretchMs - clock.now()));
  return end;
}

/** Lets everything come to its end; what a person would only look at and try again is tried again. */
async function settled(world: MigrationWorld, desks: readonly Desk[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await world.settle();
    const waiting = desks.map(async (desk) => {
      const open = await openExceptions([desk]);
      for (const { id } of open) {
        await world.clock.settle(desk.dock().exceptions.retry(id, { note: 'looked at, and tried again' }));
      }
      return open.length;
    });
    if ((await Promise.all(waiting)).every((count) => count === 0)) return;
  }
}

async function openExceptions(desks: readonly Desk[]): Promise<readonly ExceptionRecord[]> {
  const lists = await Promise.all(desks.map((desk) => desk.dock().exceptions.list()));
  return lists.flat().filter(({ state }) => state === 'open');
}

const isOpen = ({ cancelled, billed }: { readonly cancelled: boolean; readonly billed: readonly number[] }): boolean =>
  !cancelled && billed.length === 0;

const isBalanced = ({ debit, credit }: { readonly debit: number; readonly credit: number }): boolean =>
  debit === credit;

const orderOf = (key = ''): string => key.replace(/-RF\d+$/, '');
