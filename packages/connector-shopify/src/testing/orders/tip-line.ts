import type { BookedLine, BookedOrder } from '../book-entries.ts';

/** The lines as the platform lists them: a tip is one of them, with nothing that could be sent or looked up. */
export function listedLines(order: BookedOrder): readonly BookedLine[] {
  const tip = tipLine(order);
  return tip ? [...order.lines, tip] : order.lines;
}

/** The line that stands for the tip; undefined where nobody gave one. */
export function tipLine({ id, tip }: BookedOrder): BookedLine | undefined {
  if (tip.shop === 0n) return undefined;
  return {
    id: id * 10n + 9n,
    item: {
      productId: 0n,
      variantId: 0n,
      inventoryItemId: 0n,
      sku: null,
      title: 'Tip',
      price: tip,
      giftCard: false,
      deleted: true,
    },
    title: 'Tip',
    requiresShipping: false,
    taxable: false,
    giftCard: false,
    properties: undefined,
    priced: { unitPrice: tip, original: tip, allocations: [], net: tip, taxes: [] },
    quantity: 1,
    currentQuantity: 1,
    // It is not open: nothing of it can be sent.
    fulfilledQuantity: 1,
    returnedQuantity: 0,
  };
}
