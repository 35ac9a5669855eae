import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, type ExceptionRecord, systemClock } from '@crossdock/core';
import { type Audit, faultNames, type WebhookCourier } from '@crossdock/testing';
import { auditPlatforms } from './books.ts';
import { newProduct } from './catalogue.ts';
import { fastClock } from './fast-clock.ts';
import { type DemoOptions } from './options.ts';
import { openPlatforms, type Platforms } from './platforms.ts';
import { planSales, type PlannedSale } from './sales.ts';
import { supervise, type Supervisor } from './supervisor.ts';

/** How the story ended. */
export interface Outcome {
  readonly seed: number;
  readonly orders: number;
  readonly audit: Audit;
  /** How often each fault struck; an outage counts as one, however many calls met it. */
  readonly faults: Readonly<Record<string, number>>;
  readonly exceptions: readonly Pick<
    ExceptionRecord,
    'key' | 'code' | 'reason' | 'owner' | 'amount' | 'state' | 'note'
  >[];
  /** What happened to the order that met the most faults, line by line; to the first that is not as it should be, if any. */
  readonly trace: string;
  /** Whether every view of the journal still follows from its entries, killed process and all. */
  readonly journalSound: boolean;
  readonly seconds: number;
}

/** What is known while the story goes on. */
export interface Progress {
  readonly placed: number;
  readonly booked: number;
  readonly shipped: number;
  readonly posted: number;
  readonly note: string;
}

/** A minute of the story passes in a second. */
const speed = 60;
const minuteMs = 60_000;
/** Friday after Thanksgiving, nine o'clock in New York. */
const beginsAt = Date.parse('2026-11-27T14:00:00Z');
/** How long the ERP is away in the middle of the story. */
const outageMs = 2 * minuteMs;
/** How late the shop may write what it was to write: half of what its sweeps look back. */
const latestMs = 5 * minuteMs;
/** A story that has not come to its end by then is audited as it is. */
const patienceMs = 180 * minuteMs;

