import { IntegrationError, type Product } from '@crossdock/core';
import type { Product as ShopProduct, Variant } from '../api/catalog-data.ts';
import { metafieldKeys } from '../api/catalog-documents.ts';
import { fingerprints, optionsOf, stateOf, toProduct } from '../mapping/to-product.ts';
import { publishedState } from './published-state.ts';

/** What has to be changed so that the shop shows what its owner has. Empty parts are not sent. */
export interface PublicationPlan {
  /** Fields of `ProductUpdateInput`; undefined when the product is as it should be. */
  readonly product: Readonly<Record<string, unknown>> | undefined;
  /** Fields of `ProductVariantsBulkInput`; undefined when the variant is as it should be. */
  readonly variant: Readonly<Record<string, unknown>> | undefined;
  /** Images that the shop does not have yet. Those that it has stay. */
  readonly media: readonly { readonly originalSource: string; readonly mediaContentType: 'IMAGE' }[];
  /** The state that the product has then. */
  readonly status: string;
}

/** How alive a state is: a product is as alive as the liveliest of its variants. */
const liveliness: readonly Product['state'][] = ['archived', 'draft', 'active'];
const statuses: Readonly<Record<Product['state'], string>> = { active: 'ACTIVE', draft: 'DRAFT', archived: 'ARCHIVED' };

/** Compares what is wanted with what is there, field by field. Only what the product carries is compared. */
export function planPublication(
  wanted: Product,
  {
    product,
    variant,
    others,
  }: { readonly product: ShopProduct; readonly variant: Variant; readonly others: readonly Variant[] },
): PublicationPlan {
  refuseAnotherKind(wanted, product);
  const is = toProduct(product, { ...variant, sku: wanted.sku }, 'shop');
  const before = publishedState(variant.published);
  const status = statusFor(wanted, { product, variant, others });

  const changedProduct = carried({
    title: [wanted.name, is.name],
    descriptionHtml: [wanted.description, is.description],
    vendor: [wanted.brand, is.brand],
    productType: [wanted.category, is.category],
    status: [status, product.status],
  });
  const item = {
    ...carried({
      sku: [wanted.sku, variant.sku ?? undefined],
      harmonizedSystemCode: [wanted.harmonizedCode, is.harmonizedCode],
      countryCodeOfOrigin: [wanted.originCountry, is.originCountry],
      requiresShipping: [shipsIf(wanted.kind), variant.inventoryItem.requiresShipping],
    }),
    // A new one is counted from the beginning.
    ...((variant.sku ?? '') === '' && wanted.kind === 'goods' && { tracked: true }),
    ...(wanted.weightGrams !== undefined &&
      Number(wanted.weightGrams) !== Number(is.weightGrams ?? 0) && {
        measurement: { weight: { value: Number(wanted.weightGrams), unit: 'GRAMS' } },
      }),
  };
  const changedVariant = {
    ...carried({ barcode: [wanted.barcodes[0], variant.barcode ?? undefined] }),
    ...(Object.keys(item).length > 0 && { inventoryItem: item }),
    ...(differs(wanted.options, is.options) && { optionValues: optionValuesOf(wanted.options) }),
  };

  // A product that nobody claimed yet carries our reference from now on.
  const claims = product.reference === null && (wanted.parent !== undefined || others.length === 0);
  const reference = claims ? { value: wanted.parent ?? wanted.sku } : product.reference;
  const afterProduct = { ...product, ...changedProduct, reference };
  const afterVariant = {
    ...variant,
    sku: wanted.sku,
    barcode: wanted.barcodes[0] ?? variant.barcode,
    selectedOptions: variant.selectedOptions.map(({ name, value }) => ({ name, value: wanted.options[name] ?? value })),
    inventoryItem: { ...variant.inventoryItem, ...item } as Variant['inventoryItem'],
  };
  const prints = fingerprints(afterProduct, afterVariant);
  const handedOver = before?.images ?? [];
  const media = wanted.images
    .filter((url) => !handedOver.includes(url) && !is.images.includes(url))
    .map((originalSource) => ({ originalSource, mediaContentType: 'IMAGE' as const }));
  const remembered = {
    is: prints.variant,
    state: wanted.state,
    images: [...new Set([...handedOver, ...wanted.images])],
  };
  const productMemory = [
    ...(claims && reference ? [{ key: metafieldKeys.reference, type: 'id', value: reference.value }] : []),
    ...(product.published?.value === prints.product ? [] : [memory(prints.product, 'single_line_text_field')]),
  ];
  const variantMemory = sameMemory(before, remembered) ? [] : [memory(JSON.stringify(remembered), 'json')];
  return {
    product: filledOrNothing(
      { ...changedProduct, ...(productMemory.length > 0 && { metafields: productMemory }) },
      media.length > 0,
    ),
    variant: filledOrNothing({ ...changedVariant, ...(variantMemory.length > 0 && { metafields: variantMemory }) }),
    media,
    status,
  };
}

