import { type HttpFailure } from '../capabilities/index.ts';
import { IntegrationError, type Disposition, type ErrorCode } from '../primitives/index.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
}

const meanings: Readonly<Record<number, Meaning>> = {
  400: { code: 'input-invalid', message: 'The system does not accept the request' },
  401: { code: 'unauthorized', message: 'The system does not accept our credentials' },
  403: { code: 'forbidden', message: 'Our credentials do not allow this' },
  404: { code: 'not-found', message: 'The system does not have it' },
  409: { code: 'conflict', message: 'The system holds something that contradicts the request' },
  410: { code: 'not-found', message: 'The system does not have it any more' },
  412: { code: 'conflict', message: 'It changed since we read it' },
  422: { code: 'input-invalid', message: 'The system does not accept the content of the request' },
  423: { code: 'conflict', message: 'It is locked' },
  429: { code: 'throttled', message: 'The system asked us to slow down' },
  503: { code: 'system-unavailable', message: 'The system says it is not available' },
};

/**
 * What HTTP itself says about a failure, for everything that a connector's own table does not know. A server error
 * leaves open how far the server came, so for a write it is `unknown`; only 503 and 429 say that nothing was done.
 */
export function commonErrors(failure: HttpFailure): IntegrationError {
  const { status, effect, retryAfterMs, method, path } = failure;
  const known = meanings[status];
  const serverFailed = status >= 500 || status === 408;
  const code = known?.code ?? (serverFailed ? 'system-unavailable' : 'input-invalid');
  const message = known?.message ?? (serverFailed ? 'The system failed' : 'The system refused the request');
  return new IntegrationError(`${message} (${status})`, {
    code,
    disposition: dispositionOf(status, effect),
    retryAfterMs,
    details: { status, method, path },
  });
}

function dispositionOf(status: number, effect: HttpFailure['effect']): Disposition {
  if (status === 429 || status === 503) return 'retry';
  if (status < 500 && status !== 408) return 'reject';
  return effect === 'write' ? 'unknown' : 'retry';
}
