import { type Shelf } from '../../journal/index.ts';
import {
  type DepartureOptions,
  type HoldLineRef,
  type HoldRef,
  type StockHold,
  type StockPromises,
  type StockRequest,
} from '../../orchestrator/index.ts';
import {
  type Clock,
  contentHash,
  type Duration,
  IntegrationError,
  type Observer,
  type Quantity,
  silentObserver,
  toIntegrationError,
  toMs,
} from '../../primitives/index.ts';
import {
  Instant,
  InventoryCount,
  InventoryLevel,
  InventoryMovement,
  type Order,
  parse,
  type Product,
} from '../../schemas/index.ts';
import { type CheckedInput } from '../../capabilities/index.ts';
import { type SellableChange, watchChanges } from './changes.ts';
import { Core } from './core.ts';
import { type DryRun, dryRunRules } from './dry-run.ts';
import { type Explanation, explainSellable } from './explain.ts';
import { countFact, type LevelFact, levelFact, movementFact, notAfter } from './facts.ts';
import { unknownSku } from './offer.ts';
import { Reservations } from './reservations.ts';
import { findRisks, type RiskOptions, type Risks } from './risk.ts';
import { AvailabilityRules, type AvailabilityRulesInput } from './rules.ts';
import { type AvailabilityStatus, statusOf } from './status.ts';
import { toQuantity, toThousandths } from './units.ts';

/** What availability is made from. */
export interface AvailabilityOptions {
  /** Where it keeps its log: `journal.shelf('availability')`. */
  readonly shelf: Shelf;
  readonly clock: Clock;
  /** @default nobody observes */
  readonly observer?: Observer;
  /**
   * Channels whose numbers somebody is told. Rules that name channels must name these, so that a slip does not leave a shop
   * with old numbers.
   *
   * @default none
   */
  readonly channels?: readonly string[];
  /**
   * How long a movement is known by its reference in memory. What comes later is looked up in the journal, so this bounds
   * memory and not what is known.
   *
   * @default '7d'
   */
  readonly movementWindow?: Duration;
  /**
   * Entries of the log after which the state is stored, so that a start need not read them.
   *
   * @default 100_000
   */
  readonly checkpointEvery?: number;
}

/** Which part of a number is asked for. */
export interface SellableOptions {
  readonly method?: string;
  /** Only this location. */
  readonly location?: string;
}

/** Who tells. */
export interface ToldBy {
  /** The system, as it is wired. */
  readonly source?: string;
}

/**
 * The service that owns the sellable number: what lies where, what is promised, what may be sold, and why.
 *
 * It never promises what is not on hand, free and trusted, at any SKU and location, under any concurrency, crash or late message.
 * Every change is durable before it is answered. Units that were promised can still be gone when a till tells late what it sold:
 * `risk().oversold` names them.
 */
export interface Availability extends StockPromises {
  /** Reads what was stored, and begins to watch over expiry and the age of feeds. */
  start(): Promise<void>;
  stop(): Promise<void>;

  /** What may be sold. A SKU that nothing is known of has none. */
  sellable(sku: string, channel?: string, options?: SellableOptions): Quantity;
  /** The same of many SKUs at once. */
  sellableOf(skus: readonly string[], channel?: string, options?: SellableOptions): ReadonlyMap<string, Quantity>;
  /** Every SKU as it is, then those whose number changed, for as long as it is read. */
  changes(options?: {
    readonly channel?: string;
    readonly method?: string;
    readonly signal?: AbortSignal;
  }): AsyncIterable<readonly SellableChange[]>;
  /** The number, its freshness, and every hold, buffer and rule behind it. */
  explain(sku: string, channel?: string, options?: { readonly method?: string }): Explanation;
  /** Where it may go wrong: what sells out, what is not trusted, what is oversold and by whom, which channel shows too much, what is stuck. */
  risk(options?: RiskOptions): Risks;
  /** How feeds, sources, promises and the log stand, and which fall-backs are in force. */
  status(): AvailabilityStatus;

  /** What would be short; promises nothing. */
  shortages(request: StockRequest | Order): ReturnType<Reservations['shortages']>;
  reservation(key: string): StockHold | undefined;

  /** Takes movements, each once, in any order. */
  move(movements: readonly InventoryMovement[], told?: ToldBy): Promise<void>;
  /** Takes what somebody counted. */
  count(counts: readonly InventoryCount[], told?: ToldBy): Promise<void>;
  /** Takes what a system says lies where. */
  setLevels(levels: readonly InventoryLevel[], told?: ToldBy): Promise<void>;
  /** Takes a transfer: units leave one location now, and are under way until the other tells that they came in. */
  transfer(transfer: CheckedInput<'transferInventory'>, told?: ToldBy): Promise<void>;
  /** Learns the unit and category of SKUs. */
  describe(products: readonly Pick<Product, 'sku' | 'unit' | 'category'>[]): Promise<void>;
  /** Notes a sign of life: of a location's feed, of a source of levels, or of a system for every location that it tells of. */
  heard(
    from: { readonly location: string } | { readonly source: string } | { readonly system: string },
    at?: string,
  ): void;

