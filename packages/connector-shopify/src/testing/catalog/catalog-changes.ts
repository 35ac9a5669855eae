import { gid, numberOf } from '../platform-formats.ts';
import { type CatalogBooks, type CatalogProduct, type CatalogVariant, noOptions } from './catalog-books.ts';
import type { MetafieldWrite } from './metafields.ts';

/** The fields of a product that creating and updating share. */
interface ProductFields {
  readonly title?: string | null;
  readonly descriptionHtml?: string | null;
  readonly vendor?: string | null;
  readonly productType?: string | null;
  readonly handle?: string | null;
  readonly status?: CatalogProduct['status'] | null;
  readonly metafields?: readonly MetafieldWrite[] | null;
}

interface ProductCreate extends ProductFields {
  readonly giftCard?: boolean | null;
  readonly productOptions?: readonly {
    readonly name?: string | null;
    readonly values?: readonly { readonly name?: string | null }[] | null;
  }[];
}

type Media = readonly { readonly originalSource: string }[] | null;

interface VariantInput {
  readonly id?: string | null;
  readonly barcode?: string | null;
  readonly price?: string | null;
  readonly compareAtPrice?: string | null;
  readonly taxable?: boolean | null;
  readonly metafields?: readonly MetafieldWrite[] | null;
  readonly optionValues?: readonly { readonly optionName?: string | null; readonly name?: string | null }[] | null;
  readonly inventoryItem?: {
    readonly sku?: string | null;
    readonly harmonizedSystemCode?: string | null;
    readonly countryCodeOfOrigin?: string | null;
    readonly requiresShipping?: boolean | null;
    readonly tracked?: boolean | null;
    readonly measurement?: { readonly weight?: { readonly value: number; readonly unit: string } | null } | null;
  } | null;
}

/** What the changes are made with. */
export interface CatalogChangesOptions {
  readonly catalog: CatalogBooks;
  readonly nextId: () => bigint;
  /** A product was created or changed. */
  readonly tell: (topic: 'products/create' | 'products/update', product: CatalogProduct) => void;
}

interface CodedError {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
}

