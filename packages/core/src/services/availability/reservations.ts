import {
  type DepartureOptions,
  type HoldLineRef,
  type HoldRef,
  type HoldState,
  type StockHold,
  type StockPromises,
  type StockRequest,
} from '../../orchestrator/index.ts';
import { type Duration, IntegrationError, toIntegrationError, toMs } from '../../primitives/index.ts';
import { Instant, type Order, parse } from '../../schemas/index.ts';
import { takenOff } from './taken-off.ts';
import { type AskedStock, askedOf, contentOf } from './stock-request.ts';
import { type Core } from './core.ts';
import { type MovementFact } from './facts.ts';
import { departureRef, hasLeftBy, releasedBy, takenBy, toStockHold } from './hold-lines.ts';
import { type Hold, type HoldPatch, isLive, leftOf, newHold } from './holds.ts';
import { unknownSku } from './offer.ts';
import { type Demand, type Plan, planSourcing, type Shortage } from './sourcing.ts';
import { toAmount, toThousandths } from './units.ts';

/** Promises units, and keeps account of what becomes of the promises. */
export class Reservations implements StockPromises {
  readonly #core: Core;
  /** The decision under way for a key; the next one for it waits. */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Promises all units or none. It resolves once the promise is durable.
   *
   * @throws IntegrationError `insufficient-stock` naming what is short and where; `key-mismatch` when the key is known for
   * something else; `conflict` when the reservation of that key has ended without its goods leaving
   */
  reserve(request: StockRequest | Order): Promise<StockHold> {
    // Most of what a hot SKU costs beside the disk is here: a promise that nobody needs is felt.
    try {
      const asked = askedOf(request);
      const content = contentOf(asked);
      return this.#one(asked.key, () => this.#reserve(asked, content));
    } catch (error) {
      return Promise.reject(toIntegrationError(error));
    }
  }

  async #reserve(asked: AskedStock, content: string): Promise<StockHold> {
    const { holds } = this.#core.state;
    const known = holds.get(asked.key);
    if (known) return this.#again(known, content);
    const demands = this.#demands(asked.lines);
    for (;;) {
      let now = this.#core.now();
      if (holds.nextExpiry <= now) {
        await this.expireDue();
        now = this.#core.now();
      }
      const plan = this.#plan(asked, demands, now);
      if ('lines' in plan) {
        const hold = this.#newHold(asked, content, plan.lines, now);
        await this.#core.promise(hold);
        return toStockHold(holds.get(hold.key) ?? hold);
      }
      if (!this.#core.isWriting) throw insufficient(plan.shortages);
      // A refusal may rest on a promise that is not durable yet; if it fails there is something to promise after all.
      await this.#core.settled();
      const settled = this.#plan(asked, demands, this.#core.now());
      if ('shortages' in settled) throw insufficient(settled.shortages);
    }
  }

  /** What is short, if the same were asked now. Promises nothing. */
  shortages(
    request: StockRequest | Order,
  ): readonly { sku: string; location?: string; asked: string; sellable: string; mostSplits?: number }[] {
    const asked = askedOf(request);
    const plan = this.#plan(asked, this.#demands(asked.lines), this.#core.now());
    if ('lines' in plan) return [];
    return plan.shortages.map((it) => ({ ...it, asked: toAmount(it.asked), sellable: toAmount(it.sellable) }));
  }

  get(key: string): StockHold | undefined {
    const hold = this.#core.state.holds.get(key);
    return hold && toStockHold(hold);
  }

