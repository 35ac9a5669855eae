import { type Duration, toMs } from '../../primitives/index.ts';
import { Instant, parse } from '../../schemas/index.ts';
import { type Core } from './core.ts';
import { isLive, leftOf } from './holds.ts';
import { longestPaceMs } from './pace.ts';
import { type Overshown } from './publication.ts';
import { heldAt, onHandAt, originAt, stride } from './stock-table.ts';
import { toAmount } from './units.ts';

/** What {@link Risks} are looked for. */
export interface RiskOptions {
  /** Absent: all locations and no rule of a channel. */
  readonly channel?: string;
  /** ISO instant until which a promotion must last. */
  readonly until?: string;
  /**
   * How far back sales are looked at to tell how fast a SKU sells; four hours at most.
   *
   * @default '1h'
   */
  readonly rateOver?: Duration;
}

/** Where availability may go wrong, worst first in each list. Quantities are decimal texts. */
export interface Risks {
  /** SKUs that sell out before the instant if they go on selling as they do. */
  readonly sellingOut: readonly {
    readonly sku: string;
    readonly sellable: string;
    readonly perHour: string;
    readonly soldOutAt: string;
  }[];
  /** Locations and sources that are not trusted in full. */
  readonly lowConfidence: readonly {
    readonly location?: string;
    readonly source?: string;
    readonly keepPercent: number;
    readonly rule: string;
    readonly heardAt?: string;
  }[];
  /**
   * Positions where more is promised or gone than was there. `by` told of the units that left last; where none left since its
   * level, it told the level.
   */
  readonly oversold: readonly {
    readonly sku: string;
    readonly location: string;
    readonly short: string;
    readonly onHand: string;
    readonly held: string;
    readonly by?: string;
    readonly movements: readonly string[];
    readonly holds: readonly string[];
  }[];
  /** Where a channel shows more than may be sold, because it could not be told yet: it may sell what is not there. */
  readonly overshown: readonly Overshown[];
  /** Promises that somebody should look at. */
  readonly stuck: readonly { readonly key: string; readonly orderRef?: string; readonly reason: string }[];
}

const mostMovements = 5;

/**
 * Looks for what may go wrong.
 *
 * @throws IntegrationError `input-invalid` for an instant that is none
 */
export function findRisks(core: Core, { channel, until, rateOver = '1h' }: RiskOptions = {}): Risks {
  const end = until === undefined ? undefined : Date.parse(parse(Instant, until, { what: 'the end of the promotion' }));
  const rateOverMs = Math.min(Math.max(toMs(rateOver), 1), longestPaceMs);
  return {
    sellingOut: sellingOut(core, channel, end, rateOverMs),
    lowConfidence: lowConfidence(core),
    oversold: findOversold(core),
    overshown: findOvershown(core),
    stuck: findStuck(core),
  };
}

function sellingOut(
  core: Core,
  channel: string | undefined,
  until: number | undefined,
  rateOverMs: number,
): Risks['sellingOut'] {
  const now = core.now();
  const { ledger, holds, pace } = core.state;
  const gone = pace.since(now - rateOverMs);
  for (const hold of holds.all()) {
    if (!isLive(hold) || hold.createdAt < now - rateOverMs) continue;
    for (const [line, { sku }] of hold.lines.entries()) {
      const number = ledger.table.skus.find(sku);
      if (number !== undefined) gone.set(number, (gone.get(number) ?? 0) + leftOf(hold, line));
    }
  }
  return [...gone]
    .map(([sku, units]) => {
      const sellable = core.offers().sellable(sku, channel);
      const perMs = units / rateOverMs;
      return { sku: ledger.table.skus.name(sku), sellable, perMs, at: now + sellable / perMs };
    })
    .filter(({ at, perMs }) => perMs > 0 && at <= (until ?? now + rateOverMs))
    .toSorted((a, b) => a.at - b.at)
    .map(({ sku, sellable, perMs, at }) => ({
      sku,
      sellable: toAmount(sellable),
      perHour: toAmount(Math.round(perMs * 3_600_000)),
      soldOutAt: new Date(at).toISOString(),
    }));
}

