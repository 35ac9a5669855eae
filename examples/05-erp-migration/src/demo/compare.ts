import { type OrderBooks, type OrderInBooks } from './books.ts';

/** What one order is in two books, where they do not say the same. */
export interface Difference {
  readonly ref: string;
  readonly what: string;
}

/** Holds two books against each other, order by order: orders, money, parcels, bills and credits. */
export function compareBooks(
  [left, right]: readonly [OrderBooks, OrderBooks],
  { names, isIn }: { readonly names: readonly [string, string]; readonly isIn: (ref: string) => boolean },
): readonly Difference[] {
  const refs = [...new Set([...left.keys(), ...right.keys()])].filter((ref) => isIn(ref)).toSorted();
  return refs.flatMap((ref) => {
    const [a, b] = [left.get(ref), right.get(ref)];
    if (!a || !b) return [{ ref, what: `not in the books of ${a ? names[1] : names[0]}` }];
    return differences(a, b).map(([what, of]) => ({
      ref,
      what: `${what}: ${names[0]} says ${of(a)}, ${names[1]} says ${of(b)}`,
    }));
  });
}

type Reading = readonly [what: string, of: (order: OrderInBooks) => string];

const readings: readonly Reading[] = [
  ['orders', ({ copies }) => String(copies)],
  ['cancelled', ({ cancelled }) => (cancelled ? 'yes' : 'no')],
  ['left', ({ left }) => left || 'nothing'],
  ['billed', ({ billed }) => billed.map(inMoney).join(' and ') || 'nothing'],
  ['credited', ({ credited }) => credited.map(inMoney).join(' and ') || 'nothing'],
];

function differences(a: OrderInBooks, b: OrderInBooks): readonly Reading[] {
  const total: Reading = ['total', (order) => inMoney(order.total ?? 0)];
  const isTold = a.total !== undefined && b.total !== undefined;
  return [...readings, ...(isTold ? [total] : [])].filter(([, of]) => of(a) !== of(b));
}

const inMoney = (amount: number): string => (amount / 100).toFixed(2);