/** The mutations of products and variants. A payload with errors changed nothing. */
export function catalogChanges({ catalog, nextId, tell }: CatalogChangesOptions) {
  const { metafields } = catalog;

  const addMedia = (product: CatalogProduct, media: Media | undefined): boolean => {
    for (const { originalSource: url } of media ?? []) product.media.push({ id: nextId(), url });
    return (media ?? []).length > 0;
  };

  const optionProblems = (product: CatalogProduct, variant: VariantInput, index: number): CodedError[] => {
    const field = ['variants', String(index), 'optionValues'];
    const wanted = variant.optionValues ?? [];
    const names = product.variants[0]?.selected.map(({ name }) => name) ?? [];
    const unknown = wanted.filter(({ optionName }) => !names.includes(optionName ?? ''));
    if (unknown.length === 0) return [];
    const code = variant.id == null ? 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS' : 'OPTION_DOES_NOT_EXIST';
    return [{ field, message: 'Option does not exist', code }];
  };

  const variantProblems = (product: CatalogProduct, variants: readonly VariantInput[]): CodedError[] =>
    variants.flatMap((variant, index): CodedError[] => {
      const field = ['variants', String(index)];
      const own = product.variants.find((it) => it.id === numberOf(variant.id ?? '', 'ProductVariant'));
      const problems = optionProblems(product, variant, index);
      if (Number(variant.price ?? 0) < 0) {
        problems.push({ field: [...field, 'price'], message: 'Price is negative', code: 'NEGATIVE_PRICE_VALUE' });
      }
      const others = product.variants.filter((it) => it !== own);
      const plain = metafields.problems('PRODUCTVARIANT', variant.metafields ?? [], others);
      for (const problem of plain)
        problems.push({ ...problem, field: [...field, ...problem.field], code: 'INVALID_VALUE' });
      const selected = selectedOf(variant, own?.selected);
      if (selected && others.some((it) => sameOptions(it.selected, selected))) {
        problems.push({ field, message: 'The variant already exists', code: 'VARIANT_ALREADY_EXISTS' });
      }
      return problems;
    });

  const applyVariant = (product: CatalogProduct, variant: CatalogVariant, input: VariantInput): void => {
    const { inventoryItem: item } = input;
    if (input.barcode !== undefined) variant.barcode = input.barcode;
    if (input.price != null) variant.price = input.price;
    if (input.compareAtPrice !== undefined) variant.compareAtPrice = input.compareAtPrice;
    if (input.taxable != null) variant.taxable = input.taxable;
    if (item?.sku !== undefined) variant.sku = item.sku;
    if (item?.harmonizedSystemCode !== undefined) variant.harmonizedCode = item.harmonizedSystemCode;
    if (item?.countryCodeOfOrigin !== undefined) variant.originCountry = item.countryCodeOfOrigin;
    if (item?.requiresShipping != null) variant.requiresShipping = item.requiresShipping;
    if (item?.tracked != null) variant.tracked = item.tracked;
    if (item?.measurement?.weight) variant.weight = item.measurement.weight;
    for (const { name, value } of selectedOf(input, variant.selected) ?? []) {
      const place = variant.selected.find((it) => it.name === name);
      if (place) place.value = value;
      const option = product.options.find((it) => it.name === name);
      if (option && !option.values.includes(value)) option.values.push(value);
    }
    metafields.write(variant, input.metafields ?? []);
    catalog.enter(product, variant);
    catalog.touch(product, variant);
  };

  const applyProduct = (product: CatalogProduct, fields: ProductFields): void => {
    if (fields.title != null) product.title = fields.title;
    if (fields.descriptionHtml != null) product.descriptionHtml = fields.descriptionHtml;
    if (fields.vendor != null) product.vendor = fields.vendor;
    if (fields.productType != null) product.productType = fields.productType;
    if (fields.handle != null) product.handle = fields.handle;
    if (fields.status != null) product.status = fields.status;
    metafields.write(product, fields.metafields ?? []);
    catalog.touch(product);
  };

  return {
    create({ product: input, media }: { product?: ProductCreate | null; media?: Media }): unknown {
      if (!input?.title) return { userErrors: [{ field: ['title'], message: "Title can't be blank" }] };
      const problems = metafields.problems('PRODUCT', input.metafields ?? [], catalog.products);
      if (problems.length > 0) return { userErrors: problems };
      const options = (input.productOptions ?? []).map(({ name, values }) => ({
        name: name ?? '',
        values: (values ?? []).map((value) => value.name ?? ''),
      }));
      const product = catalog.add({ title: input.title, giftCard: input.giftCard === true, options });
      applyProduct(product, input);
      addMedia(product, media);
      const selected = options.map(({ name, values }) => ({ name, value: values[0] ?? '' }));
      catalog.addVariant(product, { selected: selected.length > 0 ? selected : noOptions() });
      tell('products/create', product);
      return { product, userErrors: [] };
    },

    update({
      product: input,
      media,
    }: {
      product?: (ProductFields & { id?: string | null }) | null;
      media?: Media;
    }): unknown {
      const product = catalog.product(numberOf(input?.id ?? '', 'Product'));
      if (!input || !product) return { userErrors: [{ field: ['id'], message: 'Product does not exist' }] };
      const others = catalog.products.filter((it) => it !== product);
      const problems = metafields.problems('PRODUCT', input.metafields ?? [], others);
      if (problems.length > 0) return { userErrors: problems };
      applyProduct(product, input);
      addMedia(product, media);
      tell('products/update', product);
      return { product, userErrors: [] };
    },

    createVariants({
      productId,
      variants,
      strategy,
    }: {
      productId: string;
      variants: readonly VariantInput[];
      strategy?: string | null;
    }): unknown {
      const product = catalog.product(numberOf(productId, 'Product'));
      if (!product) return noProduct;
      const problems = variantProblems(product, variants);
      if (problems.length > 0) return { userErrors: problems };
      const standalone = product.variants.length === 1 ? product.variants[0] : undefined;
      const isDefault = standalone?.selected[0]?.name === 'Title';
      const created = variants.map((input) => {
        const variant = catalog.addVariant(product, { selected: selectedOf(input, undefined) ?? [] });
        applyVariant(product, variant, input);
        return variant;
      });
      const removes = strategy === 'REMOVE_STANDALONE_VARIANT' || (strategy === 'DEFAULT' && isDefault);
      if (standalone && removes) catalog.remove({ product, variant: standalone });
      tell('products/update', product);
      return { productVariants: created.map((variant) => ({ product, variant })), userErrors: [] };
    },

    updateVariants({ productId, variants }: { productId: string; variants: readonly VariantInput[] }): unknown {
      const product = catalog.product(numberOf(productId, 'Product'));
      if (!product) return noProduct;
      const pairs = variants.map((input) => ({
        input,
        variant: product.variants.find((it) => it.id === numberOf(input.id ?? '', 'ProductVariant')),
      }));
      const missing = pairs.findIndex(({ variant }) => !variant);
      if (missing >= 0) {
        const field = ['variants', String(missing), 'id'];
        return { userErrors: [{ field, message: 'No such variant', code: 'PRODUCT_VARIANT_DOES_NOT_EXIST' }] };
      }
      const problems = variantProblems(product, variants);
      if (problems.length > 0) return { userErrors: problems };
      for (const { input, variant } of pairs) if (variant) applyVariant(product, variant, input);
      tell('products/update', product);
      return { productVariants: pairs.map(({ variant }) => ({ product, variant })), userErrors: [] };
    },

    publish({
      id,
      input,
      now,
    }: {
      id: string;
      input: readonly { publicationId?: string | null; publishDate?: string | null }[];
      now: number;
    }): unknown {
      const product = catalog.product(numberOf(id, 'Product'));
      if (!product) return { userErrors: [{ field: ['id'], message: 'Publishable does not exist' }] };
      for (const [index, { publicationId, publishDate }] of input.entries()) {
        const field = ['input', String(index), 'publicationId'];
        const publication = catalog.publications.find((it) => gid('Publication', it.id) === publicationId);
        if (!publication) return { userErrors: [{ field, message: 'Publication does not exist' }] };
        if (publishDate != null && Date.parse(publishDate) > now && !publication.supportsFuture) {
          return { userErrors: [{ field, message: 'Channel does not support future publishing' }] };
        }
      }
      for (const { publicationId, publishDate } of input) {
        const publication = catalog.publications.find((it) => gid('Publication', it.id) === publicationId);
        if (publication) product.publications.set(publication.id, publishDate == null ? now : Date.parse(publishDate));
      }
      catalog.touch(product);
      tell('products/update', product);
      return { userErrors: [] };
    },

    setFixedPrices({
      priceListId,
      prices,
    }: {
      priceListId: string;
      prices: readonly {
        variantId: string;
        price: { amount: string; currencyCode: string };
        compareAtPrice?: { amount: string; currencyCode: string } | null;
      }[];
    }): unknown {
      const list = catalog.priceLists.find(({ id }) => gid('PriceList', id) === priceListId);
      const refuse = (field: string[], message: string, code: string) => ({ userErrors: [{ field, message, code }] });
      if (!list) return refuse(['priceListId'], 'Price list does not exist', 'PRICE_LIST_NOT_FOUND');
      for (const [index, { variantId, price, compareAtPrice }] of prices.entries()) {
        const field = ['prices', String(index)];
        if (!catalog.variant(numberOf(variantId, 'ProductVariant'))) {
          return refuse([...field, 'variantId'], 'Variant does not exist', 'VARIANT_NOT_FOUND');
        }
        if (price.currencyCode !== list.currency || (compareAtPrice && compareAtPrice.currencyCode !== list.currency)) {
          return refuse([...field, 'price'], 'Currency differs', 'PRICE_LIST_CURRENCY_MISMATCH');
        }
      }
      for (const { variantId, price, compareAtPrice } of prices) {
        const variant = numberOf(variantId, 'ProductVariant') ?? 0n;
        list.prices.set(variant, { price: price.amount, compareAtPrice: compareAtPrice?.amount ?? null });
      }
      return { prices: [], userErrors: [] };
    },
  };
}

const noProduct = {
  userErrors: [{ field: ['productId'], message: 'Product does not exist', code: 'PRODUCT_DOES_NOT_EXIST' }],
};

function selectedOf(
  { optionValues }: VariantInput,
  known: CatalogVariant['selected'] | undefined,
): CatalogVariant['selected'] | undefined {
  if (!optionValues) return undefined;
  const wanted = optionValues.map(({ optionName, name }) => ({ name: optionName ?? '', value: name ?? '' }));
  if (!known) return wanted;
  return known.map((it) => ({ name: it.name, value: wanted.find(({ name }) => name === it.name)?.value ?? it.value }));
}

function sameOptions(left: CatalogVariant['selected'], right: CatalogVariant['selected']): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, value }) => right.some((it) => it.name === name && it.value === value))
  );
}
