import { type EventData, IntegrationError, parse, Product } from '@crossdock/core';
import { type WireProduct } from '../api/products.ts';

type ProductData = EventData<'product.changed'>;

/** A new product. Its price is published on its own: until then it costs nothing. */
export function newProductOf(product: ProductData): Readonly<Record<string, unknown>> {
  mustBeSellable(product);
  const { sku, name, description, state, barcodes } = product;
  return {
    name,
    sku,
    ...(description !== undefined && { description }),
    is_active: state === 'active',
    ...(barcodes.length > 0 && { product_codes: barcodes.map(codeOf) }),
  };
}

/**
 * What a product carries, to be put into the one that is there; nothing when it is like that already. Nothing else is sent, so
 * prices, taxes and pictures stay; codes that others gave it stay too. The name of a family is not that of one of its variants.
 */
export function changesOf(product: ProductData, known: WireProduct): Readonly<Record<string, unknown>> | undefined {
  mustBeSellable(product);
  const { name, description, state, barcodes } = product;
  const isAlone = known.variant_parent_id === undefined && known.has_variants !== true;
  const held = known.product_codes;
  const more = barcodes.filter((code) => !held.some((it) => it.code === code)).map(codeOf);
  const isActive = state === 'active';
  const isNamed = known.name === name && (description === undefined || (known.description ?? '') === description);
  const isSame = more.length === 0 && (known.active ?? true) === isActive && (isNamed || !isAlone);
  if (isSame) return undefined;
  return {
    ...(isAlone && { common: { name, ...(description !== undefined && { description }) } }),
    details: { is_active: isActive, ...(more.length > 0 && { product_codes: [...held, ...more] }) },
  };
}

/** A product as Lightspeed has it. */
export function toProduct(wire: WireProduct, name: string): ProductData {
  const { id, sku, description, active, has_variants, variant_parent_id, variant_options, product_codes } = wire;
  const isFamily = has_variants === true || variant_parent_id !== undefined;
  const options = variant_options.flatMap((it) =>
    it.name === undefined || it.value === undefined ? [] : [[it.name, it.value] as const],
  );
  const document = {
    sku,
    ...(isFamily && { parent: variant_parent_id ?? id }),
    refs: { [name]: id },
    name: wire.name ?? sku,
    ...(description !== undefined && { description }),
    state: active === false ? 'archived' : 'active',
    ...(wire.is_composite === true && { kind: 'bundle' }),
    options: Object.fromEntries(options),
    barcodes: product_codes.map((it) => it.code).filter((it) => it !== ''),
    unit: 'EA',
    ...(wire.updated_at !== undefined && { updatedAt: wire.updated_at }),
  };
  return parse(Product, document, { what: 'the product', code: 'unmapped' });
}

/** A code that is scanned, with the kind that its digits say. */
function codeOf(code: string): { readonly type: string; readonly code: string } {
  if (/^\d{13}$/.test(code)) return { type: 'EAN', code };
  return { type: /^\d{12}$/.test(code) ? 'UPC' : 'CUSTOM', code };
}

function mustBeSellable({ kind, unit }: ProductData): void {
  if (kind === 'gift-card' || kind === 'bundle') {
    throw new IntegrationError(`Lightspeed takes no ${kind} from outside`, {
      code: 'unsupported-document',
      path: 'kind',
    });
  }
  if (unit !== 'EA') {
    throw new IntegrationError('Products that are weighed or measured are made at Lightspeed itself', {
      code: 'unsupported-document',
      path: 'unit',
    });
  }
}