  /** Lets a promise last longer: until an instant, or by so long from now. One that lasts longer already stays as it is. */
  extend(ref: HoldRef, to: { readonly until: string } | { readonly by: Duration }): Promise<StockHold> {
    return this.#change(ref, ['held', 'picking'], ({ expiresAt }) => {
      if (expiresAt === undefined) return {};
      const asked =
        'until' in to ? Date.parse(parse(Instant, to.until, { what: 'the expiry' })) : this.#core.now() + toMs(to.by);
      return { expiresAt: Math.max(expiresAt, asked) };
    });
  }

  /** Somebody walks to the shelf: from now on the promise is extended when its time is over, never dropped. */
  startPicking(ref: HoldRef): Promise<StockHold> {
    return this.#change(ref, ['held', 'picking'], () => ({ state: 'picking' }));
  }

  /** Makes the promise final: it no longer expires, and holds its units until they leave. */
  commit(ref: HoldRef): Promise<StockHold> {
    return this.#change(ref, ['held', 'picking', 'committed'], ({ committedAt }) => ({
      state: 'committed',
      committedAt: committedAt ?? this.#core.now(),
    }));
  }

  /**
   * Gives units back: all that is still held, or some lines. Of a promise that has ended nothing is held, so giving it back
   * changes nothing.
   */
  release(ref: HoldRef, { lines }: { readonly lines?: readonly HoldLineRef[] } = {}): Promise<StockHold> {
    return this.#one(keyOf(ref), async () => {
      const hold = this.#mustKnow(ref);
      if (!isLive(hold)) return toStockHold(hold);
      const released = lines
        ? releasedBy(hold, lines)
        : hold.lines.map((_, line) => (hold.released[line] ?? 0) + leftOf(hold, line));
      const after = { ...hold, released };
      const isOver = hold.lines.every((_, line) => leftOf(after, line) === 0);
      const patch: HoldPatch = isOver ? { released, state: 'released', endedAt: this.#core.now() } : { released };
      return this.#write(hold.key, patch);
    });
  }

  /** Gives back what was taken off an order, as it stands at an instant in epoch milliseconds. */
  async takeOff(order: Order, at: number): Promise<void> {
    const { holds } = this.#core.state;
    for (const { key } of holds.of(order.ref)) {
      await this.#one(key, async () => {
        // Looked at anew for each: what one gives back, another keeps.
        const patch = takenOff(order, at, holds.of(order.ref)).get(key);
        if (patch) await this.#write(key, patch);
      });
    }
  }

  /**
   * The goods have left: the units are taken off what is on hand, and no longer held. Not needed where a system tells of the
   * movement with the order's reference.
   */
  fulfil(ref: HoldRef, { at, reference, lines }: DepartureOptions = {}): Promise<StockHold> {
    return this.#one(keyOf(ref), async () => {
      const hold = this.#mustKnow(ref);
      if (hold.state === 'fulfilled' || hasLeftBy(hold, reference, lines)) return toStockHold(hold);
      mustBe(hold, ['held', 'picking', 'committed']);
      const leaving = lines ? takenBy(hold, lines) : hold.lines.map((_, line) => leftOf(hold, line));
      const when =
        at === undefined ? this.#core.now() : Date.parse(parse(Instant, at, { what: 'the time of leaving' }));
      const facts = hold.lines.flatMap(({ sku, location, unit }, line): MovementFact[] => {
        const units = leaving[line] ?? 0;
        if (units === 0) return [];
        return [
          {
            kind: 'movement',
            ref: departureRef(reference ?? hold.key, line),
            sku,
            location,
            unit,
            delta: -units,
            at: when,
            documentRef: hold.key,
          },
        ];
      });
      await this.#core.submit(facts);
      return toStockHold(this.#core.state.holds.get(hold.key) ?? hold);
    });
  }

  /** Decides about every hold whose time is over: nobody picks it, so it is given up; somebody does, so it is extended. */
  async expireDue(): Promise<void> {
    const now = this.#core.now();
    if (this.#core.state.holds.nextExpiry > now) return;
    const due = this.#core.state.holds.due(now);
    await Promise.all(due.map((key) => this.#one(key, () => this.#expire(key, now))));
  }

  async #expire(key: string, now: number): Promise<void> {
    const hold = this.#core.state.holds.get(key);
    if (!hold || (hold.expiresAt ?? Infinity) > now) return;
    if (hold.state === 'held') await this.#write(key, { state: 'expired', endedAt: now });
    if (hold.state === 'picking') {
      const extendMs = Math.max(1, toMs(this.#core.rulesAt(now).holds.extendPickingBy));
      await this.#write(key, { expiresAt: now + extendMs, extensions: hold.extensions + 1 });
    }
  }

  #change(ref: HoldRef, from: readonly HoldState[], patchOf: (hold: Hold) => HoldPatch): Promise<StockHold> {
    return this.#one(keyOf(ref), async () => {
      const hold = this.#mustKnow(ref);
      if (hold.state === 'held' && (hold.expiresAt ?? Infinity) <= this.#core.now())
        await this.#expire(hold.key, this.#core.now());
      const current = this.#mustKnow(ref);
      mustBe(current, from);
      return this.#write(current.key, patchOf(current));
    });
  }

  async #write(key: string, patch: HoldPatch): Promise<StockHold> {
    await this.#core.submit([{ kind: 'hold.changed', key, patch }]);
    return toStockHold(this.#mustKnow(key));
  }

  #again(known: Hold, content: string): StockHold {
    if (known.content !== content) {
      throw new IntegrationError('A reservation under this key asks for something else than before', {
        code: 'key-mismatch',
        path: 'key',
        details: { key: known.key },
      });
    }
    if (isLive(known) || known.state === 'fulfilled') return toStockHold(known);
    throw new IntegrationError(`The reservation under this key is ${known.state}; ask again under another key`, {
      code: 'conflict',
      path: 'key',
      details: { key: known.key, state: known.state },
    });
  }

  #newHold(asked: AskedStock, content: string, lines: Hold['lines'], now: number): Hold {
    const { key, orderRef, channel } = asked;
    return newHold({
      key,
      content,
      lines,
      createdAt: now,
      orderRef,
      channel,
      expiresAt: this.#expiryOf(asked, now),
    });
  }

  #expiryOf({ expiresAt }: AskedStock, now: number): number | undefined {
    if (expiresAt === 'never') return undefined;
    return expiresAt === undefined ? now + this.#core.offers(now).policy.holdsLastMs : Date.parse(expiresAt);
  }

  /** Several lines of one SKU are one demand: they take from the same units. */
  #demands(lines: AskedStock['lines']): readonly Demand[] {
    const [only, ...others] = lines;
    if (only && others.length === 0) return [this.#demandOf(only, 0)];
    const demands = new Map<string, Demand>();
    for (const [index, line] of lines.entries()) {
      const key = `${line.sku}\n${line.location ?? ''}`;
      const demand = this.#demandOf(line, index);
      demands.set(key, { ...demand, units: (demands.get(key)?.units ?? 0) + demand.units });
    }
    return [...demands.values()];
  }

  #demandOf({ sku, quantity, location }: AskedStock['lines'][number], index: number): Demand {
    const { table } = this.#core.state.ledger;
    table.checkUnit(sku, quantity.unit);
    const units = toThousandths(quantity, `lines.${index}.quantity`);
    const demand = { sku, number: table.skus.find(sku) ?? unknownSku, unit: quantity.unit, units };
    return location === undefined ? demand : { ...demand, location };
  }

  #plan(asked: AskedStock, demands: readonly Demand[], now: number): Plan {
    const { state } = this.#core;
    const { locations } = state.ledger.table;
    return planSourcing({
      offers: this.#core.offers(now),
      channel: asked.channel,
      method: asked.method,
      demands,
      near: asked.near,
      locationName: (it) => locations.name(it),
      findLocation: (name) => locations.find(name),
      ordersToday: (location) => state.holds.ordersOfDay(location, now),
    });
  }

  #mustKnow(ref: HoldRef): Hold {
    const hold = this.#core.state.holds.get(keyOf(ref));
    if (hold) return hold;
    throw new IntegrationError('There is no reservation under this key', {
      code: 'not-found',
      path: 'key',
      details: { key: keyOf(ref) },
    });
  }

  /** Decisions about one reservation are taken one after the other. */
  #one<T>(key: string, decide: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(key);
    const deciding = before ? before.then(decide, decide) : decide();
    this.#busy.set(key, deciding);
    const decided = () => {
      if (this.#busy.get(key) === deciding) this.#busy.delete(key);
    };
    deciding.then(decided, decided);
    return deciding;
  }
}

