import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Availability, isIntegrationError, seededRandom, type StockHold } from '@crossdock/core';
import { type Buyer } from './buyers.ts';
import { type Chain, online } from './chain.ts';
import { type Plan } from './plan.ts';
import { type Service } from './service.ts';
import { type ShopFloor } from './shop-floor.ts';

/** What became of buyers. */
export interface Sales {
  placed: number;
  /** The number that buyers were shown was too low for what they wanted. */
  soldOut: number;
  /** It was enough when they looked, and gone when they paid: nobody was promised it. */
  justGone: number;
  /** The shop itself showed too few. */
  heldBack: number;
  /** They met a service that was away. */
  turnedAway: number;
  /** How often somebody asked what may be sold. */
  reads: number;
}

/** What the web shop sells with. */
export interface CheckoutParts {
  readonly plan: Plan;
  readonly chain: Chain;
  readonly shop: ShopifySimulator;
  readonly placeOf: ReadonlyMap<string, string>;
  readonly service: Pick<Service, 'dock'>;
  readonly floor: ShopFloor;
}

/** Sells in the web shop: whoever pays was promised his units before. */
export class Checkout {
  readonly sales: Sales = { placed: 0, soldOut: 0, justGone: 0, heldBack: 0, turnedAway: 0, reads: 0 };
  readonly #parts: CheckoutParts;

  constructor(parts: CheckoutParts) {
    this.#parts = parts;
  }

  /** One buyer looks around, and buys if he can. Resolves with the key of the promise when he has bought. */
  async buy(buyer: Buyer): Promise<string | undefined> {
    const availability = this.#parts.service.dock?.availability;
    if (!availability) {
      this.sales.turnedAway += 1;
      return undefined;
    }
    this.#lookAround(buyer, availability);
    if (!this.#seesEnough(buyer, availability)) {
      this.sales.soldOut += 1;
      return undefined;
    }
    const hold = await this.#promise(buyer, availability);
    if (!hold) {
      this.sales.justGone += 1;
      return undefined;
    }
    if (!this.#shopShowsEnough(buyer)) {
      this.sales.heldBack += 1;
      await availability.release(hold);
      return undefined;
    }
    this.#place(buyer, hold);
    return hold.key;
  }

  /** All the pages that are looked at for one order, most of them of the flash sale. */
  #lookAround({ number, lines }: Buyer, availability: Availability): void {
    const { plan, chain } = this.#parts;
    const random = seededRandom(`${plan.seed} looks ${number}`);
    for (let read = 0; read < plan.readsPerOrder - lines.length; read++) {
      const among = random() < 0.9 ? chain.flash : chain.articles;
      const article = among[Math.floor(random() * among.length)];
      if (!article) continue;
      availability.sellable(article.sku, 'web');
      this.sales.reads += 1;
    }
  }

  #seesEnough({ lines, store }: Buyer, availability: Availability): boolean {
    return lines.every(({ article: { sku }, quantity }) => {
      this.sales.reads += 1;
      const options = store === undefined ? { method: 'ship' } : { method: 'pickup', location: store };
      return Number(availability.sellable(sku, 'web', options).amount) >= quantity;
    });
  }

  async #promise({ number, lines, store, near }: Buyer, availability: Availability): Promise<StockHold | undefined> {
    try {
      return await availability.reserve({
        key: `web-${number}`,
        channel: 'web',
        method: store === undefined ? 'ship' : 'pickup',
        near,
        lines: lines.map(({ article: { sku }, quantity }) => ({
          sku,
          quantity: { amount: String(quantity) },
          ...(store !== undefined && { location: store }),
        })),
      });
    } catch (error) {
      if (isIntegrationError(error) && error.code === 'insufficient-stock') return undefined;
      throw error;
    }
  }

  #shopShowsEnough({ lines }: Buyer): boolean {
    return lines.every(({ article: { sku }, quantity }) => shownInShop(this.#parts, sku) >= quantity);
  }

  #place({ lines, store }: Buyer, { key, lines: promised }: StockHold): void {
    const { shop, placeOf, floor } = this.#parts;
    const order = shop.placeOrder({
      lines: lines.map(({ article: { sku, price }, quantity }) => ({
        sku,
        quantity,
        unitPrice: (price / 100).toFixed(2),
      })),
      ...(store === undefined && { shipping: { title: 'Standard', price: '5.95', code: 'standard' } }),
      taxes: [{ title: 'State tax', rate: '0.0725' }],
      customer: { email: `${key}@example.com`, firstName: 'Robin', lastName: `Buyer ${key}` },
      poNumber: key,
    });
    for (const { article, quantity } of lines) shop.sellStock(article.sku, placeOf.get(online) ?? '', quantity);
    floor.promised({
      promise: key,
      orderId: order.id,
      lines: lines.map(({ article: { sku }, quantity }) => ({ sku, quantity })),
      location: promised[0]?.location ?? '',
    });
    this.sales.placed += 1;
  }
}

/** What the shop shows of a SKU. */
export function shownInShop({ shop, placeOf }: Pick<CheckoutParts, 'shop' | 'placeOf'>, sku: string): number {
  const item = shop.catalog.bySku(sku)[0]?.variant.inventoryItemId ?? 0n;
  return shop.stock.unitsOf(shop.stock.level(item, BigInt(placeOf.get(online) ?? '0')), 'available');
}
