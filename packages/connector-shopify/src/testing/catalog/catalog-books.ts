import type { CatalogueItem } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { fixedAmount, toMinorUnits } from '../minor-units.ts';
import { type HasMetafields, Metafields } from './metafields.ts';

/** A product of the shop. Times are epoch milliseconds, whole seconds. */
export interface CatalogProduct extends HasMetafields {
  readonly id: bigint;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  readonly giftCard: boolean;
  readonly options: { readonly name: string; readonly values: string[] }[];
  readonly media: { readonly id: bigint; readonly url: string }[];
  /** Publication → from when on, in epoch milliseconds. */
  readonly publications: Map<bigint, number>;
  readonly createdAt: number;
  updatedAt: number;
  readonly variants: CatalogVariant[];
}

/** A variant with its inventory item. Amounts are decimal text in the shop's currency. */
export interface CatalogVariant extends HasMetafields {
  readonly id: bigint;
  readonly inventoryItemId: bigint;
  sku: string | null;
  barcode: string | null;
  price: string;
  compareAtPrice: string | null;
  taxable: boolean;
  readonly selected: { readonly name: string; value: string }[];
  weight: { readonly value: number; readonly unit: string } | null;
  harmonizedCode: string | null;
  originCountry: string | null;
  requiresShipping: boolean;
  tracked: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** A price list with its fixed prices by variant. */
export interface CatalogPriceList {
  readonly id: bigint;
  readonly name: string;
  readonly currency: string;
  readonly prices: Map<bigint, { readonly price: string; readonly compareAtPrice: string | null }>;
}

/** A channel that products are published to. */
export interface CatalogPublication {
  readonly id: bigint;
  readonly title: string;
  readonly supportsFuture: boolean;
}

/** A variant with the product it belongs to. */
export interface FoundVariant {
  readonly product: CatalogProduct;
  readonly variant: CatalogVariant;
}

/** What the books are opened with. */
export interface CatalogBooksOptions {
  readonly books: Books;
  readonly currency: string;
  readonly now: () => number;
  readonly nextId: () => bigint;
}

/** The shop's products, price lists and channels. What was sold without ever being entered is a product too. */
export class CatalogBooks {
  readonly metafields: Metafields;
  readonly priceLists: CatalogPriceList[] = [];
  readonly publications: CatalogPublication[];
  readonly #options: CatalogBooksOptions;
  readonly #products: CatalogProduct[] = [];
  readonly #adopted = new Set<bigint>();
  /** The version of the shop's catalogue up to which sold things are products. */
  #adoptedUpTo = -1;
  /** Kept until a product or variant comes or goes. */
  #variants: readonly FoundVariant[] | undefined;
  /** Kept until a product or variant comes, goes or changes. */
  #index: VariantIndex | undefined;

  constructor(options: CatalogBooksOptions) {
    this.#options = options;
    this.metafields = new Metafields(options.nextId);
    this.publications = [
      { id: options.nextId(), title: 'Online Store', supportsFuture: true },
      { id: options.nextId(), title: 'Point of Sale', supportsFuture: false },
    ];
  }

  /** All products, oldest first. */
  get products(): readonly CatalogProduct[] {
    const { books } = this.#options;
    if (this.#adoptedUpTo !== books.catalogueVersion) {
      for (const item of books.catalogue) this.#adopt(item);
      this.#adoptedUpTo = books.catalogueVersion;
    }
    return this.#products;
  }

  /** All variants. */
  get variants(): readonly FoundVariant[] {
    const { products } = this;
    this.#variants ??= products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
    return this.#variants;
  }

  product(id: bigint | undefined): CatalogProduct | undefined {
    return this.products.find((it) => it.id === id);
  }

  variant(id: bigint | undefined): FoundVariant | undefined {
    return this.variants.find(({ variant }) => variant.id === id);
  }

  byItem(id: bigint | undefined): FoundVariant | undefined {
    return id === undefined ? undefined : this.#indexed().byItem.get(id);
  }

  /** Variants with this SKU: SKUs are not unique. */
  bySku(sku: string): readonly FoundVariant[] {
    return this.#indexed().bySku.get(sku) ?? [];
  }

  #indexed(): VariantIndex {
    // Products that were only sold so far may be new.
    const { variants } = this;
    this.#index ??= indexOf(variants);
    return this.#index;
  }

