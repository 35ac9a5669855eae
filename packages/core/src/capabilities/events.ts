import { type Duration, type IntegrationError } from '../primitives/index.ts';
import { type EventData, type EventName } from '../schemas/index.ts';
import { type ReadCall } from './once.ts';

/** A business fact as a connector tells it, before it is put into an envelope. */
export type SourceEvent<E extends EventName = EventName> = {
  [N in E]: {
    readonly name: N;
    /** The same fact has the same id, whether a webhook or a sweep brings it. A fact with versions (`order.changed`) has the version in it. */
    readonly id: string;
    /** The business reference: the key of the runs it starts. */
    readonly key: string;
    /** ISO instant. */
    readonly occurredAt: string;
    readonly data: EventData<N>;
    /** Other ids by which people and systems know it (`#1001`, a platform's id): each finds the transaction again. */
    readonly identifiers?: readonly string[];
  };
}[E];

/**
 * A fact that is there and cannot be told in our words. It parks by itself as an exception under its key, and whatever comes with it
 * goes on.
 */
export type RefusedEvent<E extends EventName = EventName> = Pick<SourceEvent<E>, 'name' | 'id' | 'key'> & {
  /** Why: an unknown word of the platform, amounts that do not add up. Never a failure that may pass. */
  readonly refused: IntegrationError;
};

/** A push from the platform as it came, not yet trusted. */
export interface IncomingDelivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The URL as the sender called it: some platforms sign it. */
  readonly url: string;
}

/** A verified push as the journal kept it. */
export interface StoredDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly topic: string;
  /** ISO instant. */
  readonly receivedAt: string;
}

/** Receives a platform's pushes: verify at once, decode later from the journal. */
export interface WebhookSource<E extends EventName = EventName> {
  /** The events that come this way. */
  readonly emits: readonly E[];
  /** Longer bodies are refused unread. */
  readonly maxBodyBytes: number;
  /**
   * Answers a platform that asks whether somebody is there before it pushes anything: the text that it wants told back. `undefined` for
   * whatever is no such question. Nothing is read or stored for it.
   */
  greet?(call: Pick<IncomingDelivery, 'headers' | 'url'>): string | undefined;
  /** Throws `signature-missing` or `signature-invalid` before anything is parsed. Raw bytes in. */
  verify(delivery: IncomingDelivery): void | Promise<void>;
  /** What the delivery is, from headers and body, cheap and without network. The second delivery with the same id is a duplicate. */
  identify(delivery: IncomingDelivery): { readonly id: string; readonly topic: string };
  /**
   * Turns a stored delivery into events; may read the platform. A delivery that means nothing to us is an empty list. What
   * it throws becomes an exception that can be replayed.
   */
  decode(delivery: StoredDelivery, call: ReadCall): Promise<readonly SourceEvent<NoInfer<E>>[]>;
}

/** A span of time to sweep. Both ends are ISO instants; the caller fixes the upper one, so that windows meet without a gap. */
export interface SweepWindow {
  readonly from: string;
  readonly to: string;
  readonly signal: AbortSignal;
}

/** Reads what changed since a point in time: the backstop for pushes that were lost, or the only source. */
export interface Sweep<E extends EventName = EventName> {
  /** The events that come this way. */
  readonly emits: readonly E[];
  readonly every: Duration;
  /** How far each window reaches back into the one before it. */
  readonly overlap: Duration;
  run(window: SweepWindow): AsyncIterable<SourceEvent<NoInfer<E>> | RefusedEvent<NoInfer<E>>>;
}

/** How a {@link Backfill} is asked. */
export interface BackfillRequest {
  /** ISO instant: nothing that is older than this. Absent: from the beginning. */
  readonly since?: string | undefined;
  /** The `resume` of the last portion that was kept. Absent: from its start. */
  readonly resume?: string | undefined;
  readonly signal: AbortSignal;
  /** Tells how far it is, for whoever watches: things done, and of how many if that is known. */
  progress(done: number, total?: number): void;
}

/** Some facts of a backfill, and the place to go on from once they are kept. */
export interface BackfillPortion<E extends EventName = EventName> {
  readonly events: readonly (SourceEvent<E> | RefusedEvent<E>)[];
  /** Good for a later process too; a portion that was kept is not told again from here. */
  readonly resume: string;
}

/** Reads everything that a system has, once: the first load, or a repair. Its facts have the ids that webhook and sweep give them. */
export interface Backfill<E extends EventName = EventName> {
  /** The events that come this way. */
  readonly emits: readonly E[];
  run(request: BackfillRequest): AsyncIterable<BackfillPortion<NoInfer<E>>>;
}
