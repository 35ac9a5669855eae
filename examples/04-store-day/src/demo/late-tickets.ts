import { type TillSink, type TillTicket } from '@crossdock/connector-pos/testing';

/** A till that froze before it had sent its last sale: the sale comes when somebody switches it on again. */
export interface FreezingSink extends TillSink {
  /** Keeps the next sale of this store back. */
  freeze(): void;
  /** Sends what was kept back. */
  thaw(): void;
}

/** Puts a till that can freeze before a sink. */
export function freezing(sink: TillSink): FreezingSink {
  let isFrozen = false;
  let kept: readonly TillTicket[] = [];
  return {
    upload(ticket) {
      const isKept = kept.includes(ticket);
      if (isFrozen && ticket.kind === 'sale' && !isKept) {
        isFrozen = false;
        kept = [...kept, ticket];
        return undefined;
      }
      // One that is sent twice is kept back once.
      return isKept ? undefined : sink.upload(ticket);
    },
    freeze: () => void (isFrozen = true),
    thaw() {
      const late = kept;
      kept = [];
      for (const ticket of late) void sink.upload(ticket);
    },
  };
}