  #changed(): void {
    this.#variants = undefined;
    this.#index = undefined;
  }

  /** Enters a product without variants. */
  add(product: Pick<CatalogProduct, 'title' | 'giftCard'> & Partial<CatalogProduct>): CatalogProduct {
    const at = this.second();
    const added: CatalogProduct = {
      handle: this.#freeHandle(product.title),
      descriptionHtml: '',
      vendor: '',
      productType: '',
      status: 'ACTIVE',
      options: [],
      media: [],
      publications: new Map(),
      metafields: new Map(),
      createdAt: at,
      updatedAt: at,
      variants: [],
      ...product,
      id: product.id ?? this.#options.nextId(),
    };
    this.#products.push(added);
    this.#changed();
    return added;
  }

  /** Enters a variant. */
  addVariant(
    product: CatalogProduct,
    variant: Partial<CatalogVariant> & Pick<CatalogVariant, 'selected'>,
  ): CatalogVariant {
    const at = this.second();
    const added: CatalogVariant = {
      inventoryItemId: this.#options.nextId(),
      sku: null,
      barcode: null,
      price: '0.00',
      compareAtPrice: null,
      taxable: true,
      weight: null,
      harmonizedCode: null,
      originCountry: null,
      requiresShipping: !product.giftCard,
      tracked: true,
      metafields: new Map(),
      createdAt: at,
      updatedAt: at,
      ...variant,
      id: variant.id ?? this.#options.nextId(),
    };
    product.variants.push(added);
    this.#changed();
    this.enter(product, added);
    for (const { name, value } of added.selected) {
      const option = product.options.find((it) => it.name === name);
      if (option && !option.values.includes(value)) option.values.push(value);
    }
    return added;
  }

  /** Lets orders sell a variant under its SKU. */
  enter(product: CatalogProduct, { id, inventoryItemId, sku, price }: CatalogVariant): void {
    if (sku === null || this.#adopted.has(id)) return;
    this.#adopted.add(id);
    const shop = toMinorUnits(price, this.#options.currency);
    const { title, giftCard } = product;
    const item = { productId: product.id, variantId: id, inventoryItemId, sku, title, giftCard, deleted: false };
    this.#options.books.enter({ ...item, price: { shop, presentment: shop } });
  }

  /** Takes a variant, or the whole product with its last one, out of the shop. */
  remove({ product, variant }: FoundVariant): void {
    this.#changed();
    product.variants.splice(product.variants.indexOf(variant), 1);
    if (product.variants.length === 0) this.#products.splice(this.#products.indexOf(product), 1);
  }

  /** Marks as changed now. */
  touch(product: CatalogProduct, variant?: CatalogVariant): void {
    product.updatedAt = this.second();
    this.#index = undefined;
    if (variant) variant.updatedAt = product.updatedAt;
  }

  second(): number {
    return Math.floor(this.#options.now() / 1000) * 1000;
  }

  #adopt(item: CatalogueItem): void {
    const { variantId, productId, inventoryItemId, sku } = item;
    if (item.deleted) {
      const found = this.#products.find(({ id }) => id === productId);
      if (found) this.#products.splice(this.#products.indexOf(found), 1);
      if (found) this.#changed();
      this.#adopted.add(variantId);
    }
    if (this.#adopted.has(variantId)) return;
    this.#adopted.add(variantId);
    const product = this.add({ id: productId, title: item.title, giftCard: item.giftCard, vendor: 'Simulated' });
    const price = fixedAmount(item.price.shop, this.#options.currency);
    this.addVariant(product, { id: variantId, inventoryItemId, sku, price, selected: noOptions() });
  }

  #freeHandle(title: string): string {
    const base = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') || 'product';
    for (let suffix = 0; ; suffix++) {
      const handle = suffix === 0 ? base : `${base}-${suffix}`;
      if (!this.#products.some((it) => it.handle === handle)) return handle;
    }
  }
}

interface VariantIndex {
  readonly bySku: ReadonlyMap<string | null, readonly FoundVariant[]>;
  readonly byItem: ReadonlyMap<bigint, FoundVariant>;
}

function indexOf(variants: readonly FoundVariant[]): VariantIndex {
  return {
    bySku: Map.groupBy(variants, ({ variant }) => variant.sku),
    // The first one counts, as it does for who looks through all of them.
    byItem: new Map(variants.toReversed().map((found) => [found.variant.inventoryItemId, found])),
  };
}

/** What a product without options has. */
export const noOptions = (): CatalogVariant['selected'] => [{ name: 'Title', value: 'Default Title' }];
