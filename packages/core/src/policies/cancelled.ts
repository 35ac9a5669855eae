import { IntegrationError } from '../primitives/index.ts';

/** The error of a wait that the caller gave up before anything was sent: nothing happened. */
export function cancelled(signal: AbortSignal): IntegrationError {
  return new IntegrationError('The call was cancelled', {
    code: 'cancelled',
    disposition: 'retry',
    cause: signal.reason,
  });
}

/** Throws `cancelled` if the caller gave up already. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal);
}
