import type { Books } from './entity-model.ts';

/** Units that the item ledger has. */
export function stockOf(
  books: Books,
  where: { readonly itemNumber: string; readonly locationCode?: string; readonly variantCode?: string },
): number {
  return books.where('itemLedgerEntries', where).reduce((sum, entry) => sum + Number(entry['quantity']), 0);
}

/** An entry of the item ledger. Its location and variant are kept, and not told by the standard API. */
export function moveStock(
  books: Books,
  move: {
    readonly itemNumber: string;
    readonly variantCode: string;
    readonly locationCode: string;
    readonly quantity: number;
    readonly postingDate: string;
    readonly documentNumber: string;
    readonly entryType: 'Sale' | 'Positive Adjmt.' | 'Negative Adjmt.';
  },
): void {
  books.put('itemLedgerEntries', move);
}