  /**
   * Sets a version of the rules. A version that is known stays as it is.
   *
   * @throws IntegrationError `conflict` when the version is known with other content; `input-invalid` naming the path, also for
   * the newest version when it does not name a channel that is published
   */
  setRules(rules: AvailabilityRulesInput): Promise<void>;
  /** The rules in effect. */
  rules(): AvailabilityRules;
  /** What other rules would do to today's numbers. */
  dryRun(rules: AvailabilityRulesInput): DryRun;
}

/** The service with its insides, for what is built around it: the feed of events, publication. */
export interface AvailabilityService extends Availability {
  readonly core: Core;
  readonly reservations: Reservations;
}

/** Makes the service. The dock does it for you; by itself it serves tests and tools. */
export function createAvailability(options: AvailabilityOptions): AvailabilityService {
  return new Service(options);
}

class Service implements AvailabilityService {
  readonly core: Core;
  readonly reservations: Reservations;
  readonly #channels: readonly string[];
  #stopping: AbortController | undefined;
  #watching: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(options: AvailabilityOptions) {
    const { shelf, clock, observer = silentObserver, movementWindow = '7d', checkpointEvery = 100_000 } = options;
    this.#channels = options.channels ?? [];
    this.core = new Core({ shelf, clock, observer, windowMs: toMs(movementWindow), checkpointEvery });
    this.reservations = new Reservations(this.core);
    this.core.onChange(() => this.#wake());
  }

  async start(): Promise<void> {
    await this.core.open();
    this.#stopping = new AbortController();
    this.#watching = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping?.abort(new IntegrationError('Availability stops', { code: 'cancelled' }));
    await this.#watching;
    await this.core.close();
  }

  sellable(sku: string, channel?: string, { method, location }: SellableOptions = {}): Quantity {
    const { table } = this.core.state.ledger;
    const number = table.skus.find(sku);
    const offers = this.core.offers();
    if (number === undefined) return toQuantity(offers.sellable(unknownSku, channel, method), 'EA');
    if (location === undefined) return offers.answer(number, channel, method);
    const where = table.locations.find(location);
    return toQuantity(where === undefined ? 0 : offers.sellableAt(number, where, channel, method), table.unit(number));
  }

  sellableOf(skus: readonly string[], channel?: string, options?: SellableOptions): ReadonlyMap<string, Quantity> {
    return new Map(skus.map((sku) => [sku, this.sellable(sku, channel, options)]));
  }

  changes({ channel, method, signal }: Parameters<Availability['changes']>[0] = {}): AsyncIterable<
    readonly SellableChange[]
  > {
    const stopping = this.#stopping?.signal ?? AbortSignal.abort();
    return watchChanges(this.core, {
      channel,
      method,
      signal: signal ? AbortSignal.any([signal, stopping]) : stopping,
    });
  }

  explain(sku: string, channel?: string, { method }: { readonly method?: string } = {}): Explanation {
    return explainSellable(this.core, sku, channel, method);
  }

  risk(options?: RiskOptions): Risks {
    return findRisks(this.core, options);
  }

  status(): AvailabilityStatus {
    return statusOf(this.core);
  }

  reserve(request: StockRequest | Order): Promise<StockHold> {
    return this.reservations.reserve(request);
  }

  shortages(request: StockRequest | Order): ReturnType<Reservations['shortages']> {
    return this.reservations.shortages(request);
  }

  reservation(key: string): StockHold | undefined {
    return this.reservations.get(key);
  }

  extend(hold: HoldRef, to: { readonly until: string } | { readonly by: Duration }): Promise<StockHold> {
    return this.reservations.extend(hold, to);
  }

  startPicking(hold: HoldRef): Promise<StockHold> {
    return this.reservations.startPicking(hold);
  }

  commit(hold: HoldRef): Promise<StockHold> {
    return this.reservations.commit(hold);
  }

  release(hold: HoldRef, options?: { readonly lines?: readonly HoldLineRef[] }): Promise<StockHold> {
    return this.reservations.release(hold, options);
  }

  fulfil(hold: HoldRef, options?: DepartureOptions): Promise<StockHold> {
    return this.reservations.fulfil(hold, options);
  }

