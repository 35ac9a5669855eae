import { type AuditedFulfillment, auditedFulfillments, type AuditedOrder, auditedOrder } from './audit-view.ts';
import type {
  BookedFulfillment,
  BookedLine,
  BookedLocation,
  BookedOrder,
  BookedSale,
  CatalogueItem,
} from './book-entries.ts';
import { nothing } from './minor-units.ts';
import type { EditOrderInput, PlaceOrderInput, PlaceOrderLine, TrackingInput } from './order-input.ts';
import { agree, lineSale, placedSales } from './orders/agreements.ts';
import { openUnits, totalsOf } from './order-totals.ts';
import { paidAtOnce } from './payments/at-once.ts';
import { bagOf, type Currencies, currenciesOf, type PricedOrder, priceOrder } from './price-order.ts';

/** What the books are opened with. */
export interface BooksOptions {
  readonly shopCurrency: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The first numeric order id; the following ones count up. */
  readonly firstOrderId: bigint;
  readonly locations: readonly BookedLocation[];
}

/** The simulated shop's own records: the only truth there is about it. */
export class Books {
  readonly locations: BookedLocation[];
  readonly #options: BooksOptions;
  readonly #orders = new Map<bigint, BookedOrder>();
  readonly #catalogue = new Map<string, CatalogueItem>();
  /** Rises with every thing that enters the catalogue or leaves it. */
  catalogueVersion = 0;
  #lastOrderId: bigint;
  #lastId = 14_000_000_000_000n;
  #lastNumber = 1000;

  constructor(options: BooksOptions) {
    this.#options = options;
    this.#lastOrderId = options.firstOrderId - 1n;
    this.locations = [...options.locations];
  }

