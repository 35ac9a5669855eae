import {
  type AvailabilityService,
  createAvailability,
  type IntegrationError,
  isIntegrationError,
  memoryJournal,
  pieces,
  type Random,
  seededRandom,
  type Shelf,
} from '@crossdock/core';
import { type StockAnswer, type StockCall, type StockOperation } from './linearizability.ts';
import { manualClock } from './manual-clock.ts';

/** What {@link recordStockHistory} does to the service. */
export interface StockHistoryOptions {
  readonly seed: number | string;
  readonly operations: number;
  /**
   * Callers at once.
   *
   * @default 6
   */
  readonly callers?: number;
  /**
   * SKUs that they ask for.
   *
   * @default 2
   */
  readonly skus?: number;
  /**
   * How often the process dies between two writes.
   *
   * @default 0
   */
  readonly kills?: number;
  /** Puts something else in place of the service, to see it found out. */
  readonly spoil?: (
    service: AvailabilityService,
  ) => Pick<AvailabilityService, 'reserve' | 'release' | 'commit' | 'fulfil' | 'move' | 'sellable'>;
}

const location = 'dc-1';

/**
 * Lets many ask availability at once, kills it now and then, and writes down who was told what and when, for
 * `checkLinearizability`. The same seed tells the same story.
 */
export async function recordStockHistory(options: StockHistoryOptions): Promise<readonly StockOperation[]> {
  const { seed, operations, callers = 6, skus: skuCount = 2, kills = 0, spoil = (it) => it } = options;
  const random = seededRandom(seed);
  const skus = Array.from({ length: skuCount }, (_, number) => `SKU-${number}`);
  const journal = memoryJournal();
  await journal.open();
  const shelf = journal.shelf?.('availability');
  if (!shelf) throw new Error('The journal in memory has shelves');
  const clock = manualClock();
  const history: StockOperation[] = [];
  const lives = kills + 1;
  let instant = 0;
  let serial = 0;
  for (let life = 0; life < lives; life++) {
    const dying = dyingShelf(shelf, random);
    const service = createAvailability({ shelf: dying.shelf, clock, checkpointEvery: 40 });
    await service.start();
    const asked = spoil(service);
    const pending = new Set<Omit<StockOperation, 'answeredAt' | 'answer'>>();
    const last = Math.floor((operations * (life + 1)) / lives);
    const caller = async (): Promise<void> => {
      while (history.length + pending.size < last) {
        const call = nextCall(random, skus, () => `k${serial++}`, { keys: serial, reads: kills === 0 });
        const begun = { call, calledAt: instant++ };
        pending.add(begun);
        const answer = await ask(asked, call).catch((error: unknown) => {
          if (dying.isDead) return 'unknown' as const;
          throw error;
        });
        if (dying.isDead) return;
        pending.delete(begun);
        history.push({ ...begun, answer, answeredAt: instant++ });
        for (let turns = Math.floor(random() * 3); turns > 0; turns--) await turn();
      }
    };
    const all = Promise.all(Array.from({ length: callers }, caller));
    if (life < kills) {
      while (history.length < last - callers) await turn();
      dying.kill();
      // Its shelf never answers again, so this only ends its watch over time.
      void service.stop();
      for (const begun of pending) history.push({ ...begun, answer: 'unknown', answeredAt: instant++ });
    } else {
      await all;
      await service.stop();
    }
  }
  return history;
}

async function ask(
  service: Pick<AvailabilityService, 'reserve' | 'release' | 'commit' | 'fulfil' | 'move' | 'sellable'>,
  call: StockCall,
): Promise<StockAnswer> {
  try {
    switch (call.op) {
      case 'reserve': {
        const lines = Object.entries(call.units).map(([sku, units]) => ({ sku, location, quantity: pieces(units) }));
        await service.reserve({ key: call.key, lines, expiresAt: 'never' });
        return 'done';
      }
      case 'release':
      case 'commit':
      case 'fulfil':
        await service[call.op](call.key);
        return 'done';
      case 'move': {
        const { ref, sku, delta } = call;
        const occurredAt = '2026-11-27T10:00:00Z';
        await service.move([{ ref, sku, location, delta: pieces(delta), reason: 'other', occurredAt, refs: {} }]);
        return 'done';
      }
      case 'read':
        return Number(service.sellable(call.sku).amount);
    }
  } catch (error) {
    if (!isIntegrationError(error)) throw error;
    return answers[error.code] ?? fail(error);
  }
}

const answers: Readonly<Partial<Record<IntegrationError['code'], StockAnswer>>> = {
  'insufficient-stock': 'refused',
  'not-found': 'gone',
  conflict: 'gone',
};

function fail(error: IntegrationError): never {
  throw error;
}

/** A read counts promises that are not durable yet, so it may be too low when the process dies; it is not asked for then. */
function nextCall(
  random: Random,
  skus: readonly string[],
  newKey: () => string,
  { keys, reads }: { readonly keys: number; readonly reads: boolean },
): StockCall {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const someKey = () => `k${Math.max(0, keys - 1 - Math.floor(random() * 12))}`;
  const sku = pick(skus);
  const chance = random();
  if (chance < 0.4) {
    const key = newKey();
    const more = random() < 0.15 ? { [pick(skus)]: 1 } : {};
    return { op: 'reserve', key, units: { ...more, [sku]: 1 + Math.floor(random() * 2) } };
  }
  if (chance < 0.65) return { op: 'release', key: someKey() };
  if (chance < 0.72) return { op: 'commit', key: someKey() };
  if (chance < 0.8) return { op: 'fulfil', key: someKey() };
  if (chance < 0.92 || !reads) return { op: 'move', ref: `m${Math.floor(random() * keys)}-${sku}`, sku, delta: 1 };
  return { op: 'read', sku };
}

/** A shelf that writes in groups, after a while, and at a moment of its own never again. */
function dyingShelf(inner: Shelf, random: Random) {
  let waiting: { readonly body: string | (() => string); readonly resolve: (seq: number) => void }[] = [];
  let isDead = false;
  const flush = async (): Promise<void> => {
    for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns--) await turn();
    const group = waiting;
    waiting = [];
    // The shelf in memory has written when it is called, so nothing is written after the end.
    const written = group.map(({ body }) => inner.append(body));
    for (const [position, { resolve }] of group.entries()) resolve(await (written[position] as Promise<number>));
  };
  const never = new Promise<never>(() => undefined);
  const shelf: Shelf = {
    ...inner,
    append: (body) =>
      isDead
        ? never
        : new Promise((resolve) => {
            if (waiting.push({ body, resolve }) === 1) void flush();
          }),
    write: (batch) => (isDead ? never : inner.write(batch)),
  };
  return {
    shelf,
    get isDead() {
      return isDead;
    },
    /** A process that dies between two writes has written some of what it was asked for, and told nobody. */
    kill() {
      isDead = true;
      for (const { body } of waiting.slice(0, Math.floor(random() * (waiting.length + 1)))) void inner.append(body);
      waiting = [];
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
