import { type Disposition, type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** The envelope of errors. */
const ErrorBody = z.object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) });

interface Rule {
  readonly when: (code: string, text: string) => boolean;
  readonly code: ErrorCode;
  readonly disposition?: Disposition;
  readonly sentence: string;
  /** Whether what the platform says is told: only where it names a setting, never a value. */
  readonly told?: boolean;
}

const named =
  (...codes: readonly string[]) =>
  (code: string): boolean =>
    codes.includes(code);
const worded =
  (words: RegExp) =>
  (_: string, text: string): boolean =>
    words.test(text);

/** Refusals by code, then by words (in the language of the request, `en-US`). The first rule that fits wins. */
const rules: readonly Rule[] = [
  {
    when: named('Request_EntityChanged', 'BadRequest_InvalidToken'),
    code: 'conflict',
    disposition: 'retry',
    sentence: 'The record was changed in Business Central meanwhile',
  },
  {
    when: named('Internal_EntityWithSameKeyExists'),
    code: 'duplicate',
    sentence: 'Business Central has a record like this already',
  },
  {
    when: named('Internal_CompanyNotFound'),
    code: 'config-invalid',
    sentence: 'Business Central has no such company in this environment',
  },
  {
    when: named('Internal_RecordNotFound', 'BadRequest_ResourceNotFound', 'Internal_DataNotFoundFilter'),
    code: 'not-found',
    sentence: 'Business Central has no such record',
  },
  // The platform calls a question that it cannot read by this name: it says nothing of what is there.
  {
    when: named('BadRequest_NotFound'),
    code: 'refused',
    sentence: 'Business Central does not read the request as it is written',
  },
  {
    when: (code) => code.startsWith('Authentication_'),
    code: 'unauthorized',
    sentence: 'Business Central does not accept the credentials',
  },
  {
    when: (code) => code.startsWith('Authorization_'),
    code: 'forbidden',
    sentence: 'The app lacks a permission set in Business Central',
  },
  {
    when: worded(
      /allowed posting dates|posting date[^.]*range|(?:accounting period|fiscal year)[^.]*(?:closed|does not exist)/i,
    ),
    code: 'period-closed',
    sentence: 'Business Central does not take postings on this date',
  },
  {
    when: worded(/enter numbers manually/i),
    code: 'refused',
    sentence: 'A number series of Business Central does not allow numbers of our own (Manual Nos.)',
  },
  {
    when: named('Internal_InvalidTableRelation'),
    code: 'unmapped',
    sentence: 'Business Central does not know a record that the document refers to',
  },
  {
    when: worded(
      /nothing to post|already (?:posted|shipped|invoiced)|cannot (?:ship|invoice|return) more|must be equal to '?open'?/i,
    ),
    code: 'conflict',
    sentence: 'The state of the record in Business Central does not allow this',
  },
  {
    when: named('Application_DialogException', 'Application_FieldValidationException'),
    code: 'refused',
    sentence: 'Business Central does not take the document',
    told: true,
  },
];

/** The failures of Business Central in our words. `undefined` leaves a failure to the common table. */
export function toBusinessCentralError({
  status,
  body,
  effect,
  retryAfterMs,
}: HttpFailure): IntegrationError | undefined {
  const details = { httpStatus: status, ...vendorCodeOf(body) };
  const failed = (message: string, code: ErrorCode, more: { readonly disposition?: Disposition } = {}) =>
    new IntegrationError(message, { code, retryAfterMs, details, ...more });
  switch (status) {
    case 429:
      return failed('Business Central asks us to slow down', 'throttled');
    case 401:
      return failed('Business Central does not accept the token', 'unauthorized');
    case 403:
      return failed('The app lacks a permission set in Business Central', 'forbidden');
    // What waited for its turn too long has not begun; but who says so may be a gateway.
    case 503:
      return failed('Business Central is away or overloaded', 'system-unavailable', {
        ...(effect === 'write' && { disposition: 'unknown' }),
      });
    // An operation that took eight minutes, and a gateway that waited ten: a write may have been made.
    case 408:
    case 504:
      return effect === 'write'
        ? failed('Business Central did not end in time; it may have been done', 'outcome-unknown')
        : failed('Business Central did not answer in time', 'timeout', { disposition: 'retry' });
  }
  if (status >= 500) {
    return failed(
      'Business Central failed while it worked on the request',
      effect === 'write' ? 'outcome-unknown' : 'system-unavailable',
    );
  }
  return refusalOf(status, body);
}

/** A refusal (4xx), also of a part of a batch. */
export function refusalOf(status: number, body: unknown): IntegrationError {
  const parsed = ErrorBody.safeParse(body).data?.error;
  const { code = '', message = '' } = parsed ?? {};
  const details = { httpStatus: status, ...vendorCodeOf(body) };
  const rule = rules.find((it) => it.when(code, message)) ?? byStatus[status] ?? anyOther;
  const text = rule.told === true ? safeText(message) : '';
  return new IntegrationError(text === '' ? rule.sentence : `${rule.sentence}: ${text}`, {
    code: rule.code,
    ...(rule.disposition !== undefined && { disposition: rule.disposition }),
    details,
  });
}

const never = (): boolean => false;

const byStatus: Readonly<Partial<Record<number, Rule>>> = {
  404: { when: never, code: 'not-found', sentence: 'Business Central has no such record' },
  409: {
    when: never,
    code: 'conflict',
    disposition: 'retry',
    sentence: 'The record was changed in Business Central meanwhile',
  },
  412: {
    when: never,
    code: 'conflict',
    disposition: 'retry',
    sentence: 'The record was changed in Business Central meanwhile',
  },
};

const anyOther: Rule = { when: never, code: 'refused', sentence: 'Business Central refuses the request' };

/** The platform's own code, as long as it looks like one. */
function vendorCodeOf(body: unknown): { readonly vendorCode?: string } {
  const code = ErrorBody.safeParse(body).data?.error.code ?? '';
  return /^[A-Za-z_]{1,60}$/.test(code) ? { vendorCode: code } : {};
}

const longest = 200;

/** What a person can use of a message: without values in quotes, addresses, and the correlation id behind it. */
function safeText(message: string): string {
  return message
    .replace(/\s*CorrelationId:[\s\S]*$/i, '')
    .replace(/\s*Value:[\s\S]*$/i, '')
    .replaceAll(/'[^']*'|"[^"]*"/g, '…')
    .replaceAll(/\S+@\S+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longest);
}
