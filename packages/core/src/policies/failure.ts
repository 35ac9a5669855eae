import { type Effect } from '../capabilities/index.ts';
import { IntegrationError, isIntegrationError, type Disposition } from '../primitives/index.ts';
import { isWorthRepeating } from './repeatable.ts';

/**
 * The end of every error table: whatever an implementation throws becomes one error with a code, a disposition and the
 * name of the system.
 *
 * What is not an `IntegrationError` is a fault in the connector, and nobody can tell how far it came: `internal`, and for
 * a write `unknown`. A read has no effect, so it is never `unknown`: it may be repeated, or a person must look.
 */
export function toFailure(
  thrown: unknown,
  about: { readonly system: string; readonly effect: Effect },
): IntegrationError {
  const { system, effect } = about;
  if (!isIntegrationError(thrown)) {
    return new IntegrationError('The connector failed in a way that it does not describe', {
      code: 'internal',
      disposition: effect === 'write' ? 'unknown' : 'reject',
      system,
      cause: thrown,
    });
  }
  const disposition = effect === 'read' ? ofRead(thrown) : thrown.disposition;
  if (thrown.system !== undefined && thrown.disposition === disposition) return thrown;
  const { message, code, retryAfterMs, path, details, cause } = thrown;
  return new IntegrationError(message, {
    code,
    disposition,
    retryAfterMs,
    path,
    details,
    cause,
    system: thrown.system ?? system,
  });
}

function ofRead(error: IntegrationError): Disposition {
  if (error.disposition !== 'unknown') return error.disposition;
  return isWorthRepeating(error) || error.code === 'cancelled' ? 'retry' : 'reject';
}
