import { type CheckedInput, type Implementation, IntegrationError, isIntegrationError } from '@crossdock/core';
import { CreateProductData, CreateVariantsData, type Variant } from '../api/catalog-data.ts';
import { changeProduct, createProduct, createVariants, metafieldKeys } from '../api/catalog-documents.ts';
import { Done } from '../api/inventory-data.ts';
import { productOfSku } from '../catalog/catalog-rooms.ts';
import { variantOf, type WholeProduct } from '../catalog/catalog-reader.ts';
import { type PublishedState, unfinished } from '../catalog/published-state.ts';
import { optionValuesOf, planPublication, sameOptions } from '../catalog/plan-publication.ts';
import { publishToNamed, refuseUnscheduled } from '../catalog/publications.ts';
import type { ConnectorContext } from '../context.ts';

type Wanted = CheckedInput<'publishProduct'>;

/**
 * Publishes one SKU: a variant of the product that carries the reference of its parent, or of a product of its own.
 *
 * What is there is compared field by field and only what differs is written; variants and images that we do not know stay.
 * A new product is entered as a draft and becomes what it should be when all of it is there.
 */
export function publishProduct(context: ConnectorContext): Implementation<'publishProduct'> {
  const { rooms, name } = context;
  return {
    once: { reference: metafieldKeys.reference },
    run: async (wanted, { signal }) => {
      refuseUntakeable(wanted);
      await refuseUnscheduled(context, wanted, signal);
      const found = (await find(context, wanted, signal)) ?? (await create(context, wanted, signal));
      refuseAnotherParent(wanted, found);
      const { whole, variant } = await withVariant(context, wanted, found, signal);
      rooms.productOfSku.set(wanted.sku, whole.product.id);
      const others = whole.variants.filter(({ id }) => id !== variant.id);
      const plan = planPublication(wanted, { product: whole.product, variant, others });
      if (plan.product || plan.variant) {
        await context.client.mutate(changeProduct, {
          variables: {
            withProduct: plan.product !== undefined,
            product: { id: whole.product.id, ...plan.product },
            ...(plan.media.length > 0 && { media: plan.media }),
            withVariants: plan.variant !== undefined,
            productId: whole.product.id,
            variants: [{ id: variant.id, ...plan.variant }],
          },
          data: Done,
          signal,
        });
      }
      if (wanted.state === 'active') await publishToNamed(context, whole.product.id, wanted.effectiveFrom, signal);
      return {
        system: name,
        type: 'productVariant',
        id: variant.id,
        number: wanted.sku,
        reference: wanted.sku,
        state: plan.status,
      };
    },
  };
}

/** Our reference of the product: that of the parent, or the SKU where there is none. */
const referenceOf = ({ parent, sku }: Wanted): string => parent ?? sku;

async function find(context: ConnectorContext, wanted: Wanted, signal: AbortSignal): Promise<WholeProduct | undefined> {
  return productOfSku(context.rooms, { sku: wanted.sku, reference: referenceOf(wanted) }, signal);
}

async function create(context: ConnectorContext, wanted: Wanted, signal: AbortSignal): Promise<WholeProduct> {
  const { client, rooms } = context;
  const product = {
    title: wanted.name,
    status: 'DRAFT',
    ...(wanted.kind === 'gift-card' && { giftCard: true }),
    metafields: [{ key: metafieldKeys.reference, type: 'id', value: referenceOf(wanted) }],
    productOptions: Object.entries(wanted.options).map(([name, value]) => ({ name, values: [{ name: value }] })),
  };
  const id = await createOrFind();
  const whole = await rooms.catalog.byId(id, signal);
  if (whole) return whole;
  throw new IntegrationError('A product that was just created is gone', { code: 'conflict' });

  /** Somebody else may have created it since we looked: then the reference is taken. */
  async function createOrFind(): Promise<string> {
    try {
      const created = await client.mutate(createProduct, { variables: { product }, data: CreateProductData, signal });
      return created.productCreate.product.id;
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
      const taken = await rooms.catalog.idOfReference(referenceOf(wanted), signal);
      if (taken === undefined) throw error;
      return taken;
    }
  }
}

/** The variant with the SKU: there already, made ready when the product was entered, or added. */
async function withVariant(
  context: ConnectorContext,
  wanted: Wanted,
  found: WholeProduct,
  signal: AbortSignal,
): Promise<{ readonly whole: WholeProduct; readonly variant: Variant }> {
  const known = variantOf(found, wanted.sku);
  if (known) return { whole: found, variant: known };
  const same = found.variants.find((it) => sameOptions(wanted.options, it));
  if (same && (same.sku === null || same.sku === '')) return { whole: found, variant: same };
  if (same) {
    throw new IntegrationError(`The product has a variant with these options already, with SKU '${same.sku ?? ''}'`, {
      code: 'conflict',
      path: 'options',
    });
  }
  if (Object.keys(wanted.options).length === 0) {
    throw new IntegrationError('Without options a variant cannot be told from the others of its product', {
      code: 'conflict',
      path: 'options',
    });
  }
  const id = await createOrFind();
  const whole = await context.rooms.catalog.byId(found.product.id, signal);
  const variant = whole?.variants.find((it) => it.id === id);
  if (whole && variant) return { whole, variant };
  throw new IntegrationError('A variant that was just created is gone', { code: 'conflict' });

  /** Somebody else may have created it since we looked: then its options are taken, under the same SKU. */
  async function createOrFind(): Promise<string> {
    // It has no price yet and nothing lies anywhere: nobody can buy it for nothing.
    const fresh = {
      optionValues: optionValuesOf(wanted.options),
      inventoryPolicy: 'DENY',
      inventoryItem: { sku: wanted.sku, tracked: true },
      metafields: [{ key: metafieldKeys.published, type: 'json', value: JSON.stringify(begun(wanted)) }],
    };
    try {
      const variables = { productId: found.product.id, variants: [fresh] };
      const created = await context.client.mutate(createVariants, { variables, data: CreateVariantsData, signal });
      return created.productVariantsBulkCreate.productVariants[0]?.id ?? '';
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
      const now = await context.rooms.catalog.byId(found.product.id, signal);
      const taken = now && variantOf(now, wanted.sku);
      if (!taken) throw error;
      return taken.id;
    }
  }
}

/** What is remembered of a variant until all of it is there. */
function begun({ state }: Wanted): PublishedState {
  return { is: unfinished, state, images: [] };
}

/** What the platform has no place for. */
function refuseUntakeable({ kind, unit, options, barcodes }: Wanted): void {
  const refuse = (what: string, path: string): never => {
    throw new IntegrationError(what, { code: 'unsupported-document', path });
  };
  if (kind === 'bundle') refuse('Shopify makes bundles by an app of its own', 'kind');
  if (unit !== 'EA') refuse('Shopify sells pieces', 'unit');
  if (Object.keys(options).length > 3) refuse('Shopify tells variants apart by three options at most', 'options');
  if (barcodes.length > 1) refuse('Shopify keeps one barcode of a variant', 'barcodes');
}

/** A product belongs to one parent. */
function refuseAnotherParent({ parent }: Wanted, { product }: WholeProduct): void {
  const known = product.reference?.value;
  if (parent === undefined || known === undefined || known === parent) return;
  throw new IntegrationError(`The SKU belongs to the product '${known}' in the shop`, {
    code: 'conflict',
    path: 'parent',
  });
}
