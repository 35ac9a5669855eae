import { type EventRecord, type Journal } from '../../journal/index.ts';
import { IntegrationError, isIntegrationError, toIntegrationError } from '../../primitives/index.ts';
import { type EventData, type ReadEvent, readEvent } from '../../schemas/index.ts';
import { type Core } from './core.ts';
import { type Entry } from './entries.ts';
import { notAfter } from './facts.ts';
import { factsOfEvent, fulfillmentRef, type StockEvent, stockEvents } from './event-facts.ts';
import { departureRef } from './hold-lines.ts';
import { isLive, leftOf } from './holds.ts';
import { type Reservations } from './reservations.ts';

/** From which systems an event is taken for stock: named ones, or all. */
export type TakenFrom = Readonly<
  Partial<Record<StockEvent | 'order.changed' | 'order.cancelled' | 'fulfillment.cancelled', readonly string[]>>
>;

/** An event that says nothing about stock that can be counted, and why. */
export interface RefusedEvent {
  readonly event: EventRecord;
  readonly error: IntegrationError;
}

/** What the feed reads and where it tells. */
export interface EventFeedParts {
  readonly core: Core;
  readonly reservations: Reservations;
  readonly journal: Pick<Journal, 'events'>;
  /** Systems by event; an event that is not named is taken from every system. */
  readonly from: TakenFrom;
  /** Tells a person. Called again for the same event when the process dies meanwhile. */
  readonly refused: (refused: RefusedEvent) => Promise<void>;
}

const eventsPerRead = 500;

const asksHolds: ReadonlySet<string> = new Set([
  'fulfillment.created',
  'fulfillment.cancelled',
  'order.changed',
  'order.cancelled',
]);

/**
 * Takes what the journal records over into the ledger, each event once: how far it has come is durable together with what it
 * took, and a fact that comes again is known by its reference.
 */
export class EventFeed {
  readonly #parts: EventFeedParts;
  #reading: Promise<void> | undefined;
  #isAsked = false;

  constructor(parts: EventFeedParts) {
    this.#parts = parts;
  }

  /** Takes everything over that is recorded by now. */
  catchUp(): Promise<void> {
    this.#isAsked = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    const { core, journal } = this.#parts;
    while (this.#isAsked) {
      this.#isAsked = false;
      for (let isMore = true; isMore;) {
        const page = await journal.events({ after: core.state.cursor, limit: eventsPerRead });
        for (let from = 0; from < page.length;) {
          const { source } = page[from] as EventRecord;
          let to = from + 1;
          while (page[to]?.source === source) to += 1;
          await this.#take(source, page.slice(from, to));
          from = to;
        }
        isMore = page.length === eventsPerRead;
      }
    }
  }

  async #take(source: string, events: readonly EventRecord[]): Promise<void> {
    const { core, refused } = this.#parts;
    let eventOf = new Map<Entry, EventRecord>();
    const submit = async (seq: number): Promise<void> => {
      const taken = eventOf;
      eventOf = new Map();
      const refusals = await core.submitAll([...taken.keys(), { kind: 'cursor', seq }], source);
      for (const [entry, error] of refusals) {
        const event = taken.get(entry);
        if (event) await refused({ event, error });
      }
    };
    for (const event of events) {
      // What these mean depends on what is held, so everything before them must be in.
      if (asksHolds.has(event.name) && eventOf.size > 0) await submit(event.seq - 1);
      try {
        for (const entry of await this.#entriesOf(event)) eventOf.set(entry, event);
      } catch (error) {
        if (isIntegrationError(error) && error.disposition === 'retry') throw error;
        await refused({ event, error: toIntegrationError(error) });
      }
    }
    await submit(events.at(-1)?.seq ?? 0);
  }

  async #entriesOf({ name, source, envelope, recordedAt }: EventRecord): Promise<readonly Entry[]> {
    const { from, core } = this.#parts;
    const systems = (from as Readonly<Record<string, readonly string[] | undefined>>)[name];
    if (systems !== undefined && !systems.includes(source)) return [];
    const read = () => readEvent(JSON.parse(envelope));
    const data = (): unknown => read().data;
    if (name === 'order.changed') return this.#takeOff(read());
    if (name === 'order.cancelled') return this.#releaseOrder(data() as EventData<'order.cancelled'>);
    if (name === 'fulfillment.cancelled') return this.#callOff(data() as EventData<'fulfillment.cancelled'>);
    if (!isStockEvent(name)) return [];
    const entries = factsOfEvent(name, source, data(), (orderRef, sku) => this.#heldWhere(orderRef, sku)).map((it) =>
      it.kind === 'level' ? notAfter(it, Date.parse(recordedAt)) : it,
    );
    for (const it of entries) {
      if (it.kind === 'level' || it.kind === 'movement') core.state.ledger.table.checkUnit(it.sku, it.unit);
    }
    return entries;
  }

  /** An order of which units were taken off needs them no more. */
  async #takeOff({ envelope, data }: ReadEvent): Promise<readonly Entry[]> {
    await this.#parts.reservations.takeOff(data as EventData<'order.changed'>, Date.parse(envelope.time));
    return [];
  }

  /** An order that was called off needs its units no more. */
  async #releaseOrder({ orderRef }: EventData<'order.cancelled'>): Promise<readonly Entry[]> {
    const { core, reservations } = this.#parts;
    for (const hold of core.state.holds.of(orderRef)) if (isLive(hold)) await reservations.release(hold.key);
    return [];
  }

  /** A shipment that was called off: its units are there again, and held again for their order. */
  #callOff({ ref, orderRef, occurredAt }: EventData<'fulfillment.cancelled'>): readonly Entry[] {
    const { holds } = this.#parts.core.state;
    const back = holds.of(orderRef).flatMap((hold) =>
      hold.departures.flatMap((it) => {
        const line = hold.lines[it.line];
        // It was taken off when it was told, or by a flow under the same reference.
        const movement = [fulfillmentRef(ref), departureRef(ref, it.line)].find((by) => it.ref.startsWith(`${by}@`));
        return line && movement !== undefined ? [{ line, it, movement }] : [];
      }),
    );
    if (back.length === 0) {
      throw new IntegrationError('A shipment was called off that took nothing from a reservation', {
        code: 'not-found',
        path: 'ref',
        details: { ref },
      });
    }
    const at = Date.parse(occurredAt);
    const movements = new Map<string, Extract<Entry, { kind: 'movement' }>>();
    for (const { line, it, movement } of back) {
      const { sku, unit } = line;
      const location = it.ref.slice(movement.length + 1);
      const known = movements.get(`${sku}\n${location}`);
      const delta = (known?.delta ?? 0) + it.units;
      movements.set(`${sku}\n${location}`, {
        kind: 'movement',
        ref: `called-off/${ref}`,
        sku,
        location,
        unit,
        delta,
        at,
      });
    }
    const voided = [...new Set(back.map((it) => it.movement))].map((movement) => ({
      kind: 'departure.voided' as const,
      documentRef: orderRef,
      ref: movement,
    }));
    return [...voided, ...movements.values()];
  }

  #heldWhere(orderRef: string, sku: string): { readonly location: string; readonly units: number }[] {
    return this.#parts.core.state.holds
      .of(orderRef)
      .flatMap((hold) =>
        hold.lines.flatMap((line, index) =>
          line.sku === sku ? [{ location: line.location, units: leftOf(hold, index) }] : [],
        ),
      );
  }
}

function isStockEvent(name: string): name is StockEvent {
  return (stockEvents as readonly string[]).includes(name);
}
