import { type Disposition, type ErrorCode, errorCodes } from './error-codes.ts';

/** Facts beside the sentence. Never payloads, secrets or customer data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** What an {@link IntegrationError} is made from. */
export interface IntegrationErrorOptions {
  readonly code: ErrorCode;
  /** @default the disposition of the code */
  readonly disposition?: Disposition | undefined;
  /** Do not try again sooner, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Where in the document or configuration: `lines.2.sku`. */
  readonly path?: string | undefined;
  /** The system that it happened with. */
  readonly system?: string | undefined;
  readonly details?: ErrorDetails | undefined;
  readonly cause?: unknown;
}

/**
 * The one error of crossdock. Its code says what happened, its disposition what may be done next, its message tells it
 * to a person. It never holds a payload, a secret or customer data, and never prints its cause's message unless the cause is an
 * `IntegrationError` too.
 *
 * @example
 * ```ts
 * import { IntegrationError } from '@crossdock/core';
 *
 * throw new IntegrationError('The till asked us to slow down', { code: 'throttled', retryAfterMs: 2_000 });
 * ```
 */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
  readonly code: ErrorCode;
  readonly disposition: Disposition;
  declare readonly retryAfterMs?: number;
  declare readonly path?: string;
  declare readonly system?: string;
  declare readonly details?: ErrorDetails;

  constructor(message: string, options: IntegrationErrorOptions) {
    // The cause stays reachable for code, but it is no enumerable member, so printers do not walk into it.
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.disposition = options.disposition ?? errorCodes[options.code].disposition;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.path !== undefined) this.path = options.path;
    if (options.system !== undefined) this.system = options.system;
    if (options.details !== undefined) this.details = options.details;
  }

  toJSON(): Readonly<Record<string, unknown>> {
    const { code, disposition, message, path, system, retryAfterMs, details } = this;
    return {
      name: this.name,
      code,
      disposition,
      message,
      path,
      system,
      retryAfterMs,
      details,
      cause: describeCause(this.cause),
    };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const facts = Object.entries(this.details ?? {}).map(([key, value]) => `${key}=${String(value)}`);
    const where = [this.system, this.path].filter((it) => it !== undefined).join(' ');
    const head = `IntegrationError [${this.code}, ${this.disposition}]: ${this.message}`;
    const cause = describeCause(this.cause);
    const tail = [where && `at ${where}`, facts.join(' '), cause && `cause: ${cause}`].filter(Boolean).join('; ');
    const stack = (this.stack ?? '')
      .split('\n')
      .slice(1)
      .filter((line) => line.trimStart().startsWith('at '))
      .join('\n');
    return [tail ? `${head} (${tail})` : head, stack].filter(Boolean).join('\n');
  }
}

/** Whether a value is an {@link IntegrationError}, also one of another copy of this package. */
export function isIntegrationError(value: unknown): value is IntegrationError {
  return (
    value instanceof IntegrationError ||
    (value instanceof Error && value.name === 'IntegrationError' && 'disposition' in value)
  );
}

/**
 * Any thrown value as an {@link IntegrationError}; foreign errors become `fallbackCode` with their class and the place in the code
 * that made them. Their message stays in the `cause`: it may hold a customer.
 */
export function toIntegrationError(error: unknown, fallbackCode: ErrorCode = 'internal'): IntegrationError {
  if (isIntegrationError(error)) return error;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? placeOf(error) : undefined;
  const what = place === undefined ? kind : `${kind} at ${place}`;
  return new IntegrationError(`Something failed unexpectedly (${what})`, { code: fallbackCode, cause: error });
}

/** `book-order.ts:12:9`: the first place outside the runtime. What comes before the frames is the message, and is left out. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const from = message === '' ? 0 : stack.indexOf(message);
  if (from < 0) return undefined;
  const frames = stack
    .slice(from + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  for (const frame of frames) {
    const place = frame.includes('node:') ? undefined : /[\\/]([\w.-]+:\d+:\d+)\)?$/.exec(frame)?.[1];
    if (place !== undefined) return place;
  }
  return undefined;
}

function describeCause(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  if (isIntegrationError(cause)) return `IntegrationError [${cause.code}]: ${cause.message}`;
  return cause instanceof Error ? cause.constructor.name : typeof cause;
}
