import { type Effect } from '../capabilities/index.ts';
import { IntegrationError } from '../primitives/index.ts';

/**
 * What a request without an answer means. The one question is whether it was sent: a request that never left may be
 * repeated, a write that left and was not answered may have happened.
 */
export function withoutAnswer(thrown: unknown, effect: Effect): IntegrationError {
  const reason = neverSentReason(thrown);
  if (reason !== undefined) {
    return new IntegrationError(`The system cannot be reached (${reason})`, {
      code: 'system-unavailable',
      disposition: 'retry',
      details: { reason },
      cause: thrown,
    });
  }
  return new IntegrationError('The connection was lost before the answer was complete', {
    code: 'connection-lost',
    disposition: effect === 'write' ? 'unknown' : 'retry',
    cause: thrown,
  });
}

/** Failures before the first byte of the request: name look-up, connecting, the TLS handshake. */
const beforeSending = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const callsBeforeSending = new Set(['connect', 'getaddrinfo']);

/** The system's name for the failure if the request surely never left. Looks through causes and through tries of several addresses. */
function neverSentReason(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    const reasons = thrown.errors.map(neverSentReason);
    return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  }
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  const early =
    (code !== undefined && beforeSending.has(code)) || (syscall !== undefined && callsBeforeSending.has(syscall));
  return early ? (code ?? syscall) : neverSentReason(thrown.cause);
}
