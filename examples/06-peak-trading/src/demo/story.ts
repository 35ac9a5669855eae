import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTestCredentials, type TestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { type ExceptionRecord, seededRandom, systemClock, toMs } from '@crossdock/core';
import { manualClock, type ManualClock, simulatedNetwork } from '@crossdock/testing';
import { auditPeak, type PeakAudit } from './books.ts';
import { type Buyer, planBuyers } from './buyers.ts';
import { type Chain, chainOf, online, warehouse } from './chain.ts';
import { Checkout, type Sales } from './checkout.ts';
import { hourMs, minuteMs, type Plan, type Timetable, timetableOf } from './plan.ts';
import { openPlatforms, type Platforms } from './platforms.ts';
import { deaths, greet, incidents } from './incidents.ts';
import { type Latency, Recorder, type Sample } from './recorder.ts';
import { createService, type Service } from './service.ts';
import { ShopFloor } from './shop-floor.ts';
import { openTills, type Tills } from './tills.ts';

/** How the story ended. */
export interface Outcome {
  readonly plan: Plan;
  readonly timetable: Timetable;
  readonly audit: PeakAudit;
  readonly sales: Readonly<Sales>;
  readonly tickets: number;
  readonly parcels: number;
  readonly returns: number;
  readonly samples: readonly Sample[];
  readonly latencies: readonly Latency[];
  readonly exceptions: readonly Pick<ExceptionRecord, 'code' | 'reason' | 'owner' | 'state'>[];
  /** Fall-backs that were in force at some time, in words, without the hour. */
  readonly fallbacks: readonly string[];
  readonly journalSound: boolean;
  readonly seconds: number;
}

/** What is known while the story goes on. */
export interface Progress {
  readonly sample: Sample;
  readonly sales: Readonly<Sales>;
  readonly tickets: number;
  readonly note: string;
}

/** How the story is told. */
export interface StoryOptions {
  readonly plan: Plan;
  readonly tell?: (progress: Progress) => void;
  /** @default a key pair of its own */
  readonly credentials?: TestCredentials;
  /** Does something to the books before they are audited, for tests of the audit. */
  readonly tamper?: (stage: Stage) => void;
}

/** Everything that has a part in the story. */
export interface Stage {
  readonly plan: Plan;
  readonly times: Timetable;
  readonly clock: ManualClock;
  readonly chain: Chain;
  readonly platforms: Platforms;
  readonly tills: Tills;
  readonly service: Service;
  readonly floor: ShopFloor;
  readonly checkout: Checkout;
  readonly recorder: Recorder;
  readonly say: (note: string) => void;
}

/** Before the stores open: levels are read, shelves are counted, the shop is told. */
const setUpMs = 45 * minuteMs;
/** A story that has not come to its end by then is audited as it is. */
const patienceMs = 24 * hourMs;

