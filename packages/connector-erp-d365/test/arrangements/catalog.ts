/** Side doors of what is read out of the environment, and of the prices that are published into it. */
import { type CapabilityInput, type CapabilityName, money, seededRandom } from '@crossdock/core';
import { type Arrange, type Arrangement } from '@crossdock/testing/contracts';
import {
  commonDoor,
  openEnvironment,
  type OpenEnvironment,
  type OpenEnvironmentOptions,
  skus,
} from '../environment.ts';
import type { Door } from './documents.ts';

type Own<N extends CapabilityName> = Omit<
  Arrangement<N>,
  'system' | 'faults' | 'secrets' | 'throttle' | 'revokeCredentials'
>;

/** Opens a fresh environment for one capability, and a side door into its books. */
function arrange<N extends CapabilityName>(options: OpenEnvironmentOptions, own: (door: Door) => Own<N>): Arrange<N> {
  return () => {
    const door: Door = { ...openEnvironment(options), random: seededRandom(1) };
    return {
      ...commonDoor(door),
      ...own(door),
    } as unknown as Arrangement<N>;
  };
}

/** An item of every kind that matters: a master with a variant of ours, one that is retired, one in kilograms, one in a unit nobody named. */
export function seedCatalog({ environment }: Pick<OpenEnvironment, 'environment'>) {
  environment.seedItem({
    itemNumber: 'PARKA',
    name: 'Parka',
    salesPrice: 149.5,
    variants: { 'PARKA-M': { size: 'M' }, 'PARKA-L': { size: 'L' } },
    barcodes: [
      ['PARKA-M', '4006381333931'],
      ['PARKA-L', '4006381333948'],
    ],
  });
  environment.seedItem({ itemNumber: 'BOOT', name: 'Boot', lifecycle: 'Retired', salesPrice: 7.5, priceUnit: 100 });
  environment.seedItem({
    itemNumber: 'COFFEE',
    name: 'Coffee',
    unit: 'KG',
    salesPrice: 18,
    taxItemGroup: 'FOOD',
    barcodes: ['4000417025005'],
  });
  environment.seedItem({ itemNumber: 'STRANGE', unit: 'furlong' });
  environment.seedPriceJournalName('Sales');
  const ended = { from: '2026-01-01', to: '2026-11-26' };
  environment.seedAgreement({ itemNumber: 'PARKA', size: 'M', price: 99.99, group: 'ONLINE', ...ended });
  environment.seedAgreement({ itemNumber: 'PARKA', size: 'M', price: 120, group: 'ONLINE', from: '2026-11-27' });
  environment.seedAgreement({ itemNumber: 'PARKA', price: 90, group: 'ONLINE', fromQuantity: 10 });
  environment.seedAgreement({ itemNumber: 'COFFEE', price: 17.25, group: 'ONLINE', unit: 'kg', to: '2026-12-31' });
  environment.seedAgreement({ itemNumber: 'COFFEE', price: 200, group: 'ONLINE', unit: 'box' });
  environment.seedAgreement({ itemNumber: 'BOOT', price: 6, currency: 'EUR' });
  environment.seedStock('COFFEE', '11', 2.5);
  environment.seedStock('BOOT', '12', 4);
  environment.seedStock('SHOE-42', '11', 20);
}

export const catalogSettings = {
  units: { ea: 'EA', kg: 'KGM' },
  items: {
    overrides: { 'OUR-PARKA-M': { item: 'PARKA', size: 'M' } },
    charges: { shipping: 'SHIPPING', fee: 'FEE', tip: 'TIP' },
  },
  products: { lifecycle: { Retired: 'archived' } },
  prices: { lists: { online: { group: 'ONLINE' }, 'online-10': { group: 'ONLINE', quantity: 10 }, all: {} } },
} as const;

const withCatalog = (options: OpenEnvironmentOptions): OpenEnvironmentOptions => ({
  ...options,
  settings: {
    ...catalogSettings,
    items: { ...catalogSettings.items },
    journals: { prices: 'Sales' },
    ...options.settings,
  },
});

const page = <T>(items: readonly T[], refused: readonly object[] = []) => ({ items, refused });
const price = (sku: string, amount: string, currency = 'USD') => ({ sku, price: money(amount, currency) });