  /** All orders, oldest first. */
  get bookedOrders(): readonly BookedOrder[] {
    return [...this.#orders.values()];
  }

  /** The catalogue, in the order in which things were first sold. */
  get catalogue(): readonly CatalogueItem[] {
    return [...this.#catalogue.values()];
  }

  /** Enters a thing that can be sold, unless its SKU is known already. */
  enter(item: CatalogueItem): void {
    const key = item.sku ?? `untitled ${item.title}`;
    if (this.#catalogue.has(key)) return;
    this.#catalogue.set(key, item);
    this.catalogueVersion += 1;
  }

  /** A location by numeric id. */
  location(id: bigint | undefined): BookedLocation | undefined {
    return this.locations.find((location) => location.id === id);
  }

  /** One order by numeric id. */
  order(id: bigint): BookedOrder | undefined {
    return this.#orders.get(id);
  }

  /** Every order, for an audit. */
  orders(): AuditedOrder[] {
    return this.bookedOrders.map((order) => auditedOrder(order));
  }

  /** Every parcel, for an audit. */
  fulfillments(): AuditedFulfillment[] {
    return this.bookedOrders.flatMap((order) => auditedFulfillments(order));
  }

  /** Books a new order, with prices of its own or as they were agreed elsewhere. */
  place(input: PlaceOrderInput, agreed?: PricedOrder): BookedOrder {
    const currencies = currenciesOf(input, this.#options.shopCurrency);
    const priced = agreed ?? priceOrder(input, currencies);
    const at = this.second();
    const number = ++this.#lastNumber;
    const order: BookedOrder = {
      id: ++this.#lastOrderId,
      number,
      name: input.name ?? `#${number}`,
      currencies,
      createdAt: at,
      processedAt: input.processedAt === undefined ? at : wholeSecond(Date.parse(input.processedAt)),
      updatedAt: at,
      cancelledAt: undefined,
      cancelReason: undefined,
      test: input.test === true,
      taxesIncluded: input.taxesIncluded === true,
      sourceName: input.sourceName === undefined ? 'web' : input.sourceName,
      sourceIdentifier: input.sourceIdentifier,
      locationId: input.locationId === undefined ? undefined : BigInt(input.locationId),
      customer: input.customer ? { ...input.customer, id: input.customer.id ?? this.nextId().toString() } : undefined,
      shippingAddress: input.shippingAddress,
      billingAddress: input.billingAddress,
      note: input.note,
      tags: input.tags ?? [],
      poNumber: input.poNumber,
      edited: false,
      lines: input.lines.map((line, index) => this.#bookLine(line, priced.lines[index], currencies)),
      applications: priced.applications,
      shipping: priced.shipping &&
        input.shipping && {
          ...priced.shipping,
          id: this.nextId(),
          title: input.shipping.title,
          code: input.shipping.code,
        },
      tip: priced.tip,
      cashRounding: priced.cashRounding,
      duty: priced.duty,
      additionalFee: priced.additionalFee,
      transactions: [],
      fulfillments: [],
      agreements: [],
      refunds: [],
      returns: [],
      metafields: new Map(),
      assigned: new Map(),
      onHold: false,
      nulls: new Set(input.nulls ?? []),
    };
    this.#orders.set(order.id, order);
    this.#agree(order, 'ORDER', placedSales(order, this.nextId));
    order.transactions.push(...paidAtOnce(order, input.tenders ?? [{ gateway: 'shopify_payments' }], this.nextId));
    return order;
  }

  /** Books a parcel with all that is open, or with the named quantities by line position. */
  fulfil(
    order: BookedOrder,
    lines?: readonly { readonly line: number; readonly quantity: number }[],
    tracking: TrackingInput = {},
    locationId?: bigint,
  ): BookedFulfillment {
    const wanted = lines ?? order.lines.map((line, index) => ({ line: index, quantity: openUnits(line) }));
    const packed = wanted.flatMap(({ line: index, quantity }) => {
      const line = order.lines[index];
      if (!line || quantity > openUnits(line)) throw new RangeError(`Line ${index} has not that much open`);
      return quantity === 0 ? [] : [{ id: this.nextId(), line, quantity }];
    });
    if (packed.length === 0) throw new RangeError('There is nothing left to fulfil');
    for (const { line, quantity } of packed) line.fulfilledQuantity += quantity;
    const fulfillment: BookedFulfillment = {
      id: this.nextId(),
      name: `${order.name}.${order.fulfillments.length + 1}`,
      locationId: locationId ?? order.locationId ?? this.locations[0]?.id ?? 0n,
      createdAt: this.second(),
      updatedAt: this.second(),
      status: 'SUCCESS',
      lines: packed,
      tracking,
    };
    order.fulfillments.push(fulfillment);
    this.touch(order);
    return fulfillment;
  }

  /** Calls a parcel off: its units are open again. */
  callOff(order: BookedOrder, parcel: BookedFulfillment): void {
    for (const { line, quantity } of parcel.lines) line.fulfilledQuantity -= quantity;
    parcel.status = 'CANCELLED';
    parcel.updatedAt = this.second();
    this.touch(order);
  }

  /** Cancels an order, without money. */
  cancel(order: BookedOrder, reason = 'CUSTOMER'): void {
    if (order.cancelledAt !== undefined) return;
    order.cancelledAt = this.second();
    order.cancelReason = reason;
    this.touch(order);
  }

  /** Changes quantities, adds lines, sets the note or the tags. */
  edit(order: BookedOrder, change: EditOrderInput): void {
    const sales: BookedSale[] = [];
    for (const { line: index, quantity } of change.setQuantity ?? []) {
      const line = order.lines[index];
      if (!line || quantity > line.quantity || quantity < line.fulfilledQuantity)
        throw new RangeError(`Line ${index} cannot become ${quantity}`);
      sales.push(lineSale(order, line, 'UPDATE', line.currentQuantity, quantity, this.nextId));
      line.currentQuantity = quantity;
      order.edited = true;
    }
    if (change.addLines) {
      const priced = priceOrder({ lines: change.addLines, taxesIncluded: order.taxesIncluded }, order.currencies);
      const added = change.addLines.map((line, index) => this.#bookLine(line, priced.lines[index], order.currencies));
      order.lines.push(...added);
      sales.push(...added.map((line) => lineSale(order, line, 'ORDER', 0, line.quantity, this.nextId)));
      order.edited = true;
    }
    this.#agree(order, 'ORDER_EDIT', sales);
    if (change.note !== undefined) order.note = change.note;
    if (change.tags !== undefined) order.tags = change.tags;
    this.touch(order);
  }

  /** Receives the rest of the money: captures what was authorised, or sells through the named gateway. */
  pay(order: BookedOrder, gateway = 'shopify_payments'): void {
    const authorised = order.transactions.find(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'SUCCESS');
    const amount = totalsOf(order).outstanding;
    if (amount.shop <= 0n) return;
    const common = { id: this.nextId(), status: 'SUCCESS', amount, rounding: nothing, at: this.second() } as const;
    order.transactions.push(
      authorised
        ? { ...common, kind: 'CAPTURE', gateway: authorised.gateway, parentId: authorised.id }
        : { ...common, kind: 'SALE', gateway },
    );
    this.touch(order);
  }

  /** Removes a product from the catalogue; lines that sold it remain. */
  deleteProduct(sku: string): void {
    const item = this.#catalogue.get(sku);
    if (!item) throw new RangeError(`Nothing was sold as ${sku}`);
    this.#takeOut(item);
  }

  #takeOut(item: CatalogueItem): void {
    item.deleted = true;
    this.catalogueVersion += 1;
  }

  /** Now, as the platform dates things: to the second. */
  second(): number {
    return wholeSecond(this.#options.now());
  }

  /** A number that no other thing in the books has. */
  readonly nextId = (): bigint => {
    this.#lastId += 37n;
    return this.#lastId;
  };

  /** Marks the order as changed now. */
  touch(order: BookedOrder): void {
    order.updatedAt = Math.max(order.updatedAt, this.second());
  }

  #bookLine(line: PlaceOrderLine, priced: BookedLine['priced'] | undefined, currencies: Currencies): BookedLine {
    if (!priced) throw new RangeError('A line without a price cannot be booked');
    return {
      id: this.nextId(),
      item: this.#itemOf(line, currencies),
      title: line.title ?? line.sku ?? 'Custom item',
      requiresShipping: line.requiresShipping !== false,
      taxable: line.taxable !== false,
      giftCard: line.giftCard === true,
      properties: line.properties,
      priced,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      fulfilledQuantity: 0,
      returnedQuantity: 0,
    };
  }

  #itemOf(line: PlaceOrderLine, currencies: Currencies): CatalogueItem {
    const key = line.sku === null || line.sku === '' ? `untitled ${line.title ?? ''}` : line.sku;
    const known = line.custom === true ? undefined : this.#catalogue.get(key);
    if (known) {
      if (line.productDeleted === true) this.#takeOut(known);
      return known;
    }
    const item: CatalogueItem = {
      productId: this.nextId(),
      variantId: this.nextId(),
      inventoryItemId: this.nextId(),
      sku: line.sku,
      title: line.title ?? line.sku ?? 'Custom item',
      price: bagOf(line.unitPrice, currencies),
      giftCard: line.giftCard === true,
      deleted: line.productDeleted === true || line.custom === true,
    };
    if (line.custom !== true) {
      this.#catalogue.set(key, item);
      this.catalogueVersion += 1;
    }
    return item;
  }

  #agree(order: BookedOrder, reason: 'ORDER' | 'ORDER_EDIT', sales: readonly BookedSale[]): void {
    agree(order, { at: this.second(), reason, sales }, this.nextId);
  }
}

function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