/** Sells, ships, breaks and mends until every order is posted, and audits the books. */
export async function tellStory(options: DemoOptions, tell: (progress: Progress) => void): Promise<Outcome> {
  const startedAt = systemClock.now();
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-demo-'));
  const time = { startedAt, beginsAt, speed };
  const clock = fastClock(time);
  const platforms = await openPlatforms({ ...options, clock });
  const worker = supervise({
    settings: { journal: join(folder, 'crossdock.db'), time, connection: platforms.connection },
  });
  const teller = new Teller(platforms, tell);
  try {
    const port = await worker.start();
    const courier = platforms.shop.webhooks.deliverTo(`http://127.0.0.1:${port}/webhooks/shop`, {
      // What the flow waits for; it has no use for `orders/updated`.
      topics: ['orders/create', 'orders/cancelled', 'fulfillments/create'],
      courier: { lateMs: 4 * minuteMs },
    });
    const rough = options.faults !== 'none';
    const sales = planSales({
      ...options,
      withinMs: Math.max(minuteMs, options.orders * 700),
      withNewProduct: options.faults === 'all',
    });
    const stage: Stage = { options, clock, platforms, worker, courier, teller };
    await Promise.all([
      sellAll(stage, sales),
      rough ? killAndRestart(stage) : undefined,
      options.faults === 'all' ? outage(stage) : undefined,
      untilSettled(stage),
    ]);
    const audit = auditPlatforms(platforms.shop, platforms.erp);
    const exceptions = await worker.ask('exceptions');
    const trace = await worker.ask('trace', { id: unfinished(platforms, audit) ?? troubled(platforms) });
    const { ok } = await worker.stop();
    return {
      seed: options.seed,
      orders: options.orders,
      audit,
      faults: struck(platforms, options.faults),
      exceptions: exceptions.map(({ key, code, reason, owner, amount, state, note }) => ({
        key: key ?? '',
        code,
        reason,
        owner,
        state,
        ...(amount !== undefined && { amount }),
        ...(note !== undefined && { note }),
      })),
      trace,
      journalSound: ok,
      seconds: Math.round((systemClock.now() - startedAt) / 100) / 10,
    };
  } finally {
    teller.end();
    await worker.kill();
    await platforms.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly options: DemoOptions;
  readonly clock: Clock;
  readonly platforms: Platforms;
  readonly worker: Supervisor;
  readonly courier: WebhookCourier;
  readonly teller: Teller;
}

/**
 * Places every order and ships every parcel at its time, one after the other. The shop is told the planned time and not
 * the one at which this process came to it, so that the same seed writes the same books. On a machine so slow that the
 * sweeps of the shop would have gone past the planned time, the books tell a later one.
 */
async function sellAll({ clock, platforms: { shop, shopTime } }: Stage, sales: readonly PlannedSale[]): Promise<void> {
  const ids = new Map<PlannedSale, bigint>();
  const acts = sales.flatMap((sale) => [
    { atMs: sale.atMs, act: () => void ids.set(sale, shop.placeOrder(sale.order).id) },
    ...sale.parcels.map(({ afterMs, lines }) => ({
      atMs: sale.atMs + afterMs,
      act: () => void shop.fulfil(ids.get(sale) ?? 0n, lines, { company: 'UPS', numbers: [`1Z${ids.get(sale)}`] }),
    })),
  ]);
  const salesBeginAt = beginsAt + minuteMs;
  for (const { atMs, act } of acts.toSorted((a, b) => a.atMs - b.atMs)) {
    await clock.sleep(Math.max(0, salesBeginAt + atMs - clock.now()));
    shopTime.at(Math.max(salesBeginAt + atMs, clock.now() - latestMs), act);
  }
}

/** When a good part of the orders is booked the process is killed in the middle of its work, and started again. */
async function killAndRestart({ options, clock, platforms, worker, teller }: Stage): Promise<void> {
  while (platforms.erp.books.salesOrders().length < options.orders * 0.4) await clock.sleep(10_000);
  teller.say('worker killed');
  await worker.kill();
  await clock.sleep(minuteMs / 2);
  await worker.start();
  teller.say('worker restarted');
}

/** The ERP is away for a while, for everybody. */
async function outage({ options, clock, platforms: { erp, shop }, teller }: Stage): Promise<void> {
  while (shop.books.bookedOrders.length < options.orders * 0.75) await clock.sleep(10_000);
  erp.maintenance(true);
  teller.say('ERP away');
  await clock.sleep(outageMs);
  erp.maintenance(false);
  teller.say('ERP back');
}

/** Watches until nothing is left to do, and plays the person who looks at exceptions. */
async function untilSettled({ options, clock, platforms, worker, courier }: Stage): Promise<void> {
  const giveUpAt = clock.now() + patienceMs + options.orders * 1_000;
  while (clock.now() < giveUpAt) {
    await clock.sleep(15_000);
    const status = await worker.ask('status').catch(() => undefined);
    if (!status) continue;
    if (status.openExceptions > 0) await lookAfter(platforms, worker).catch(() => undefined);
    const { done } = status.runs;
    if (done === options.orders && courier.pending === 0 && status.undecoded === 0) return;
  }
}

async function lookAfter({ erp }: Platforms, worker: Supervisor): Promise<void> {
  for (const { id, code, state } of await worker.ask('exceptions')) {
    if (state !== 'open') continue;
    if (code === 'unmapped') erp.seedItem({ sku: newProduct.sku, cost: 80 });
    const note = code === 'unmapped' ? `${newProduct.sku} was set up in NetSuite` : 'looked at, and tried again';
    await worker.ask('retry', { id, note });
  }
}

/** The name of the first order that the audit does not find as it should be. */
function unfinished({ shop }: Platforms, { findings }: Audit): string | undefined {
  return shop.books.orders().find(({ id }) => findings.some((it) => it.startsWith(`shop-${id}:`)))?.name;
}

/** The name of the order that met the most faults at the ERP. */
function troubled({ shop, erp }: Platforms): string {
  const strikes = shop.books.orders().map(({ id, name }) => {
    const mine = erp.faults.log.filter(({ subject }) => subject.includes(`shop-${id}`));
    return { name, count: mine.length };
  });
  return strikes.reduce((most, it) => (it.count > most.count ? it : most), { name: '#1001', count: 0 }).name;
}

function struck({ shop, erp }: Platforms, level: DemoOptions['faults']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of faultNames) {
    const times = shop.faults.struck[name] + erp.faults.struck[name];
    if (times > 0) counts[name] = times;
  }
  if (level === 'all') counts['outage'] = 1;
  if (level !== 'none') counts['worker-killed'] = 1;
  return counts;
}

/** Looks into the books of both systems from time to time, and says how far things are. */
class Teller {
  readonly #platforms: Platforms;
  readonly #tell: (progress: Progress) => void;
  readonly #beat: NodeJS.Timeout;
  #note = '';

  constructor(platforms: Platforms, tell: (progress: Progress) => void) {
    this.#platforms = platforms;
    this.#tell = tell;
    this.#beat = setInterval(() => this.#look(), 500);
  }

  /** Says what has just happened. */
  say(note: string): void {
    this.#note = note;
    this.#look();
  }

  end(): void {
    clearInterval(this.#beat);
    this.#look();
  }

  #look(): void {
    const { shop, erp } = this.#platforms;
    this.#tell({
      placed: shop.books.bookedOrders.length,
      booked: erp.books.salesOrders().length,
      shipped: erp.books.itemFulfillments().length,
      posted: erp.books.cashSales().length + erp.books.invoices().length,
      note: this.#note,
    });
  }
}
