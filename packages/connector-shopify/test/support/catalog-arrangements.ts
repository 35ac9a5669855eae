import { money } from '@crossdock/core';
import type { Arrange } from '@crossdock/testing/contracts';
import { openShop, type OpenShop, type OpenShopOptions } from './open-shop.ts';
import { doorsOf } from './stock-arrangements.ts';

/** A shop with some products, a price list and two channels. */
function openCatalogShop(options: OpenShopOptions = {}): OpenShop {
  const open = openShop(options);
  const { shop } = open;
  shop.addPriceList('Wholesale', 'USD');
  shop.addPriceList('Europe', 'EUR');
  shop.addProduct({
    title: 'Trail shoe',
    vendor: 'Acme',
    type: 'Shoes',
    variants: [42, 43, 44].map((size) => ({
      sku: `TRAIL-${size}`,
      price: '129.00',
      compareAtPrice: size === 44 ? '149.00' : null,
      barcode: `40000000000${size}`,
      options: { size: String(size), colour: 'blue' },
    })),
  });
  shop.addProduct({ title: 'Sock', variants: [{ sku: "SOCK 'M'", price: '9.90' }] });
  shop.addProduct({ title: 'Voucher', giftCard: true, variants: [{ sku: 'GIFT-50', price: '50.00' }] });
  return open;
}

function withTwins(open: OpenShop): OpenShop {
  open.shop.addProduct({ title: 'Twin', variants: [{ sku: 'TWICE' }] });
  open.shop.addProduct({ title: 'Other twin', variants: [{ sku: 'TWICE' }] });
  open.shop.addProduct({ title: 'Nameless', variants: [{}] });
  return open;
}

function productsIn({ shop }: OpenShop) {
  return shop.catalog.variants.map(({ product, variant }) => ({
    sku: variant.sku ?? '',
    name: product.title,
    state: 'active' as const,
    brand: product.vendor,
    barcodes: variant.barcode === null ? [] : [variant.barcode],
  }));
}

function pricesIn({ shop }: OpenShop) {
  return shop.catalog.variants.map(({ variant }) => ({
    sku: variant.sku ?? '',
    price: money(variant.price, 'USD'),
    ...(variant.compareAtPrice !== null && { compareAt: money(variant.compareAtPrice, 'USD') }),
    taxIncluded: false,
  }));
}

const isTold = ({ sku }: { readonly sku: string }): boolean => sku !== 'TWICE' && sku !== '';
const twins = [
  { code: 'conflict', path: 'sku' },
  { code: 'conflict', path: 'sku' },
  { code: 'unmapped', path: 'sku' },
];

