import { IntegrationError } from '@crossdock/core';
import type { ItemAnswer } from './api/bulk.ts';
import { isTaken } from './errors.ts';

/** Says of a refusal how much of the request was taken all the same. The same request again makes up for the rest. */
export function takenInPart(refusal: IntegrationError, answers: readonly ItemAnswer[]): IntegrationError {
  const taken = answers.filter(isTaken).length;
  if (taken === 0 || refusal.disposition !== 'reject') return refusal;
  return new IntegrationError(
    `${refusal.message} (${taken} of ${answers.length} were taken; the same request again makes up for the rest)`,
    {
      code: refusal.code,
      path: refusal.path,
      details: { ...refusal.details, taken, asked: answers.length },
      cause: refusal,
    },
  );
}
