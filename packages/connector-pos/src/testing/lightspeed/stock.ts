import { type Books, levelId } from './books.ts';
import { type BookedLevel, type BookedSale } from './entries.ts';
import { takenBy } from './sale-totals.ts';
import { type WebhookSender } from './webhook-sender.ts';

/** Keeps the levels: absolute numbers, with no record of what moved them. */
export class Stock {
  readonly #books: Books;
  readonly #sender: WebhookSender;

  constructor(books: Books, sender: WebhookSender) {
    this.#books = books;
    this.#sender = sender;
  }

  /** Sets a level. */
  set(productId: string, outletId: string, level: number): BookedLevel {
    const id = levelId(productId, outletId);
    const row = this.#books.levels.put({ id, productId, outletId, level, version: this.#books.nextVersion() });
    this.#sender.tellLevel(row);
    return row;
  }

  /** Moves a level by so much. Products that keep no stock have none. */
  move(productId: string, outletId: string, by: number): void {
    if (by === 0 || this.#books.products.get(productId)?.hasInventory !== true) return;
    this.set(productId, outletId, this.level(productId, outletId) + by);
  }

  level(productId: string, outletId: string): number {
    return this.#books.levels.get(levelId(productId, outletId))?.level ?? 0;
  }

  /** Takes off what a sale sold by now more than it had, and puts back what it sold less. */
  follow(before: BookedSale | undefined, after: BookedSale): void {
    const had = takenBy(before);
    const has = takenBy(after);
    for (const productId of new Set([...had.keys(), ...has.keys()])) {
      this.move(productId, after.outletId, (had.get(productId) ?? 0) - (has.get(productId) ?? 0));
    }
  }
}
