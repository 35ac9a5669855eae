import { type Books } from './books.ts';
import { type BookedProduct } from './entries.ts';
import { minorUnit, one } from './numbers.ts';
import { type Stock } from './stock.ts';

/** A store to simulate. */
export interface OutletInput {
  /** @default an id of the platform's kind */
  readonly id?: string;
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** @default 'USD' */
  readonly currency?: string;
  /** @default 1 */
  readonly registers?: number;
}

/** A tax to simulate. */
export interface TaxInput {
  readonly name: string;
  /** Its parts in per cent. Several are shown one by one. */
  readonly rates: readonly { readonly name: string; readonly percent: number }[];
}

/** A product to put into the catalogue. Amounts are minor units without tax. */
export interface ArticleInput {
  readonly sku: string;
  readonly name?: string;
  /** @default 1000 */
  readonly price?: number;
  /** Units in stock at the first outlet, or by outlet id. */
  readonly stock?: number | Readonly<Record<string, number>>;
  /** More variants of the same family, by SKU. */
  readonly siblings?: readonly string[];
  /** Whether it keeps stock. @default true */
  readonly hasInventory?: boolean;
  /** More fields of the product. */
  readonly data?: Partial<BookedProduct>;
}

/** Payment types that every account begins with, and the platform's number of each. */
const paymentTypes = [
  ['Cash', 1],
  ['Credit Card', 3],
  ['Gift Card', 118],
  ['Store Credit', 119],
  ['Loyalty', 106],
  ['Cash rounding', 6],
] as const;

/** Books what a retailer has before anything is sold. The first tax is the default. */
export function openAccount(
  books: Books,
  {
    outlets,
    taxes,
    displayPrices,
  }: {
    readonly outlets: readonly OutletInput[];
    readonly taxes: readonly TaxInput[];
    readonly displayPrices: 'inclusive' | 'exclusive';
  },
): void {
  for (const [name, typeId] of paymentTypes) {
    books.paymentTypes.put({ id: books.nextId(), name, typeId, version: books.nextVersion() });
  }
  for (const [index, { name, rates }] of taxes.entries()) {
    const booked = rates.map((it) => ({ id: books.nextId(), name: it.name, percent: Math.round(it.percent * one) }));
    const id = books.nextId();
    books.taxes.put({ id, name, isDefault: index === 0, rates: booked, version: books.nextVersion() });
  }
  const defaultTaxId = books.taxes.find((it) => it.isDefault)?.id ?? '';
  for (const [index, outlet] of outlets.entries()) {
    const { name, timeZone, currency = 'USD', registers = 1 } = outlet;
    const id = outlet.id ?? books.nextId();
    const version = books.nextVersion();
    books.outlets.put({ id, name, timeZone, currency, defaultTaxId, displayPrices, version });
    for (let register = 1; register <= registers; register++) {
      books.registers.put({
        id: books.nextId(),
        outletId: id,
        name: register === 1 ? 'Main Register' : `Register ${register}`,
        // Nothing makes prefixes unique: two registers of a store have the same one.
        prefix: `S${index + 1}-`,
        suffix: '',
        sequence: 1,
        openCount: 0,
        openingFloat: 0,
        version: books.nextVersion(),
      });
    }
  }
}

/** Books a product with its siblings, and what lies in stock of the first. */
export function seedArticle(
  input: ArticleInput,
  { books, stock }: { readonly books: Books; readonly stock: Stock },
): { readonly productIds: readonly string[] } {
  const { sku, name = sku, price = 1000, siblings = [], hasInventory = true, data } = input;
  const [outlet] = books.outlets.values();
  const currency = outlet?.currency ?? 'USD';
  const now = books.instant();
  const family = books.nextId();
  const attribute = books.attributes.get('Size') ?? books.nextId();
  if (siblings.length > 0) books.attributes.set('Size', attribute);
  const productIds = [sku, ...siblings].map((own, index) => {
    const id = index === 0 ? family : books.nextId();
    books.putProduct({
      id,
      name,
      sku: own,
      handle: name.toLowerCase(),
      description: '',
      active: true,
      hasInventory,
      price: price * minorUnit(currency),
      supplyPrice: 0,
      ...(index > 0 && { parentId: family }),
      hasVariants: index === 0 && siblings.length > 0,
      options: siblings.length === 0 ? [] : [{ id: attribute, name: 'Size', value: own }],
      codes: [],
      source: 'USER',
      createdAt: now,
      updatedAt: now,
      version: books.nextVersion(),
      ...(index === 0 && data),
    });
    return id;
  });
  const places = typeof input.stock === 'number' ? { [outlet?.id ?? '']: input.stock } : (input.stock ?? {});
  for (const [outletId, units] of Object.entries(places)) stock.set(family, outletId, Math.round(units * one));
  return { productIds };
}