/** The side doors of everything about products and prices. */
export function catalogArrangements(options: OpenShopOptions = {}) {
  let facts = 0;

  const publishProduct: Arrange<'publishProduct'> = () => {
    const open = openCatalogShop({ ...options, options: { publications: ['Online Store'], ...options.options } });
    const { shop } = open;
    return {
      ...doorsOf(open),
      input: () => {
        facts++;
        return {
          sku: `BOOT-${facts}`,
          parent: `boot-${Math.ceil(facts / 2)}`,
          name: `Boot ${facts}`,
          description: '<p>Warm.</p>',
          state: 'active',
          brand: 'Acme',
          category: 'Boots',
          options: { size: `${40 + facts}` },
          barcodes: [`4000000000${100 + facts}`],
          weightGrams: '850',
          harmonizedCode: '640391',
          originCountry: 'PT',
          images: [`https://images.example/boot-${facts}.jpg`],
        };
      },
      count: (sku) => shop.catalog.bySku(sku).length,
      inspect: (sku) => {
        const [found] = shop.catalog.bySku(sku);
        return found && { name: found.product.title };
      },
      loseReply: () => shop.faults.arm('lost-reply', { match: (subject) => subject.startsWith('ChangeProduct') }),
      refused: () => {
        const input = { sku: 'REFUSED-1', name: 'Refused', state: 'active' as const };
        return [
          { what: 'a bundle', input: { ...input, kind: 'bundle' as const }, code: 'unsupported-document' },
          { what: 'a thing that is weighed', input: { ...input, unit: 'KGM' }, code: 'unsupported-document' },
          { what: 'two barcodes', input: { ...input, barcodes: ['1', '2'] }, code: 'unsupported-document' },
          {
            what: 'four options',
            input: { ...input, options: { a: '1', b: '1', c: '1', d: '1' } },
            code: 'unsupported-document',
          },
        ];
      },
    };
  };

  const publishPrice: Arrange<'publishPrice'> = () => {
    const open = openCatalogShop(options);
    const { shop } = open;
    const refused = { sku: 'TRAIL-42', price: money('10', 'USD'), taxIncluded: false };
    return {
      ...doorsOf(open),
      // A price is known by its SKU and list: the other fact is the price of another thing.
      input: () => ({
        sku: ['TRAIL-42', 'TRAIL-43', 'TRAIL-44'][facts++ % 3] ?? '',
        price: money('99.50', 'USD'),
        compareAt: money('119.00', 'USD'),
        taxIncluded: false,
      }),
      count: (reference) => {
        const [found] = shop.catalog.bySku(reference.split('/')[0] ?? '');
        return found?.variant.price === '99.50' ? 1 : 0;
      },
      inspect: (reference) => {
        const [found] = shop.catalog.bySku(reference.split('/')[0] ?? '');
        return found && { price: money(found.variant.price, 'USD') };
      },
      loseReply: () => shop.faults.arm('lost-reply', { match: (subject) => subject.startsWith('ChangeProduct') }),
      refused: () => [
        { what: 'an unknown SKU', input: { ...refused, sku: 'NONE' }, code: 'unmapped' },
        { what: 'an unknown price list', input: { ...refused, list: 'Moon' }, code: 'unmapped' },
        { what: 'a price of a location', input: { ...refused, location: 'store-17' }, code: 'unsupported-document' },
        {
          what: 'a price in another currency',
          input: { ...refused, price: money('10', 'EUR') },
          code: 'currency-mismatch',
        },
        { what: 'a price with tax', input: { ...refused, taxIncluded: true }, code: 'unsupported-document' },
        { what: 'a part of a cent', input: { ...refused, price: money('9.995', 'USD') }, code: 'unsupported-document' },
        {
          what: 'a price of tomorrow',
          input: { ...refused, effectiveFrom: '2026-11-25T00:00:00Z' },
          code: 'unsupported-document',
        },
      ],
    };
  };

  const getProducts: Arrange<'getProducts'> = () => {
    const open = withTwins(openCatalogShop(options));
    return {
      ...doorsOf(open),
      input: () => ({ skus: ['TRAIL-42', "SOCK 'M'", 'GIFT-50'] }),
      truth: ({ skus }) => productsIn(open).filter(({ sku }) => skus.includes(sku)),
      refused: () => [{ what: 'a SKU that is on two variants', input: { skus: ['TWICE'] }, code: 'conflict' }],
    };
  };

  const listProducts: Arrange<'listProducts'> = () => {
    const open = withTwins(openCatalogShop(options));
    return {
      ...doorsOf(open),
      input: () => ({}),
      truth: () => ({ items: productsIn(open).filter(isTold), refused: twins }),
    };
  };

  const getPrices: Arrange<'getPrices'> = () => {
    const open = withTwins(openCatalogShop(options));
    return {
      ...doorsOf(open),
      input: () => ({ skus: ['TRAIL-44', "SOCK 'M'"] }),
      truth: ({ skus }) => pricesIn(open).filter(({ sku }) => skus.includes(sku)),
    };
  };

  const listPrices: Arrange<'listPrices'> = () => {
    const open = withTwins(openCatalogShop(options));
    return {
      ...doorsOf(open),
      input: () => ({}),
      truth: () => ({ items: pricesIn(open).filter(isTold), refused: twins }),
    };
  };

  return { publishProduct, publishPrice, getProducts, listProducts, getPrices, listPrices };
}
