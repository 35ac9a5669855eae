import { money, Price, Product, type Random } from '@crossdock/core';
import { between, pick } from './chance.ts';

/** What {@link generateProduct} and {@link generatePrice} take. */
export interface GenerateProductOptions {
  readonly sku?: string;
  /** @default 'USD' */
  readonly currency?: string;
}

const articles = ['Trainers', 'Boots', 'Shirt', 'Jacket', 'Belt'] as const;
const sizes = ['S', 'M', 'L', '42', '43'] as const;
const colours = ['black', 'blue', 'red', 'grün'] as const;

/** Generates a product: one variant with its options, barcode and weight. */
export function generateProduct(random: Random, { sku }: GenerateProductOptions = {}): Product {
  const article = pick(random, articles);
  const options = { size: pick(random, sizes), colour: pick(random, colours) };
  const serial = between(random, 1_000, 9_999);
  return Product.parse({
    sku: sku ?? `${article.toUpperCase()}-${serial}-${options.size}`,
    parent: `${article.toUpperCase()}-${serial}`,
    refs: {},
    name: `${article} ${options.colour} ${options.size}`,
    state: pick(random, ['active', 'active', 'draft'] as const),
    options,
    barcodes: [ean13(`40${String(between(random, 0, 9_999_999_999)).padStart(10, '0')}`)],
    weightGrams: String(between(random, 50, 2_500)),
    originCountry: pick(random, ['PT', 'IT', 'VN'] as const),
  });
}

/** Generates a base price. */
export function generatePrice(random: Random, { sku, currency = 'USD' }: GenerateProductOptions = {}): Price {
  return Price.parse({
    sku: sku ?? `SKU-${between(random, 1_000, 9_999)}`,
    refs: {},
    price: money(`${between(random, 1, 250)}`, currency),
    taxIncluded: random() < 0.5,
  });
}

/** Twelve digits with their check digit. */
function ean13(digits: string): string {
  const weighted = Array.from(digits, (digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 3));
  const total = weighted.reduce((before, it) => before + it, 0);
  return `${digits}${(10 - (total % 10)) % 10}`;
}
