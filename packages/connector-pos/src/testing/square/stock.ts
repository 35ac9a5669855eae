import { type Json } from './answers.ts';
import { type Books, quantityText } from './books.ts';
import { type BookedChange, type BookedOrder } from './entries.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** A change of stock before it is booked. */
export type NewChange = Omit<BookedChange, 'id' | 'serial' | 'createdAt'>;

/** Books changes of stock, and tells what they come to. */
export class Stock {
  readonly #books: Books;
  readonly #sender: WebhookSender;

  constructor(books: Books, sender: WebhookSender) {
    this.#books = books;
    this.#sender = sender;
  }

  /** Books a change. */
  book(change: NewChange): BookedChange {
    const booked = {
      ...change,
      id: this.#books.nextId('CHANGE'),
      serial: this.#books.nextSerial(),
      createdAt: this.#books.instant(),
    };
    this.#books.changes.push(booked);
    return booked;
  }

  /** Tells the counts that changes come to, with an event for all of them. */
  tell(changes: readonly BookedChange[]): readonly Json[] {
    const places = new Map<string, { readonly variationId: string; readonly locationId: string }>();
    for (const { variationId, from, to, counted } of changes) {
      for (const end of [from, to, counted]) {
        if (end?.state === 'IN_STOCK')
          places.set(`${variationId}@${end.locationId}`, { variationId, locationId: end.locationId });
      }
    }
    const counts = [...places.values()].flatMap((it) => this.countOf(it.variationId, it.locationId));
    const [first] = changes;
    if (first && counts.length > 0) {
      const object = { inventory_counts: counts };
      this.#sender.tell('inventory.count.updated', { id: first.id, dataType: 'inventory_counts', object });
    }
    return counts;
  }

  /** The count of an article at a location, in the platform's shape. */
  countOf(variationId: string, locationId: string): readonly Json[] {
    const stock = this.#books.inStock(variationId, locationId);
    if (!stock) return [];
    return [
      {
        catalog_object_id: variationId,
        catalog_object_type: 'ITEM_VARIATION',
        state: 'IN_STOCK',
        location_id: locationId,
        quantity: quantityText(stock.units),
        calculated_at: stock.at,
      },
    ];
  }

  /** Takes what an order sold off the stock: the platform does it by itself. */
  sold(order: BookedOrder): void {
    const lines = (order['line_items'] ?? []) as readonly Json[];
    this.#move(order, lines, (at) => ({
      from: { state: 'IN_STOCK', locationId: at },
      to: { state: 'SOLD', locationId: at },
    }));
  }

  /** Puts what came back into stock. */
  returned(order: BookedOrder, lines: readonly Json[]): void {
    this.#move(order, lines, (at) => ({
      from: { state: 'SOLD', locationId: at },
      to: { state: 'IN_STOCK', locationId: at },
    }));
  }

  #move(order: BookedOrder, lines: readonly Json[], ends: (at: string) => Pick<NewChange, 'from' | 'to'>): void {
    const booked = lines.flatMap((line) => {
      const variationId = line['catalog_object_id'];
      if (typeof variationId !== 'string') return [];
      const units = Math.round(Number(line['quantity']) * 100_000);
      const occurredAt = this.#books.instant();
      const common = { kind: 'ADJUSTMENT', variationId, units, occurredAt, transactionId: order.id } as const;
      return [this.book({ ...common, ...ends(order.location_id) })];
    });
    // Counting takes time that nobody needs who does not listen.
    if (this.#sender.isHeard) this.tell(booked);
  }
}
