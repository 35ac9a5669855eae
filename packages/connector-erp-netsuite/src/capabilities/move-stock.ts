import type { Call, CheckedInput, DocumentRef, Implementation } from '@crossdock/core';
import type { DocumentType } from '../external-id.ts';
import { type StockBody, type StockMapping, toAdjustment, toTransfer } from '../mapping/stock-documents.ts';
import { documentOf, type Rooms, visibleWithin } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';

/** A request of which a document is made that moves stock. */
interface Moved {
  readonly ref: string;
  readonly occurredAt: string;
  readonly businessDate?: string | undefined;
}

/** How the document is made. */
interface Kind<R extends Moved> {
  readonly type: DocumentType;
  skus(request: R): readonly string[];
  body(request: R, mapping: StockMapping): StockBody;
}

/** A document that moves stock: made once under our external id. */
function moveStock<R extends Moved>(rooms: Rooms, { type, skus, body }: Kind<R>) {
  return {
    once: {
      visibleWithin,
      async probe({ ref }: R, { signal }: Call): Promise<DocumentRef | undefined> {
        const found = await look(rooms, type, ref, signal);
        return found && documentOf(rooms, type, found);
      },
    },
    async run(request: R, { signal }: Call): Promise<DocumentRef> {
      const items = await rooms.items.bySku(skus(request), signal);
      const wanted = { type, reference: request.ref, tranDate: dateOf(rooms, request) };
      const made = await ensured(rooms, { ...wanted, body: body(request, { config: rooms.config, items }) }, signal);
      return documentOf(rooms, type, made);
    },
  };
}

/** Changes stock by an inventory adjustment. A change of another fact is another document, whatever it is. */
export function adjustInventory(rooms: Rooms): Implementation<'adjustInventory'> {
  return moveStock<CheckedInput<'adjustInventory'>>(rooms, {
    type: 'inventoryAdjustment',
    skus: ({ changes }) => changes.map(({ sku }) => sku),
    body: toAdjustment,
  });
}

/** Moves stock by an inventory transfer, which has no time on the way. */
export function transferInventory(rooms: Rooms): Implementation<'transferInventory'> {
  return moveStock<CheckedInput<'transferInventory'>>(rooms, {
    type: 'inventoryTransfer',
    skus: ({ lines }) => lines.map(({ sku }) => sku),
    body: toTransfer,
  });
}
