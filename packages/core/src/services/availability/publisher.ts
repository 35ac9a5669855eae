import {
  type Clock,
  contentHash,
  type IntegrationError,
  type Observer,
  type Random,
  toIntegrationError,
  toMs,
} from '../../primitives/index.ts';
import { type Core } from './core.ts';
import { isLive, leftOf } from './holds.ts';
import { type ChannelPort, type Overshown, type PublicationOptions, type PublicationStatus } from './publication.ts';
import { PublicationQueue } from './publication-queue.ts';
import { perUnit, toAmount, toQuantity, toThousandths } from './units.ts';

/** What is published, and with what. */
export interface PublisherParts {
  readonly core: Core;
  readonly system: string;
  readonly port: ChannelPort;
  readonly options: PublicationOptions;
  /** Most levels that the system takes in one call. */
  readonly mostLevels?: number | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer;
}

/** What a system is believed to show at one place, in thousandths. */
interface Shown {
  readonly units: number;
  /** It may show something else: read it before the next word. */
  readonly isSure: boolean;
  /** What was told last, when nobody knows whether it arrived. */
  readonly maybe?: number;
}

/** A number to be told. */
interface Target {
  readonly sku: number;
  readonly location: string;
  readonly units: number;
}

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** Tells a channel what it may sell: only what changed, the newest number, scarce SKUs first, and never over a change there. */
export class Publisher {
  readonly #parts: PublisherParts;
  readonly #queue = new PublicationQueue();
  readonly #shown = new Map<string, Shown>();
  /** SKUs that wait for news of what the system has sold, until when. */
  readonly #settling = new Map<number, number>();
  readonly #refused = new Map<number, string>();
  readonly #stopping = new AbortController();
  readonly #counts = { told: 0, contested: 0, drifted: 0 };
  /** Any number may have changed: all of them are looked at, once, when there is time to tell them. */
  #isAllDue = false;
  #failures = 0;
  #retryAt = 0;
  #trouble: string | undefined;
  #wake: () => void = () => undefined;
  #running: Promise<void> | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Begins to compare everything with what the system shows, and to tell what changes. */
  start(): void {
    this.#unsubscribe = this.#parts.core.onChange((sku) => {
      if (sku === 'all') this.#isAllDue = true;
      else this.#add(sku);
      this.#wake();
    });
    this.#isAllDue = true;
    this.#parts.core.channels.add(this);
    this.#running = Promise.all([this.#tell(), this.#verifyAgainAndAgain()]).then(() => undefined);
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#parts.core.channels.delete(this);
    this.#stopping.abort(new Error('Publication stops'));
    await this.#running;
  }

  status(): PublicationStatus {
    const { core, system, options, clock } = this.#parts;
    const { oldest } = this.#queue;
    const isRetrying = this.#trouble !== undefined && this.#retryAt > clock.now();
    return {
      system,
      channel: options.channel,
      waiting: this.#isAllDue ? core.state.ledger.table.skus.size : this.#queue.size,
      ...(oldest !== undefined && { oldestMs: clock.now() - oldest }),
      ...(!this.#isRuled && { unruled: true }),
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
      ...(isRetrying && { retryAt: new Date(this.#retryAt).toISOString() }),
      ...this.#counts,
      refused: [...this.#refused].map(([sku, code]) => ({ sku: core.state.ledger.table.skus.name(sku), code })),
    };
  }

  /** Where the system shows more than may be sold, because it could not be told yet. */
  *overshown(): Iterable<Overshown> {
    const { core, system, options } = this.#parts;
    const { skus } = core.state.ledger.table;
    if (!this.#isRuled) return;
    for (const sku of this.#isAllDue ? skus.all().keys() : this.#queue.skus()) {
      for (const { location, units } of this.#targets(sku)) {
        const shown = this.#shown.get(placeOf({ sku, location }))?.units ?? 0;
        if (shown <= units) continue;
        const { channel } = options;
        yield { system, channel, sku: skus.name(sku), location, shown: toAmount(shown), sellable: toAmount(units) };
      }
    }
  }

  /** Resolves when nothing waits that could be told now. */
  async idle(): Promise<void> {
    while (this.#nextTask() <= this.#parts.clock.now() && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#whenIdle.push(resolve);
      });
    }
  }
  readonly #whenIdle: (() => void)[] = [];

  #addAll(): void {
    this.#isAllDue = false;
    for (const sku of this.#parts.core.state.ledger.table.skus.all().keys()) {
      // What is shown as it should be has nothing to wait for.
      const isTold = this.#targets(sku).every(
        (it) => this.#shown.get(placeOf(it))?.isSure === true && !this.#isNews(it),
      );
      if (!isTold || this.#settling.has(sku)) this.#add(sku);
    }
  }

  /** Whether the rules in effect name the channel. While they do not, nobody can say what it may sell. */
  get #isRuled(): boolean {
    const { core, options } = this.#parts;
    return core.offers().policy.names(options.channel);
  }

  #add(sku: number): void {
    const { options, clock } = this.#parts;
    if (!this.#isRuled) {
      this.#isAllDue = true;
      return;
    }
    this.#refused.delete(sku);
    // What we heard of explains what it has sold.
    if (this.#settling.has(sku) && !this.#targets(sku).some((it) => this.#isMore(it))) this.#settling.delete(sku);
    this.#queue.add(sku, this.#sellable(sku) <= (options.scarceBelow ?? 10) * perUnit, clock.now());
  }

  #sellable(sku: number): number {
    const { core, options } = this.#parts;
    return core.offers().sellable(sku, options.channel, options.method);
  }

  async #tell(): Promise<void> {
    const { clock, options } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const waitMs = Math.max(this.#nextTask(), this.#retryAt) - clock.now();
      if (waitMs > 0) {
        for (const resolve of this.#whenIdle.splice(0)) resolve();
        const woken = new AbortController();
        this.#wake = () => woken.abort(new Error('woken'));
        const either = AbortSignal.any([signal, woken.signal]);
        await (Number.isFinite(waitMs) ? clock.sleep(waitMs, either) : until(either)).catch(() => undefined);
        if (this.#retryAt <= clock.now()) await this.#pause(toMs(options.coalesce ?? '250ms'));
        continue;
      }
      const calls = await this.#round();
      await this.#pause((calls * 1_000) / (options.callsPerSecond ?? 2));
    }
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await this.#parts.clock.sleep(ms, this.#stopping.signal).catch(() => undefined);
  }

  /** When there is something to tell: now, when a SKU has settled, or not before something changes. */
  #nextTask(): number {
    if (!this.#isRuled) return Infinity;
    if (this.#isAllDue) return 0;
    if (this.#queue.size === 0) return Infinity;
    if (this.#queue.size > this.#settling.size) return 0;
    return Math.min(...this.#settling.values());
  }

  #mayGo(sku: number): boolean {
    const settlesAt = this.#settling.get(sku);
    return settlesAt === undefined || settlesAt <= this.#parts.clock.now();
  }

  /** Tells one batch. Returns how many calls that took. */
  async #round(): Promise<number> {
    const { options } = this.#parts;
    if (this.#isAllDue) this.#addAll();
    const taken = this.#queue.take(
      options.batchSize ?? 100,
      (it) => this.#sellable(it),
      (it) => this.#mayGo(it),
    );
    const skus = taken.map((it) => it.sku);
    for (const sku of skus) this.#settling.delete(sku);
    let calls = 0;
    try {
      const unsure = skus.filter((sku) =>
        this.#targets(sku).some((it) => this.#shown.get(placeOf(it))?.isSure !== true),
      );
      if (unsure.length > 0) {
        calls += 1;
        await this.#look(unsure);
      }
      const targets = skus
        .filter((it) => !this.#settling.has(it))
        .flatMap((it) => this.#targets(it))
        .filter((it) => this.#isNews(it));
      const most = this.#parts.mostLevels ?? Infinity;
      for (let from = 0; from < targets.length; from += most) {
        calls += await this.#write(targets.slice(from, from + most));
      }
      this.#failures = 0;
      this.#trouble = undefined;
    } catch (error) {
      this.#failed(toIntegrationError(error), skus);
    }
    return Math.max(1, calls);
  }

  /** Where a SKU is shown, and what should be there now. */
  #targets(sku: number): readonly Target[] {
    const { core, options } = this.#parts;
    const { locations } = core.state.ledger.table;
    const { channel, method, location: place } = options;
    if (place !== undefined) {
      return [{ sku, location: place, units: this.#sellable(sku) + this.#subtractedThere(sku) }];
    }
    return core
      .offers()
      .locationsOf(channel, method)
      .map((number) => {
        const location = locations.name(number);
        const units = core.offers().sellableAt(sku, number, channel, method) + this.#subtractedThere(sku, location);
        return { sku, location, units };
      });
  }

  /** Units that the system takes off itself, because it holds them for its own orders. */
  #subtractedThere(sku: number, location?: string): number {
    const { core, options } = this.#parts;
    if (options.kind !== 'on-hand') return 0;
    const name = core.state.ledger.table.skus.name(sku);
    let units = 0;
    for (const hold of core.state.holds.ofSku(sku)) {
      if (!isLive(hold) || hold.channel !== options.channel) continue;
      for (const [line, it] of hold.lines.entries()) {
        if (it.sku === name && (location === undefined || it.location === location)) units += leftOf(hold, line);
      }
    }
    return units;
  }

  #isMore(target: Target): boolean {
    return target.units > (this.#shown.get(placeOf(target))?.units ?? 0);
  }

  #isNews(target: Target): boolean {
    const shown = this.#shown.get(placeOf(target));
    return shown !== undefined && shown.units !== target.units;
  }

  /** Reads what the system shows. Whatever it does not know is left alone. */
  async #look(skus: readonly number[]): Promise<void> {
    const { core, port, options, clock } = this.#parts;
    const { table } = core.state.ledger;
    const places = [...new Set(skus.flatMap((it) => this.#targets(it)).map((it) => it.location))];
    if (places.length === 0) return;
    const levels = await port.read(
      skus.map((it) => table.skus.name(it)),
      places,
    );
    for (const level of levels) {
      const sku = table.skus.find(level.sku);
      if (sku === undefined) continue;
      const quantity = options.kind === 'on-hand' ? level.onHand : (level.available ?? level.onHand);
      const place = placeOf({ sku, location: level.location });
      const [before, units] = [this.#shown.get(place), toThousandths(quantity)];
      this.#shown.set(place, { units, isSure: true });
      const target = this.#targets(sku).find((it) => it.location === level.location);
      if (before === undefined || target === undefined || units === before.maybe) continue;
      if (units >= before.units || units >= target.units) continue;
      // It has sold some; a higher number told now would sell them again.
      this.#settling.set(sku, clock.now() + toMs(options.settle ?? '2m'));
      this.#add(sku);
    }
  }

  /** Tells numbers. Returns how many calls that took. */
  async #write(targets: readonly Target[]): Promise<number> {
    const { core, port, options, clock } = this.#parts;
    const { table } = core.state.ledger;
    const asOf = new Date(clock.now()).toISOString();
    const levels = targets.map((it) => ({
      sku: table.skus.name(it.sku),
      location: it.location,
      kind: options.kind ?? 'sellable',
      quantity: toQuantity(it.units, table.unit(it.sku)),
      expected: toQuantity(this.#shown.get(placeOf(it))?.units ?? 0, table.unit(it.sku)),
    }));
    const ref = `levels-${contentHash({ levels, asOf }).slice(0, 40)}`;
    try {
      await port.write({ ref, levels, asOf });
      for (const it of targets) this.#shown.set(placeOf(it), { units: it.units, isSure: true });
      this.#counts.told += targets.length;
    } catch (error) {
      const failure = toIntegrationError(error);
      const isUntouched = failure.disposition === 'retry';
      for (const it of targets) {
        const shown = this.#shown.get(placeOf(it));
        if (!shown || isUntouched) continue;
        const isLost = failure.disposition === 'unknown';
        this.#shown.set(placeOf(it), { units: shown.units, isSure: false, ...(isLost && { maybe: it.units }) });
      }
      if (failure.code === 'conflict') {
        this.#counts.contested += 1;
        for (const { sku } of targets) this.#add(sku);
      } else if (failure.disposition === 'reject' && targets.length > 1) {
        // One of them is at fault: each goes by itself, so that the others are told.
        let calls = 1;
        for (const it of targets) calls += await this.#write([it]);
        return calls;
      } else if (failure.disposition === 'reject') {
        for (const { sku } of targets) this.#refused.set(sku, failure.code);
      } else {
        throw failure;
      }
    }
    return 1;
  }

  #failed(error: IntegrationError, skus: readonly number[]): void {
    const { clock, observer, system } = this.#parts;
    for (const sku of skus) this.#add(sku);
    const backoffMs = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
    this.#failures += 1;
    this.#retryAt = clock.now() + Math.max(error.retryAfterMs ?? 0, backoffMs);
    this.#trouble = error.code;
    observer.log('warn', 'levels could not be published', { 'crossdock.system': system, code: error.code });
  }

  async #verifyAgainAndAgain(): Promise<void> {
    const { options, clock } = this.#parts;
    const { signal } = this.#stopping;
    if (!options.verify) return;
    for (;;) {
      await clock.sleep(toMs(options.verify.every), signal).catch(() => undefined);
      if (signal.aborted) return;
      await this.verify(options.verify.sample).catch((error: unknown) => this.#failed(toIntegrationError(error), []));
    }
  }

  /**
   * Looks at some SKUs that are told, and tells again what shows something else; and what the system knows since it was asked last.
   * Returns those.
   */
  async verify(sample: number): Promise<readonly string[]> {
    const { core, port, options, random } = this.#parts;
    const { table } = core.state.ledger;
    if (!this.#isRuled) return [];
    const told = [...table.skus.all().keys()].filter((sku) => !this.#queue.has(sku));
    const some = new Set(
      Array.from({ length: Math.min(sample, told.length) }, () => told[Math.floor(random() * told.length)] ?? 0),
    );
    const targets = [...some].flatMap((it) => this.#targets(it));
    if (targets.length === 0) return [];
    const levels = await port.read(
      [...some].map((it) => table.skus.name(it)),
      [...new Set(targets.map((it) => it.location))],
    );
    const drifted = new Set<string>();
    const learned = new Set<string>();
    for (const level of levels) {
      const sku = table.skus.find(level.sku) ?? -1;
      const place = placeOf({ sku, location: level.location });
      const shown = this.#shown.get(place);
      const quantity = options.kind === 'on-hand' ? level.onHand : (level.available ?? level.onHand);
      if (this.#queue.has(sku) || this.#refused.has(sku)) continue;
      if (shown === undefined) {
        // It knows a SKU, or a place of it, that it did not know when it was asked last.
        learned.add(level.sku);
        this.#add(sku);
        continue;
      }
      if (!shown.isSure || shown.units === toThousandths(quantity)) continue;
      drifted.add(level.sku);
      this.#shown.set(place, { ...shown, isSure: false });
      this.#add(sku);
    }
    this.#counts.drifted += drifted.size;
    // So many of a sample are no accident: somebody has written over all of them.
    if (drifted.size > 1 && drifted.size * 5 >= some.size) {
      for (const [place, shown] of this.#shown) this.#shown.set(place, { ...shown, isSure: false });
      this.#isAllDue = true;
    }
    if (drifted.size + learned.size > 0) this.#wake();
    return [...drifted, ...learned];
  }
}

const placeOf = ({ sku, location }: { readonly sku: number; readonly location: string }): string =>
  `${sku}\n${location}`;

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
