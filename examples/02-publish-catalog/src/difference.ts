import { compare, type Price, type Product } from '@crossdock/core';

/** What the ERP says of a product and the shop is to show. Images and prices go other ways. */
const fields = [
  'name',
  'parent',
  'description',
  'state',
  'kind',
  'brand',
  'category',
  'weightGrams',
  'originCountry',
  'harmonizedCode',
] as const;

/** The fields in which the shop shows something else than the owner says. What the owner does not say is not compared. */
export function productDifferences(owned: Product, shown: Product | undefined): readonly string[] {
  if (!shown) return ['sku'];
  const plain = fields.filter((field) => owned[field] !== undefined && owned[field] !== shown[field]);
  const options = Object.entries(owned.options).filter(([name, value]) => shown.options[name] !== value);
  const barcodes = owned.barcodes.filter((barcode) => !shown.barcodes.includes(barcode));
  return [...plain, ...options.map(([name]) => `options.${name}`), ...(barcodes.length > 0 ? ['barcodes'] : [])];
}

/** The same of a price. */
export function priceDifferences(owned: Price, shown: Price | undefined): readonly string[] {
  if (!shown || shown.price.currency !== owned.price.currency) return ['price'];
  const same = compare(owned.price, shown.price) === 0;
  const against =
    owned.compareAt && shown.compareAt
      ? compare(owned.compareAt, shown.compareAt) === 0
      : owned.compareAt === shown.compareAt;
  return [...(same ? [] : ['price']), ...(against ? [] : ['compareAt'])];
}
