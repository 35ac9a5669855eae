import {
  type BookedBookPrice,
  type BookedClosure,
  type BookedConsignment,
  type BookedCustomer,
  type BookedLevel,
  type BookedOutlet,
  type BookedPaymentType,
  type BookedPriceBook,
  type BookedProduct,
  type BookedRegister,
  type BookedSale,
  type BookedTax,
} from './entries.ts';
import { Feed, Versions } from './feed.ts';

/** The retailer's own records. */
export class Books {
  readonly outlets = new Feed<BookedOutlet>();
  readonly registers = new Feed<BookedRegister>();
  readonly paymentTypes = new Feed<BookedPaymentType>();
  readonly taxes = new Feed<BookedTax>();
  readonly products = new Feed<BookedProduct>();
  readonly levels = new Feed<BookedLevel>();
  readonly sales = new Feed<BookedSale>();
  readonly consignments = new Feed<BookedConsignment>();
  readonly priceBooks = new Feed<BookedPriceBook>();
  readonly bookPrices = new Feed<BookedBookPrice>();
  readonly customers = new Feed<BookedCustomer>();
  /** Attributes of variants, by name. */
  readonly attributes = new Map<string, string>();
  readonly closures: BookedClosure[] = [];
  readonly now: () => number;
  readonly #versions = new Versions();
  readonly #bySku = new Map<string, string>();
  #serial = 0;

  constructor({ now }: { readonly now: () => number }) {
    this.now = now;
  }

  /** An id as the platform makes them. */
  nextId(): string {
    return `0242ac12-0002-11e9-e8c4-${String(++this.#serial).padStart(12, '0')}`;
  }

  nextVersion(): number {
    return this.#versions.next();
  }

  instant(): string {
    return new Date(this.now()).toISOString();
  }

  /** Books a product: its SKU leads to it from now on. */
  putProduct(product: BookedProduct): BookedProduct {
    if (product.deletedAt === undefined) this.#bySku.set(product.sku, product.id);
    return this.products.put(product);
  }

  /** A product by SKU that is not deleted. */
  productOf(sku: string): BookedProduct | undefined {
    const product = this.products.get(this.#bySku.get(sku) ?? '');
    return product?.sku === sku && product.deletedAt === undefined ? product : undefined;
  }

  /** Units at an outlet, in hundred-thousandths; negative when more was sold than was there. */
  inStock(sku: string, outletId: string): number | undefined {
    const product = this.productOf(sku);
    return product && this.levels.get(levelId(product.id, outletId))?.level;
  }

  /** The tax of a name. */
  taxNamed(name: string): BookedTax {
    const tax = this.taxes.find((it) => it.name === name);
    if (!tax) throw new Error(`The retailer has no tax '${name}'`);
    return tax;
  }

  /** The payment type of a name. */
  paymentTypeNamed(name: string): BookedPaymentType {
    const type = this.paymentTypes.find((it) => it.name === name);
    if (!type) throw new Error(`The retailer has no payment type '${name}'`);
    return type;
  }
}

/** One row of stock for a product at an outlet. */
export function levelId(productId: string, outletId: string): string {
  return `${productId.slice(-12)}-${outletId}`;
}