/** Lives through the day, and audits the books. */
export async function tellStory({ plan, tell = () => undefined, credentials, tamper }: StoryOptions): Promise<Outcome> {
  const startedAt = systemClock.now();
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-peak-'));
  const times = timetableOf(plan);
  const clock = manualClock({ now: times.opens - setUpMs });
  const chain = chainOf(plan);
  const platforms = openPlatforms(chain, {
    clock,
    credentials: credentials ?? (await generateTestCredentials({ algorithm: 'ES256' })),
  });
  const { shop, erp, placeOf } = platforms;
  const tills = openTills(plan, chain, { clock, folder });
  let note = '';
  const service = createService({
    folder,
    clock,
    fetch: simulatedNetwork({ [`https://${shop.shop}`]: shop, [erp.origin]: erp }),
    random: seededRandom(`${plan.seed} service`),
    tillsIn: tills.optionsIn,
    options: { ...platforms.options, rules: chain.rules, warehouse, online },
    started: (dock) => recorder.watch(dock),
  });
  const floor = new ShopFloor({ shelves: chain.shelves, shop, fleet: tills.fleet, placeOf });
  const checkout = new Checkout({ plan, chain, shop, placeOf, service, floor });
  const recorder = new Recorder({
    times,
    chain,
    shop,
    placeOf,
    service,
    clock,
    fleet: tills.fleet,
    sales: checkout.sales,
  });
  const stage: Stage = {
    plan,
    times,
    clock,
    chain,
    platforms,
    tills,
    service,
    floor,
    checkout,
    recorder,
    say: (it) => (note = it),
  };
  const fallbacks = new Set<string>();
  const show = async (): Promise<void> => {
    const sample = await recorder.look();
    for (const it of service.dock?.availability.status().fallbacks ?? []) fallbacks.add(withoutHour(it));
    tell({ sample, sales: checkout.sales, tickets: tills.fleet.tickets.length, note });
  };
  try {
    shop.webhooks.deliverTo(service.webhook, {
      topics: [
        'orders/create',
        'orders/cancelled',
        'fulfillments/create',
        'returns/approve',
        'returns/update',
        'refunds/create',
      ],
    });
    await lived(clock, service.start());
    await lived(clock, setUp(stage));
    const story = Promise.all([
      sellInStores(stage),
      sellInWeb(stage),
      incidents(stage),
      deaths(stage),
      watch(stage, show),
    ]);
    await lived(clock, story);
    const exceptions = (await service.ask((dock) => dock.exceptions.list({ states: everyState }))) ?? [];
    tamper?.(stage);
    const audit = audited(stage);
    const journalSound = await lived(clock, service.verify());
    await lived(clock, service.stop());
    return {
      plan,
      timetable: times,
      audit,
      sales: checkout.sales,
      tickets: tills.fleet.tickets.length,
      parcels: floor.shipped.parcels,
      returns: floor.shipped.returns,
      samples: recorder.samples,
      latencies: recorder.latencies,
      exceptions: exceptions.map(({ code, reason, owner, state }) => ({ code, reason, owner, state })),
      fallbacks: [...fallbacks],
      journalSound,
      seconds: Math.round((systemClock.now() - startedAt) / 100) / 10,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Most looks, a millisecond apart, at work of the machine that no virtual time brings to its end. */
const patientLooks = 60_000;

/** Lets as much time pass as something needs. Where nobody waits for an hour, the machine is still at work. */
async function lived<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  for (let looks = 0; !isOver && looks < patientLooks; looks++) {
    await clock.runToIdle({ maxMs: 48 * hourMs, until: () => isOver });
    if (!isOver) await systemClock.sleep(1);
  }
  if (!isOver) throw new Error('The story has come to a stop before its end');
  return work;
}

const everyState = ['open', 'retried', 'replayed', 'resolved', 'skipped', 'undone', 'healed'] as const;

/** Reads the levels of the warehouse, counts the stores, and lets the shop be told. */
async function setUp({ clock, chain, service, times }: Stage): Promise<void> {
  const availability = service.dock?.availability;
  if (!availability) return;
  const counted = chain.articles.filter((it) => it.inStore > 0);
  const countedAt = new Date(clock.now()).toISOString();
  for (const { code } of chain.stores) {
    await availability.count(
      counted.map(({ sku, inStore }) => ({
        ref: `stocktake-${code}-${sku}`,
        sku,
        location: code,
        counted: { amount: String(inStore), unit: 'EA' as const },
        countedAt,
        refs: {},
      })),
      { source: 'stocktake' },
    );
  }
  for (; clock.now() < times.opens; await clock.sleep(5 * minuteMs)) {
    for (const { code } of chain.stores) availability.heard({ location: code });
  }
}

/** Tills sell until the evening; stores that have a line are heard of every ten minutes. */
async function sellInStores({ clock, plan, chain, tills, service, times }: Stage): Promise<void> {
  const { fleet } = tills;
  fleet.start();
  let greetAt = clock.now();
  while (clock.now() < times.closes + hourMs) {
    tills.flush();
    if (clock.now() >= greetAt) {
      greet({ service, chain, tills });
      greetAt += 10 * minuteMs;
    }
    const isHot = clock.now() >= times.flashBegins && clock.now() < times.flashEnds;
    await clock.sleep(isHot ? minuteMs / 6 : toMs(plan.lookEvery));
  }
  fleet.stop();
  await fleet.settled();
  tills.flush();
}

/** Buyers come, their parcels leave, and some come back. */
async function sellInWeb({ clock, plan, chain, checkout, floor, times }: Stage): Promise<void> {
  const after: Promise<void>[] = [];
  const follow = async (buyer: Buyer, promise: string): Promise<void> => {
    await clock.sleep(buyer.leavesAfterMs);
    while (!floor.leaves(promise)) await clock.sleep(15 * minuteMs);
    if (buyer.returnsAfterMs === undefined) return;
    await clock.sleep(buyer.returnsAfterMs);
    floor.comesBack(promise, warehouse);
  };
  const buying = new Set<Promise<void>>();
  for (const buyer of planBuyers(plan, chain, times)) {
    await clock.sleep(Math.max(0, buyer.at - clock.now()));
    // Whoever was buying when the service died never hears of it.
    const bought = checkout.buy(buyer).then((promise) => {
      if (promise !== undefined) after.push(follow(buyer, promise));
    });
    buying.add(bought);
    void bought.finally(() => buying.delete(bought));
  }
  await clock.sleep(minuteMs);
  for (let done = 0; done < after.length; done = after.length) await Promise.all(after);
}

/** Looks again and again, more often while the sale is on, until the books hold everything. */
async function watch(stage: Stage, show: () => Promise<void>): Promise<void> {
  const { clock, service, times } = stage;
  const giveUpAt = times.closes + patienceMs;
  for (;;) {
    await show();
    const now = clock.now();
    const isHot = now >= times.flashBegins - minuteMs && now < times.flashEnds + 2 * minuteMs;
    const isOver = now >= times.closes + 2 * hourMs;
    await clock.sleep(isHot ? 5_000 : isOver ? hourMs / 2 : 3 * minuteMs);
    if (!isOver) continue;
    if (now >= giveUpAt) return;
    const status = await service.ask((dock) => dock.status());
    if (!status) continue;
    const { ready, waiting, undoing } = status.runs;
    if (status.undecoded + ready + waiting + undoing > 0) continue;
    const { lost, open, centsAdrift } = audited(stage);
    if (lost + open + centsAdrift === 0) return;
  }
}

function audited({ platforms: { shop, erp }, tills, floor }: Stage): PeakAudit {
  return auditPeak({ shop, erp, fleet: tills.fleet, short: floor.short });
}

const withoutHour = (words: string): string => words.replaceAll(/ was last heard at \S+?:(?= )/g, ' is silent:');