  async move(movements: readonly InventoryMovement[], { source }: ToldBy = {}): Promise<void> {
    return this.core.submit(
      movements.map((it) => this.#checked(movementFact(parse(InventoryMovement, it, { what: 'the movement' })))),
      source,
    );
  }

  async count(counts: readonly InventoryCount[], { source }: ToldBy = {}): Promise<void> {
    return this.core.submit(
      counts.map((it) => this.#level(countFact(parse(InventoryCount, it, { what: 'the count' }), source))),
      source,
    );
  }

  async setLevels(levels: readonly InventoryLevel[], { source }: ToldBy = {}): Promise<void> {
    return this.core.submit(
      levels.map((it) => this.#level(levelFact(parse(InventoryLevel, it, { what: 'the level' }), source ?? it.source))),
      source,
    );
  }

  async transfer(
    { ref, from, to, lines, occurredAt }: CheckedInput<'transferInventory'>,
    { source }: ToldBy = {},
  ): Promise<void> {
    const sums = new Map<string, { units: number; unit: string }>();
    for (const { sku, quantity } of lines) {
      this.core.state.ledger.table.checkUnit(sku, quantity.unit);
      sums.set(sku, { units: (sums.get(sku)?.units ?? 0) + toThousandths(quantity), unit: quantity.unit });
    }
    const summed = [...sums].map(([sku, it]) => ({ sku, ...it }));
    return this.core.submit([{ kind: 'transfer', ref, from, to, at: Date.parse(occurredAt), lines: summed }], source);
  }

  describe(products: readonly Pick<Product, 'sku' | 'unit' | 'category'>[]): Promise<void> {
    return this.core.submit(
      products.map(({ sku, unit, category }) => ({
        kind: 'product',
        sku,
        unit,
        ...(category !== undefined && { category }),
      })),
    );
  }

  heard(from: Parameters<Availability['heard']>[0], at?: string): void {
    const now = this.core.now();
    // Nobody was heard in a time to come: a clock that is fast must not keep a silent feed trusted.
    const when =
      at === undefined ? now : Math.min(now, Date.parse(parse(Instant, at, { what: 'the time of the sign of life' })));
    this.core.heard(({ feeds, ledger: { table } }) => {
      if ('location' in from) feeds.heardLocation(table.location(from.location), when);
      else if ('source' in from) feeds.heardSource(table.sources.number(from.source), when);
      else feeds.heardTeller(from.system, when);
    });
  }

  async setRules(input: AvailabilityRulesInput): Promise<void> {
    const rules = parse(AvailabilityRules, input, { what: 'the rules of availability' });
    const known = this.core.state.rules.get(rules.version);
    if (known !== undefined) {
      // Stored by an older version they may lack what has a default today, and records have no order.
      const stored = AvailabilityRules.safeParse(known).data ?? known;
      if (contentHash(stored) === contentHash(rules)) return;
      throw new IntegrationError(
        `Version ${rules.version} of the rules is known with other content; give a new version`,
        {
          code: 'conflict',
          path: 'version',
        },
      );
    }
    this.#mustNameChannels(rules);
    await this.core.submit([{ kind: 'rules', rules }]);
  }

  #mustNameChannels({ version, channels }: AvailabilityRules): void {
    const isNewest = [...this.core.state.rules.keys()].every((it) => it < version);
    const missing = this.#channels.find((it) => channels[it] === undefined);
    if (!isNewest || missing === undefined || Object.keys(channels).length === 0) return;
    throw new IntegrationError(`The rules do not name the channel '${missing}', whose numbers are published`, {
      code: 'input-invalid',
      path: `channels.${missing}`,
    });
  }

  rules(): AvailabilityRules {
    return this.core.offers().policy.rules;
  }

  dryRun(rules: AvailabilityRulesInput): DryRun {
    return dryRunRules(this.core, rules);
  }

  #level(fact: LevelFact): LevelFact {
    return notAfter(this.#checked(fact), this.core.now());
  }

  #checked<F extends { readonly sku: string; readonly unit: string }>(fact: F): F {
    this.core.state.ledger.table.checkUnit(fact.sku, fact.unit);
    return fact;
  }

  /** Ends holds whose time is over, and tells whoever listens that numbers change because time has passed. */
  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, observer } = this.core.options;
    while (!signal.aborted) {
      const next = this.#nextChange();
      const woken = new AbortController();
      this.#wake = () => {
        if (this.#nextChange() < next) woken.abort(new Error('woken'));
      };
      const either = AbortSignal.any([signal, woken.signal]);
      const waiting = Number.isFinite(next) ? clock.sleep(Math.max(1, next - clock.now()), either) : aborted(either);
      await waiting.catch(() => undefined);
      if (signal.aborted) return;
      try {
        this.core.offers();
        await this.reservations.expireDue();
      } catch (error) {
        observer.log('warn', 'promises whose time is over could not be ended yet', {
          code: toIntegrationError(error).code,
        });
      }
    }
  }

  /** The next instant at which something changes because time has passed. */
  #nextChange(): number {
    return Math.min(this.core.state.holds.nextExpiry, this.core.validUntil);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
