import { type Change } from './journal.ts';

/** ISO instant at which a change happened. */
export function instantOf(change: Change): string {
  switch (change.type) {
    case 'delivery.received':
      return change.delivery.receivedAt;
    case 'event.recorded':
      return change.event.recordedAt;
    case 'step.attempted':
      return change.attempt.at;
    case 'step.finished':
      return change.step.at;
    default:
      return change.at;
  }
}
