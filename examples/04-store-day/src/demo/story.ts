import { type TillTicket } from '@crossdock/connector-pos/testing';
import { type Audit, auditStoreDays, idIn, inMoney, type LateTicket } from './audit.ts';
import { type ChainStore } from './chain.ts';
import { type DemoOptions } from './options.ts';
import { takingsOf } from './takings.ts';
import { type ChainWorld, openChainWorld } from './world.ts';

/** What came of the day. */
export interface Outcome {
  readonly seed: number;
  readonly stores: Readonly<Record<ChainStore['platform'], number>>;
  readonly tickets: number;
  readonly files: number;
  readonly late: readonly { readonly store: string; readonly total: string; readonly memo: string }[];
  /** What a person had to look at, and what became of it. */
  readonly exceptions: readonly { readonly reason: string; readonly note: string }[];
  readonly openExceptions: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly audit: Audit;
}

/** One thing that happened, in words. */
export type Tell = (line: string) => void;

const businessDate = '2026-11-27';

/** Tells the day after Thanksgiving: sold, closed, settled, and put right the next day. */
export async function tellStory({ stores: count, seed }: DemoOptions, tell: Tell): Promise<Outcome> {
  const world = await openChainWorld({ stores: count, seed });
  try {
    const { fleet, stores, erp, dock, clock } = world;
    fleet.start();
    tell(`${count} stores open for ${businessDate}: ${inWords(countByPlatform(stores))}.`);
    await world.passUntil('2026-11-27T17:00:00Z');
    const away = stores.filter((_, index) => index % 3 === 0);
    for (const [index, { code }] of away.entries()) {
      fleet.store(code).offline('3h', { flush: index % 2 === 0 ? 'shuffled' : 'in-order' });
    }
    tell(`At noon ${away.length} of them lose their line for three hours, and sell on.`);
    // One minute after the last sale in the east, and in the middle.
    await world.passUntil('2026-11-28T02:01:00Z');
    const late = [sellLate(world, { platform: 'square', timeZone: 'America/New_York', sku: 'CANVAS-BELT' })];
    await world.passUntil('2026-11-28T03:01:00Z');
    late.push(sellLate(world, { platform: 'poslog', timeZone: 'America/Chicago', sku: 'RAIN-JACKET-L' }));
    tell(
      `${late.map((it) => it.store).join(' and ')} sell one more after closing time, and their till freezes with it.`,
    );
    await world.passUntil('2026-11-28T07:00:00Z');
    fleet.stop();
    await world.passUntil('2026-11-28T17:00:00Z');
    tell(`By the next noon ${erp.books.journalEntries().length} journals are in the ledger.`);
    for (const { store } of late) world.tillOf(store).thaw();
    tell('The frozen tills are switched on again and send what they kept.');
    await world.passUntil('2026-11-29T08:00:00Z');
    const exceptions = await clearUp(world, late);
    const { openExceptions } = await clock.settle(dock.status());
    return {
      seed,
      stores: countByPlatform(stores),
      tickets: fleet.tickets.length,
      files: world.files.files,
      late: late.map(({ store, ticket }) => ({
        store,
        total: inMoney(ticket.total),
        memo: correctionOf(world, store),
      })),
      exceptions,
      openExceptions,
      faults: struck(world),
      audit: auditStoreDays({
        stores,
        businessDate,
        takings: new Map(stores.map((it) => [it.code, takingsOf(it, fleet.tickets, world.seller.simulator)])),
        late,
        erp: erp.books,
        storeAt: world.ledger.storeAt,
      }),
    };
  } finally {
    await world.close();
  }
}

/** A sale that stays in its till until somebody looks after it. */
function sellLate(
  { stores, fleet, tillOf }: ChainWorld,
  { platform, timeZone, sku }: Pick<ChainStore, 'platform' | 'timeZone'> & { readonly sku: string },
): LateTicket & { readonly ticket: TillTicket } {
  const store = stores.find((it) => it.platform === platform && it.timeZone === timeZone);
  if (!store) throw new RangeError(`There is no store on ${platform} in ${timeZone}`);
  tillOf(store.code).freeze();
  return { store: store.code, ticket: fleet.store(store.code).sell(sku) };
}

/**
 * What a person does the next day: a register's own report had told that its tickets lack a sale. Once the sale has come and the
 * report and the tickets agree, nothing is left of it.
 */
async function clearUp(
  { dock, clock }: ChainWorld,
  late: readonly { readonly ticket: TillTicket }[],
): Promise<Outcome['exceptions']> {
  const cleared: { readonly reason: string; readonly note: string }[] = [];
  for (const { id, reason } of await clock.settle(dock.exceptions.list())) {
    const explained = late.find(({ ticket }) => reason.includes(`by ${inMoney(ticket.total)} USD`));
    if (!explained) continue;
    const note = 'The sale that was missing has come and is booked as a correction';
    await clock.settle(dock.exceptions.resolve(id, { note }));
    cleared.push({ reason, note });
  }
  return cleared;
}

function correctionOf({ erp, ledger }: ChainWorld, store: string): string {
  const isOf = (line: Readonly<Record<string, unknown>>): boolean =>
    ledger.storeAt.get(idIn(line['location'])) === store;
  const correction = erp.books.journalEntries().find((it) => it.externalId?.endsWith('-r2') && it.lines.some(isOf));
  return correction?.memo ?? 'none';
}

function countByPlatform(stores: readonly ChainStore[]): Outcome['stores'] {
  const counts = { square: 0, lightspeed: 0, poslog: 0, csv: 0 };
  for (const { platform } of stores) counts[platform]++;
  return counts;
}

const inWords = (counts: Outcome['stores']): string =>
  Object.entries(counts)
    .map(([platform, count]) => `${count} on ${platform}`)
    .join(', ');

function struck({ seller, retailer, erp }: ChainWorld): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const faults of [seller.simulator.faults, retailer.simulator.faults, erp.faults]) {
    for (const [name, times] of Object.entries(faults.struck)) {
      if (times > 0) counts[name] = (counts[name] ?? 0) + times;
    }
  }
  return counts;
}
