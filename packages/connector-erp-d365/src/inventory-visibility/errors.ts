import { type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { ItemAnswer } from './api/bulk.ts';

interface Rule {
  readonly when: RegExp;
  readonly code: ErrorCode;
  readonly sentence: string;
}

/** What the service says when it refuses, in its own words. The first rule that fits wins; what fits none is `refused`. */
const rules: readonly Rule[] = [
  {
    when: /read[- ]?only/i,
    code: 'forbidden',
    sentence: 'The data source is read-only in Inventory Visibility',
  },
  {
    when: /not enough|insufficient|less than|exceed(?:s|ed)? (?:the )?avail|unavailable quantity|availab\w* (?:to reserve )?is not/i,
    code: 'conflict',
    sentence: 'Inventory Visibility does not have as many units to reserve',
  },
  {
    when: /(?:reservation|organi[sz]ation|environment)\b.*(?:not (?:found|exist)|does not exist|unknown|invalid)/i,
    code: 'not-found',
    sentence: 'Inventory Visibility does not have it',
  },
  {
    when: /dimension|data ?source|measure|modifier|index|not (?:configured|defined)/i,
    code: 'unmapped',
    sentence: 'The configuration of Inventory Visibility does not have what the request names',
  },
];

/** The failures of the service in our words. `undefined` leaves a failure to the common table. */
export function toVisibilityError(failure: HttpFailure): IntegrationError | undefined {
  const { status, body, effect, retryAfterMs } = failure;
  const details = { httpStatus: status };
  switch (status) {
    case 400:
    case 422:
      return refusalOf(wordsOf(body), details);
    case 401:
      return new IntegrationError('Inventory Visibility does not accept the access token', {
        code: 'unauthorized',
        details,
      });
    case 403:
      return new IntegrationError('The app has no access to Inventory Visibility in this environment', {
        code: 'forbidden',
        details,
      });
    case 404:
      return new IntegrationError('Inventory Visibility does not know the environment, or has nothing there', {
        code: 'not-found',
        details,
      });
    case 413:
      return new IntegrationError('Inventory Visibility does not take a request of this size', {
        code: 'refused',
        details,
      });
    case 429:
      return new IntegrationError('Inventory Visibility asks us to slow down', {
        code: 'throttled',
        retryAfterMs,
        details,
      });
  }
  if (status !== 408 && status < 500) return undefined;
  return new IntegrationError('Inventory Visibility failed while it worked on the request', {
    code: 'system-unavailable',
    // Nothing says how far it came. Ids make the repetition harmless.
    ...(effect === 'write' && { disposition: 'unknown' }),
    retryAfterMs,
    details,
  });
}

/** Whether an item was taken. `partialSuccess` is how a release says that less was held than it gave back. */
export function isTaken({ processingStatus, statusCode = 200 }: ItemAnswer): boolean {
  return /^(?:partial)?success$/i.test(processingStatus) && statusCode < 300;
}

/** Why one item of a bulk request was not taken. */
export function itemRefusal(answer: ItemAnswer, path?: string): IntegrationError {
  const { statusCode = 400, message } = answer;
  const details = { httpStatus: statusCode };
  if (statusCode === 429 || statusCode === 408 || statusCode >= 500) {
    return new IntegrationError('Inventory Visibility could not work on all items just now', {
      code: statusCode === 429 ? 'throttled' : 'system-unavailable',
      // Other items of the request were taken.
      disposition: 'unknown',
      details,
    });
  }
  return refusalOf(clean(message), details, path);
}

function refusalOf(text: string, details: Readonly<Record<string, number>>, path?: string): IntegrationError {
  const rule = rules.find(({ when }) => when.test(text));
  const reason = text === '' ? '' : `: ${text}`;
  return new IntegrationError(`${rule?.sentence ?? 'Inventory Visibility refuses'}${reason}`, {
    code: rule?.code ?? 'refused',
    details,
    path,
  });
}

const Words = z.union([
  z.string(),
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ Message: z.string() }).transform(({ Message }) => Message),
]);
const longest = 200;

/** The sentence of an error body, whichever of the usual shapes it has. */
function wordsOf(body: unknown): string {
  return clean(Words.safeParse(body).data ?? '');
}

/** One short line. What looks like a page is no sentence. */
function clean(text: string): string {
  if (text.trimStart().startsWith('<')) return '';
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
}