const services = ['SHIPPING', 'FEE', 'TIP', 'GIFT', 'ROUNDING', 'ALLOWANCE', 'TAX'];
const plain = [...skus, ...services].map((sku) => ({ sku, name: sku, state: 'active' as const, unit: 'EA' }));
const catalogProducts = [
  {
    sku: 'OUR-PARKA-M',
    name: 'Parka',
    parent: 'PARKA',
    barcodes: ['4006381333931'],
    options: { size: 'M' },
    state: 'active' as const,
  },
  { sku: 'BOOT', name: 'Boot', state: 'archived' as const },
  { sku: 'COFFEE', unit: 'KGM', barcodes: ['4000417025005'], taxCategory: 'FOOD' },
];
const strange = { identifiers: ['STRANGE'], code: 'unmapped', path: 'SalesUnitSymbol' };
const noList = { what: 'a price list that is unknown', code: 'unmapped' } as const;

/** A side door for everything about products, prices, customers and levels that is listed. */
export function catalogDoors(given: OpenEnvironmentOptions = {}) {
  const options = withCatalog(given);
  const read = <N extends CapabilityName>(own: (door: Door) => Own<N>) =>
    arrange<N>(options, (door) => {
      seedCatalog(door);
      return own(door);
    });
  return {
    listProducts: read<'listProducts'>(() => ({
      input: () => ({}),
      truth: () => page([...plain, ...catalogProducts], [strange]),
    })),
    getProducts: read<'getProducts'>(() => ({
      input: () => ({ skus: ['OUR-PARKA-M', 'BOOT', 'COFFEE'] }),
      truth: () => catalogProducts,
      refused: () => [{ what: 'an item in a unit that is unknown', input: { skus: ['STRANGE'] }, code: 'unmapped' }],
    })),
    listPrices: read<'listPrices'>(() => ({
      input: () => ({}),
      truth: () => page([price('OUR-PARKA-M', '149.50'), price('BOOT', '0.075'), price('COFFEE', '18.00')]),
      refused: () => [{ ...noList, input: { list: 'wholesale' } }],
    })),
    getPrices: read<'getPrices'>(() => ({
      input: (): CapabilityInput<'getPrices'> => ({ skus: ['OUR-PARKA-M', 'COFFEE'], list: 'online' }),
      truth: () => [price('OUR-PARKA-M', '120.00'), price('COFFEE', '17.25')],
      refused: () => [{ ...noList, input: { skus: ['COFFEE'], list: 'wholesale' } }],
    })),
    publishPrice: read<'publishPrice'>(({ environment }) => {
      const priceOf = (reference: string) =>
        environment.books.prices().findLast((it) => it.group === 'ONLINE' && reference.startsWith(`${it.item}/`));
      let asked = 0;
      return {
        input: () => {
          const sku = skus[asked++ % skus.length] ?? 'SHOE-42';
          return { sku, refs: {}, list: 'online', price: money('79.95', 'USD'), taxIncluded: false };
        },
        count: (reference) =>
          environment.books.prices().filter((it) => it.group === 'ONLINE' && reference.startsWith(`${it.item}/`))
            .length,
        inspect: (reference) => {
          const found = priceOf(reference);
          return found && { price: money(found.price.toFixed(2), found.currency) };
        },
        refused: () => {
          const input = { sku: 'SHOE-42', refs: {}, price: money('79.95', 'USD'), taxIncluded: false };
          return [
            { what: 'a base price', input, code: 'unsupported-document' },
            { what: 'a list that is unknown', input: { ...input, list: 'wholesale' }, code: 'unmapped' },
            { what: 'an unknown product', input: { ...input, list: 'online', sku: 'UNKNOWN' }, code: 'unmapped' },
            {
              what: 'a price with the tax in it where prices have none',
              input: { ...input, list: 'online', taxIncluded: true },
              code: 'unsupported-document',
            },
          ];
        },
      };
    }),
    listCustomers: read<'listCustomers'>(({ environment }) => {
      environment.seedCustomer('DAT-000024');
      return {
        input: () => ({}),
        truth: () => page([{ ref: 'erp-WEB-001' }, { ref: 'erp-DAT-000024', refs: { erp: 'DAT-000024' } }]),
      };
    }),
    listInventory: read<'listInventory'>(() => ({
      input: () => ({}),
      truth: () =>
        page([
          { sku: 'SHOE-42', location: 'store-1', onHand: { amount: '20', unit: 'EA' } },
          { sku: 'COFFEE', location: 'store-1', onHand: { amount: '2.5', unit: 'EA' } },
          { sku: 'BOOT', location: 'store-2', onHand: { amount: '4', unit: 'EA' } },
        ]),
      refused: () => [{ what: 'a location that is unknown', input: { locations: ['store-99'] }, code: 'unmapped' }],
    })),
  };
}