/** Options as the platform takes them. */
export function optionValuesOf(options: Product['options']) {
  return Object.entries(options).map(([optionName, name]) => ({ optionName, name }));
}

/** Whether goods of this kind are sent. A gift card goes its own way. */
function shipsIf(kind: Product['kind']): boolean | undefined {
  return kind === 'gift-card' ? undefined : kind !== 'service';
}

/**
 * The state of the whole product. The platform has no state of a variant: it ends with its last one. While one of
 * them has no price the product waits as a draft, for it would be sold for nothing; the last missing price makes it active.
 */
function statusFor(
  wanted: Product,
  {
    product,
    variant,
    others,
  }: { readonly product: ShopProduct; readonly variant: Variant; readonly others: readonly Variant[] },
): string {
  const present = stateOf(product.status);
  const states = [wanted.state, ...others.map((it) => publishedState(it.published)?.state ?? present)];
  const state = states.toSorted((a, b) => liveliness.indexOf(b) - liveliness.indexOf(a))[0] ?? wanted.state;
  if (state === present) return product.status;
  return state === 'active' && !arePriced([variant, ...others.filter(isToBeSold)]) ? 'DRAFT' : statuses[state];
}

/** Whether we published a variant to be sold. */
export function isToBeSold({ published }: Pick<Variant, 'published'>): boolean {
  return publishedState(published)?.state === 'active';
}

/** Whether all of them have a price. */
export function arePriced(variants: readonly Pick<Variant, 'price' | 'publishedPrice'>[]): boolean {
  return variants.every((variant) => hasPrice(variant));
}

/** Whether a variant has a price that somebody gave it: a new one costs nothing. */
export function hasPrice({ price, publishedPrice }: Pick<Variant, 'price' | 'publishedPrice'>): boolean {
  return publishedPrice !== null || Number(price) > 0;
}

function refuseAnotherKind({ kind }: Product, { isGiftCard }: ShopProduct): void {
  if ((kind === 'gift-card') === isGiftCard) return;
  throw new IntegrationError('A product cannot become a gift card, nor a gift card a product', {
    code: 'conflict',
    path: 'kind',
  });
}

/** The fields whose wanted value is there and another. */
function carried(fields: Readonly<Record<string, readonly [wanted: unknown, is: unknown]>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, [wanted, is]]) =>
      wanted === undefined || wanted === is ? [] : [[name, wanted]],
    ),
  );
}

function differs(wanted: Product['options'], is: Product['options']): boolean {
  return Object.entries(wanted).some(([name, value]) => is[name] !== value);
}

function sameMemory(
  before: ReturnType<typeof publishedState>,
  after: NonNullable<ReturnType<typeof publishedState>>,
): boolean {
  return (
    before !== undefined &&
    JSON.stringify([before.is, before.state, before.images]) === JSON.stringify([after.is, after.state, after.images])
  );
}

function memory(value: string, type: string) {
  return { key: metafieldKeys.published, type, value };
}

function filledOrNothing(fields: Record<string, unknown>, needed = false): Record<string, unknown> | undefined {
  return needed || Object.keys(fields).length > 0 ? fields : undefined;
}

/** Whether two variants have the same options. */
export function sameOptions(
  options: Product['options'],
  { selectedOptions }: Pick<Variant, 'selectedOptions'>,
): boolean {
  const own = optionsOf(selectedOptions);
  const names = new Set([...Object.keys(own), ...Object.keys(options)]);
  return [...names].every((name) => own[name] === options[name]);
}
