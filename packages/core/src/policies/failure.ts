import { type Effect } from '../capabilities/index.ts';
import { IntegrationError, isIntegrationError } from '../primitives/index.ts';

/**
 * The end of every error table: whatever an implementation throws becomes one error with a code, a disposition and the
 * name of the system.
 *
 * What is not an `IntegrationError` is a fault in the connector, and nobody can tell how far it came: `internal`, and for a write
 * `unknown`. A read has no effect, so what is `unknown` for a write is `retry` for a read.
 */
export function toFailure(thrown: unknown, about: { readonly system: string; readonly effect: Effect }): IntegrationError {
  const { system, effect } = about;
  if (!isIntegrationError(thrown)) {
    return new IntegrationError('The connector failed in a way that it does not describe', {
      code: 'internal',
      disposition: effect === 'write' ? 'unknown' : 'reject',
      system,
      cause: thrown,
    });
  }
  const disposition = effect === 'read' && thrown.disposition === 'unknown' ? 'retry' : thrown.disposition;
  if (thrown.system !== undefined && thrown.disposition === disposition) return thrown;
  return new IntegrationError(thrown.message, {
    code: thrown.code,
    disposition,
    system: thrown.system ?? system,
    cause: thrown.cause,
    ...(thrown.retryAfterMs !== undefined && { retryAfterMs: thrown.retryAfterMs }),
    ...(thrown.path !== undefined && { path: thrown.path }),
    ...(thrown.details !== undefined && { details: thrown.details }),
  });
}
