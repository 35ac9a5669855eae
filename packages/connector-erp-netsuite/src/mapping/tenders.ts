import { IntegrationError, type Order } from '@crossdock/core';

const label = 'Tenders: ';

/** Means that are no money: what they pay reduces what is owed to the buyer, not what lies in the till. */
const noMoney: ReadonlySet<string> = new Set(['gift-card', 'store-credit', 'loyalty']);

/**
 * How an order was paid, in words for its memo: `Tenders: card 50.00 USD, gift-card 20.00 USD`. A sales order has no
 * other place for it.
 */
export function tendersInWords({ tenders }: Pick<Order, 'tenders'>): string | undefined {
  if (tenders.length === 0) return undefined;
  const words = tenders.map(({ kind, amount }) => `${kind} ${amount.amount} ${amount.currency}`);
  return `${label}${words.join(', ')}`;
}

/** A cash sale books its whole total as money. Refuses one for an order that says that a part was paid by other means. */
export function refuseOtherMeans(memo: string | undefined): void {
  if (memo?.startsWith(label) !== true) return;
  const kinds = memo.slice(label.length).split(', ');
  const other = kinds.map((it) => it.split(' ', 1)[0] ?? '').find((kind) => noMoney.has(kind));
  if (other === undefined) return;
  throw new IntegrationError(`A part of the order was paid by ${other}, and a cash sale books money only`, {
    code: 'unsupported-document',
    path: 'kind',
    details: { tender: other },
  });
}