function lowConfidence(core: Core): Risks['lowConfidence'] {
  const { ledger, feeds } = core.state;
  const { locations, sources } = ledger.table;
  const { policy } = core.offers();
  const now = core.now();
  const told = (name: object, at: number | undefined, trust: ReturnType<typeof policy.trustInFeed>) =>
    trust.rule === undefined
      ? []
      : [
          {
            ...name,
            keepPercent: trust.keepPercent,
            rule: trust.rule,
            ...(at !== undefined && { heardAt: new Date(at).toISOString() }),
          },
        ];
  return [
    ...locations.all().flatMap((location, number) => {
      const at = feeds.location(number);
      return told({ location }, at, policy.trustInFeed(location, at, now));
    }),
    ...sources.all().flatMap((source, number) => {
      const at = feeds.source(number);
      return told({ source }, at, policy.trustInSource(source, at, now));
    }),
  ].toSorted((a, b) => a.keepPercent - b.keepPercent);
}

/** Positions where more is promised or gone than was there. Only SKUs that changed since the last look are looked at again. */
export function findOversold(core: Core): Risks['oversold'] {
  const { ledger, holds } = core.state;
  const { table } = ledger;
  const found: (Risks['oversold'][number] & { readonly free: number })[] = [];
  for (const sku of core.oversoldSkus()) {
    const name = table.skus.name(sku);
    const row = table.row(sku);
    for (let location = 0; location * stride < row.length; location++) {
      const at = location * stride;
      if ((row[at + originAt] ?? 0) === 0) continue;
      const [onHand, held] = [row[at + onHandAt] ?? 0, row[at + heldAt] ?? 0];
      const free = onHand - held - ledger.damaged(sku, location);
      if (free >= 0) continue;
      const where = table.locations.name(location);
      const leaving = ledger.latestLeaving(sku, location, mostMovements);
      const by = leaving.length > 0 ? leaving[0]?.by : ledger.position(sku, location).source;
      const keys = [...holds.ofSku(sku)].filter((it) =>
        it.lines.some((line) => line.sku === name && line.location === where),
      );
      found.push({
        sku: name,
        location: where,
        short: toAmount(-free),
        onHand: toAmount(onHand),
        held: toAmount(held),
        ...(by !== undefined && { by }),
        movements: leaving.map((it) => it.ref),
        holds: keys.map((it) => it.key),
        free,
      });
    }
  }
  return found.toSorted((a, b) => a.free - b.free).map(({ free: _, ...it }) => it);
}

function findOvershown(core: Core): Risks['overshown'] {
  const over = ({ shown, sellable }: Overshown) => Number(shown) - Number(sellable);
  return [...core.channels].flatMap((it) => [...it.overshown()]).toSorted((a, b) => over(b) - over(a));
}

/** Promises that somebody should look at. */
export function findStuck(core: Core): Risks['stuck'] {
  const now = core.now();
  const { tellAfterExtensions, tellCommittedAfter } = core.offers().policy.rules.holds;
  const lateMs = toMs(tellCommittedAfter);
  return [...core.state.holds.all()].flatMap((hold) => {
    const { key, orderRef, state, extensions, committedAt = now, expiresAt, createdAt } = hold;
    const who = { key, ...(orderRef !== undefined && { orderRef }) };
    if (state === 'picking' && extensions >= tellAfterExtensions) {
      return [{ ...who, reason: `is being picked and was extended ${extensions} times` }];
    }
    if (state === 'committed' && now - committedAt >= lateMs) {
      return [
        { ...who, reason: `was committed at ${new Date(committedAt).toISOString()} and its goods have not left` },
      ];
    }
    if (state === 'held' && expiresAt === undefined && now - createdAt >= lateMs) {
      return [
        { ...who, reason: `is held since ${new Date(createdAt).toISOString()} and was neither committed nor released` },
      ];
    }
    return [];
  });
}
