import { compare, type ErrorCode, IntegrationError, type Money, subtract } from '../primitives/index.ts';

type Path = readonly (string | number)[];

/** Adds one issue of ours to a zod check. */
export interface IssueSink {
  addIssue(issue: {
    code: 'custom';
    message: string;
    path: (string | number)[];
    /** The code of the error that it becomes, where it is not the caller's to say. */
    params?: { code: ErrorCode };
  }): void;
}

/** Proofs wait until every field is as it should be: nothing can be summed before. */
export const whenSound = {
  when: ({ issues }: { readonly issues: readonly unknown[] }): boolean => issues.length === 0,
};

/** Stops a document whose sides differ, with both sums and the difference named. */
export function mustEqual(
  sink: IssueSink,
  path: Path,
  left: readonly [string, Money],
  right: readonly [string, Money],
): void {
  const [leftName, leftSum] = left;
  const [rightName, rightSum] = right;
  if (compare(leftSum, rightSum) === 0) return;
  const difference = inWords(subtract(leftSum, rightSum));
  const message = `${leftName} is ${inWords(leftSum)}, ${rightName} is ${inWords(rightSum)}: a difference of ${difference}`;
  sink.addIssue({ code: 'custom', message, path: [...path], params: { code: 'unbalanced' } });
}

/**
 * The error that stops a document which would not come to its total there, with both amounts named.
 *
 * @param what - the document in words, `The sales order`
 */
export function unbalanced(what: string, actual: Money, expected: Money): IntegrationError {
  const amounts = { actual: inWords(actual), expected: inWords(expected) };
  return new IntegrationError(`${what} comes to ${amounts.actual} instead of ${amounts.expected}`, {
    code: 'unbalanced',
    path: 'total',
    details: amounts,
  });
}

/**
 * Stops a document with an amount in another currency than its own, wherever in it the amount stands.
 *
 * @param apart - a part that has a currency of its own
 * @returns whether all amounts are in it, so that they can be summed
 */
export function mustBeIn(sink: IssueSink, currency: string, document: object, apart?: string): boolean {
  const own = Object.entries(document).filter(([key]) => key !== apart);
  // Nearly every document passes, so paths are only made for one that does not.
  if (own.every(([, value]) => isAllIn(currency, value))) return true;
  for (const [key, value] of own) {
    visitAmounts(value, [key], (amount, path) => {
      if (amount.currency === currency) return;
      const message = `is in ${amount.currency}, the document in ${currency}`;
      sink.addIssue({ code: 'custom', message, path: [...path], params: { code: 'currency-mismatch' } });
    });
  }
  return false;
}

/** Stops a document in which two entries have the same id, so that nothing can refer to one of them. */
export function mustDiffer(sink: IssueSink, name: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (seen.size !== seen.add(id).size) continue;
    const message = 'must be another id than those of the entries before';
    sink.addIssue({ code: 'custom', message, path: [name, index, 'id'] });
  }
}

function isAllIn(currency: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((it) => isAllIn(currency, it));
  if (isAmount(value)) return value.currency === currency;
  for (const key in value) if (!isAllIn(currency, value[key as never])) return false;
  return true;
}

/** Calls back for every amount inside a value. */
function visitAmounts(value: unknown, path: Path, visit: (amount: Money, path: Path) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isAmount(value)) return visit(value, path);
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, member] of entries) visitAmounts(member, [...path, key], visit);
}

function isAmount(value: object): value is Money {
  return 'currency' in value && 'amount' in value;
}

const inWords = ({ amount, currency }: Money): string => `${amount} ${currency}`;
