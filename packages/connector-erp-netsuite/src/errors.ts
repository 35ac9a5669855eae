import { type ErrorCode, type Disposition, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

const ErrorBody = z.object({
  'o:errorCode': z.string().optional(),
  'o:errorDetails': z
    .array(
      z.object({
        detail: z.string().catch(''),
        'o:errorCode': z.string().catch(''),
        'o:errorPath': z.string().optional().catch(undefined),
      }),
    )
    .min(1),
});

/** RESTlets and scripts word their errors in a second envelope. */
const ScriptErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string().catch('') }) });

interface VendorFailure {
  readonly code: string;
  readonly detail: string;
  readonly path?: string | undefined;
}

interface Rule {
  readonly when: (failure: VendorFailure) => boolean;
  readonly code: ErrorCode;
  readonly disposition?: Disposition;
  readonly sentence: string;
}

const busyCodes = new Set([
  'CONCURRENCY_LIMIT_EXCEEDED',
  'SSS_REQUEST_LIMIT_EXCEEDED',
  'SSS_CONCURRENCY_LIMIT_EXCEEDED',
  'WS_REQUEST_BLOCKED',
  'WS_CONCUR_SESSION_DISALLWD',
]);

/**
 * Most refusals come as `USER_ERROR`, whatever they are about: the sentence tells them apart. The first rule that fits wins;
 * each of them is an answer of 4xx, so nothing was written.
 */
const rules: readonly Rule[] = [
  {
    when: ({ code, detail }) => busyCodes.has(code) || /concurren\w* (?:request )?limit|request blocked/i.test(detail),
    code: 'busy',
    sentence: 'NetSuite works on as many requests of this account as it allows at once',
  },
  {
    when: ({ code, detail }) => code === 'PERIOD_CLOSED' || (/period/i.test(detail) && /clos|lock/i.test(detail)),
    code: 'period-closed',
    sentence: 'The accounting period of the posting date is closed or locked in NetSuite',
  },
  {
    when: ({ code, detail }) => /^DUP_|DUPLICATE/.test(code) || /already exists/i.test(detail),
    code: 'duplicate',
    sentence: 'NetSuite has a record under this external id or name already',
  },
  {
    when: ({ code, detail }) => code === 'RCRD_HAS_BEEN_CHANGED' || /record has been changed/i.test(detail),
    code: 'conflict',
    disposition: 'retry',
    sentence: 'The record was changed in NetSuite at the same moment',
  },
  {
    when: ({ code, detail }) =>
      code === 'INSUFFICIENT_PERMISSION' || /not have permission|permission violation/i.test(detail),
    code: 'forbidden',
    sentence: 'The role of the integration lacks a permission in NetSuite',
  },
  {
    when: ({ code, detail }) =>
      code === 'INVALID_INITIALIZE_REF' ||
      /can ?not initialize|exceeds? the quantity|cannot be fulfilled/i.test(detail),
    code: 'conflict',
    sentence: 'The state of the record in NetSuite does not allow this',
  },
  {
    when: ({ detail }) => /invalid (?:field value|reference key)/i.test(detail),
    code: 'unmapped',
    sentence: 'NetSuite does not know a record that the document refers to',
  },
];

/** The platform's failures in our words. `undefined` leaves a failure to the common table. */
export function toNetsuiteError(failure: HttpFailure): IntegrationError | undefined {
  const { status, effect, retryAfterMs } = failure;
  const vendor = vendorFailureOf(failure.body);
  const facts = { httpStatus: status, ...(vendor?.code ? { vendorCode: vendor.code } : {}) };
  if (vendor?.code === 'IDEMPOTENCY_ERROR') return knownBefore(failure, facts);
  if (status === 429)
    return new IntegrationError('NetSuite asks us to slow down', { code: 'busy', retryAfterMs, details: facts });
  if (status === 503) {
    return new IntegrationError('NetSuite is in maintenance', {
      code: 'maintenance',
      retryAfterMs: retryAfterMs ?? 60_000,
      details: facts,
    });
  }
  if (status >= 500) return uncertain(effect, facts, retryAfterMs);
  if (status === 401)
    return new IntegrationError('NetSuite does not accept the access token or the role', {
      code: 'unauthorized',
      details: facts,
    });
  if (status === 404 || vendor?.code === 'NONEXISTENT_ID')
    return new IntegrationError('NetSuite has no such record', { code: 'not-found', details: facts });
  if (!vendor) return undefined;
  const rule = rules.find((candidate) => candidate.when(vendor));
  const path = vendor.path;
  if (!rule)
    return new IntegrationError(`NetSuite refuses: ${inWords(vendor.detail)}`, {
      code: 'refused',
      path,
      details: facts,
    });
  const reason = rule.code === 'busy' ? '' : `: ${inWords(vendor.detail)}`;
  return new IntegrationError(`${rule.sentence}${reason}`, {
    code: rule.code,
    disposition: rule.disposition,
    path,
    retryAfterMs,
    details: facts,
  });
}

/** The write was handed over before, and its job is named: whoever asked takes that for a success. */
function knownBefore({ headers }: HttpFailure, details: Readonly<Record<string, string | number>>): IntegrationError {
  const job = jobAt(headers.get('location'));
  return new IntegrationError('NetSuite knows this write already', {
    code: 'duplicate',
    disposition: 'unknown',
    details: { ...details, ...(job === undefined ? {} : { job }) },
  });
}

/** The id at the end of a job's address. Its host is not looked at: what follows goes to the account's own. */
export function jobAt(location: string | null): string | undefined {
  return location === null ? undefined : /\/async\/v1\/job\/([\w-]+)\/?$/.exec(location)?.[1];
}

/** An internal error says nothing about whether the record was written. */
function uncertain(
  effect: HttpFailure['effect'],
  details: Readonly<Record<string, string | number>>,
  retryAfterMs: number | undefined,
): IntegrationError {
  const writes = effect === 'write';
  return new IntegrationError(writes ? 'NetSuite failed inside while it was writing' : 'NetSuite failed inside', {
    code: 'system-unavailable',
    disposition: writes ? 'unknown' : 'retry',
    retryAfterMs,
    details,
  });
}

function vendorFailureOf(body: unknown): VendorFailure | undefined {
  const parsed = ErrorBody.safeParse(body);
  const first = parsed.success ? parsed.data['o:errorDetails'][0] : undefined;
  if (first) return { code: first['o:errorCode'], detail: first.detail, path: first['o:errorPath'] };
  const script = ScriptErrorBody.safeParse(body);
  return script.success ? { code: script.data.error.code, detail: script.data.error.message } : undefined;
}

const longestReason = 160;

/** The platform's own reason, without what could be about a customer: addresses, names in quotes, long numbers. */
export function inWords(detail: string): string {
  const reason = detail
    .replace(/^Error while accessing a resource\.\s*/i, '')
    .replaceAll(/\S+@\S+/g, '…')
    .replaceAll(/(["'])(?![A-Za-z_]\w*\1)[^"']*\1/g, '…')
    .replaceAll(/\+?\d[\d ()-]{7,}\d/g, '…')
    .trim();
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason || 'without a reason';
}
