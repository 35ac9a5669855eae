import { type Disposition, type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** The envelope of OData errors. What is useful stands in the innermost message. */
const ErrorBody = z.object({
  error: z.object({
    code: z.string().catch(''),
    message: z.string().catch(''),
    innererror: z
      .object({ message: z.string().catch(''), type: z.string().catch('') })
      .optional()
      .catch(undefined),
  }),
});

interface Rule {
  readonly when: RegExp;
  readonly code: ErrorCode;
  readonly disposition?: Disposition;
  readonly sentence: string;
}

/**
 * Refusals come as 400 whatever they are about, in the language of the app's user (`en-US` for these words). The first rule that fits
 * wins.
 */
const rules: readonly Rule[] = [
  {
    when: /update conflict|another user process/i,
    code: 'conflict',
    disposition: 'retry',
    sentence: 'The record was changed in Dynamics 365 at the same moment',
  },
  {
    when: /period[^;]*(?:clos|on hold|not open)|(?:clos|on hold|not open)[^;]*period|fiscal[^;]*(?:clos|hold|not open)/i,
    code: 'period-closed',
    sentence: 'The fiscal period of the date is closed or on hold in Dynamics 365',
  },
  {
    when: /already exist|duplicate/i,
    code: 'duplicate',
    sentence: 'Dynamics 365 has a record like this already',
  },
  {
    when: /access denied|not authorized|insufficient (?:rights|privileges|permission)/i,
    code: 'forbidden',
    sentence: 'The user of the app lacks a right in Dynamics 365',
  },
  {
    when: /is not found in the related table|does not exist|not found|cannot be found/i,
    code: 'unmapped',
    sentence: 'Dynamics 365 does not know a record that the document refers to',
  },
  {
    when: /must (?:consequently )?be (?:specified|filled in)|is mandatory|is blocked|is stopped/i,
    code: 'refused',
    sentence: 'Dynamics 365 does not take the document',
  },
  {
    when: /status|already (?:posted|invoiced)|cannot be (?:changed|deleted|edited)|only [\d.]+ is open|nothing to post/i,
    code: 'conflict',
    sentence: 'The state of the record in Dynamics 365 does not allow this',
  },
];

/** The failures of Finance & Operations in our words. `undefined` leaves a failure to the common table. */
export function toD365Error({ status, body, effect, retryAfterMs }: HttpFailure): IntegrationError | undefined {
  const text = usefulText(body);
  const details = { httpStatus: status };
  switch (status) {
    case 429:
      return new IntegrationError('Dynamics 365 asks us to slow down', { code: 'throttled', retryAfterMs, details });
    case 401:
      return new IntegrationError(
        'Dynamics 365 does not accept the token: is the client id registered under Microsoft Entra ID applications?',
        { code: 'unauthorized', details },
      );
    case 403:
      return new IntegrationError('The user of the app lacks a right in Dynamics 365', { code: 'forbidden', details });
    case 404:
      return new IntegrationError('Dynamics 365 has no such record in this legal entity', {
        code: 'not-found',
        details,
      });
    case 412:
      return new IntegrationError('The record was changed in Dynamics 365 meanwhile', {
        code: 'conflict',
        disposition: 'retry',
        details,
      });
    case 503:
      return new IntegrationError('Dynamics 365 is away for maintenance', {
        code: 'maintenance',
        // A row may have been saved although the answer is an error.
        ...(effect === 'write' && { disposition: 'unknown' }),
        retryAfterMs: retryAfterMs ?? 60_000,
        details,
      });
  }
  if (status >= 500) {
    return new IntegrationError('Dynamics 365 failed while it worked on the request', {
      code: effect === 'write' ? 'outcome-unknown' : 'system-unavailable',
      retryAfterMs,
      details,
    });
  }
  return status === 400 ? refusalOf(text, details) : undefined;
}

/** A refusal by its words. Also for the parts of a batch. */
export function refusalOf(text: string, details: Readonly<Record<string, string | number>> = {}): IntegrationError {
  const rule = rules.find((candidate) => candidate.when.test(text));
  const reason = text === '' ? '' : `: ${text}`;
  if (!rule) return new IntegrationError(`Dynamics 365 refuses${reason}`, { code: 'refused', details });
  return new IntegrationError(`${rule.sentence}${reason}`, {
    code: rule.code,
    ...(rule.disposition !== undefined && { disposition: rule.disposition }),
    details,
  });
}

const noise = /^(?:validate(?:Write|Field)|insert|update) failed on|^update has been cancell?ed/i;
const longest = 300;

/**
 * What a person can use of an error: what stands after `Infolog:`, without its levels and without the lines that only say that
 * something failed. Never the stack trace.
 */
export function usefulText(body: unknown): string {
  const parsed = ErrorBody.safeParse(body);
  if (!parsed.success) return '';
  const { innererror, message } = parsed.data.error;
  const whole = innererror?.message || (message === 'An error has occurred.' ? '' : message);
  const [, infolog = whole] = /Infolog:\s*([\s\S]*)$/.exec(whole) ?? [];
  const sentences = infolog
    .split(';')
    .map((it) => it.replace(/^\s*(?:Info|Warning|Error):\s*/, '').trim())
    .filter((it) => it !== '' && !noise.test(it));
  return [...new Set(sentences)].join('; ').replaceAll(/\s+/g, ' ').slice(0, longest);
}