function mustBe(hold: Hold, states: readonly HoldState[]): void {
  if (states.includes(hold.state)) return;
  throw new IntegrationError(`The reservation is ${hold.state}`, {
    code: 'conflict',
    path: 'key',
    details: { key: hold.key, state: hold.state },
  });
}

const mostNamed = 5;

function insufficient(shortages: readonly Shortage[]): IntegrationError {
  const [first] = shortages;
  const named = shortages
    .slice(0, mostNamed)
    .map((it) => `${it.sku}: ${toAmount(it.asked)} asked, ${toAmount(it.sellable)} sellable ${whereInWords(it)}`);
  const more = shortages.length > mostNamed ? `; and ${shortages.length - mostNamed} more` : '';
  return new IntegrationError(`There is not enough to promise: ${named.join('; ')}${more}`, {
    code: 'insufficient-stock',
    path: 'lines',
    details: {
      sku: first?.sku ?? '',
      ...(first?.location !== undefined && { location: first.location }),
      ...(first?.mostSplits !== undefined && { mostSplits: first.mostSplits }),
      asked: toAmount(first?.asked ?? 0),
      sellable: toAmount(first?.sellable ?? 0),
      shortages: shortages.length,
    },
  });
}

function whereInWords({ location, mostSplits, isPackedOut }: Shortage): string {
  if (isPackedOut) return 'at all locations that can pack another order today';
  if (location !== undefined) return `at ${location}`;
  if (mostSplits === undefined) return 'at all locations together';
  return mostSplits === 1 ? 'from one location' : `from ${mostSplits} locations, the most that an order is split over`;
}

const keyOf = (ref: HoldRef): string => (typeof ref === 'string' ? ref : ref.key);
