import { compare, type ErrorCode, isZero, type Money, subtract } from '../primitives/index.ts';

/** Adds one issue of ours to a zod check. */
export interface IssueSink {
  addIssue(issue: { code: 'custom'; message: string; path: (string | number)[]; params: { code: ErrorCode } }): void;
}

/** Stops a document whose sides differ, with both sums and the difference named. */
export function mustEqual(sink: IssueSink, path: (string | number)[], left: readonly [string, Money], right: readonly [string, Money]): void {
  const [leftName, leftSum] = left;
  const [rightName, rightSum] = right;
  if (compare(leftSum, rightSum) === 0) return;
  const difference = subtract(leftSum, rightSum);
  const message =
    `${leftName} is ${inWords(leftSum)}, ${rightName} is ${inWords(rightSum)}: ` + `a difference of ${inWords(difference)}`;
  sink.addIssue({ code: 'custom', message, path, params: { code: 'unbalanced' } });
}

/** Stops a document with an amount in another currency than its own. Returns whether all are in it. */
export function mustBeIn(sink: IssueSink, currency: string, amounts: Iterable<readonly [(string | number)[], Money | undefined]>): boolean {
  let all = true;
  for (const [path, amount] of amounts) {
    if (amount === undefined || amount.currency === currency) continue;
    all = false;
    const message = `is in ${amount.currency}, the document in ${currency}`;
    sink.addIssue({ code: 'custom', message, path, params: { code: 'currency-mismatch' } });
  }
  return all;
}

/** An amount that counts. */
export const counts = (amount: Money | undefined): amount is Money => amount !== undefined && !isZero(amount);

const inWords = ({ amount, currency }: Money): string => `${amount} ${currency}`;
