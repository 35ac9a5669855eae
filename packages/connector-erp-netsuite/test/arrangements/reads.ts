/** Side doors of what is read out of the account. */
import { type CapabilityInput, type EventName, money } from '@crossdock/core';
import { generateOrder } from '@crossdock/testing';
import { type EventArrangement } from '@crossdock/testing/contracts';
import { type OpenAccount, openAccount, type OpenAccountOptions, skus } from '../account.ts';
import { arrange, type Door } from './door.ts';

/** An item of every kind that matters: a variant, its parent, one that is retired, one that is no SKU of ours. */
function seedCatalog({ account, settings }: Pick<OpenAccount, 'account' | 'settings'>) {
  const eur = account.currencies['EUR'] ?? '';
  const parent = account.seedItem({ sku: 'PARKA', isMatrixParent: true }).id;
  const variant = account.seedItem({
    sku: 'PARKA-M',
    displayName: 'Parka, medium',
    upcCode: '4006381333931',
    parentId: parent,
    fields: { custitem_size: 'M' },
    prices: [
      { price: 149.5 },
      { price: 139.9, currencyId: eur },
      { price: 120, level: '5' },
      { price: 99.99, level: '5', quantity: 10 },
    ],
  }).id;
  const retired = account.seedItem({ sku: 'PARKA-L', isInactive: true, prices: [{ price: 0.075 }] }).id;
  const weighed = account.seedItem({ sku: 'COFFEE', unitId: '7', prices: [{ price: 18 }] }).id;
  const strange = account.seedItem({ sku: 'STRANGE', unitId: '1' }).id;
  const store = settings.locations['store-1'] as string;
  account.seedStock({ item: variant, location: store, units: 12 });
  account.seedStock({ item: weighed, location: store, units: 2.5 });
  return { parent, variant, retired, weighed, strange };
}

const features = { exchangeRates: { EUR: 1.1 }, customFields: ['custitem_size'] };
const settings = {
  products: { options: { size: 'custitem_size' }, unit: 'saleunit' },
  prices: { lists: { online: { level: '5' }, 'online-10': { level: '5', quantity: 10 } } },
} as const;

function withCatalog(options: OpenAccountOptions): OpenAccountOptions {
  return {
    ...options,
    simulator: { ...options.simulator, features },
    settings: { ...settings, ...options.settings },
  };
}

/** Every product that the account has, by its own books: those of the account itself, and those of the catalogue. */
const plainProducts = skus.map((sku) => ({
  sku,
  name: sku,
  state: 'active' as const,
  unit: 'EA',
  kind: 'goods' as const,
}));
const catalogProducts = [
  {
    sku: 'PARKA-M',
    name: 'Parka, medium',
    parent: 'PARKA',
    barcodes: ['4006381333931'],
    options: { size: 'M' },
    state: 'active' as const,
  },
  { sku: 'PARKA-L', name: 'PARKA-L', state: 'archived' as const },
  { sku: 'COFFEE', unit: 'KGM' },
];

const price = (sku: string, amount: string, currency = 'USD') => ({ sku, price: money(amount, currency) });

export function readDoors(given: OpenAccountOptions = {}) {
  const options = withCatalog(given);
  const page = <T>(items: readonly T[], refused: readonly object[] = []) => ({ items, refused });
  const open = (door: Door) => ({ door, seeded: seedCatalog(door) });
  const strange = ({ id }: { readonly id: string }) => ({
    identifiers: [id, 'STRANGE'],
    code: 'unmapped',
    path: 'unit',
  });
  return {
    listProducts: arrange<'listProducts'>(options, (door) => {
      const { seeded } = open(door);
      return {
        input: () => ({}),
        truth: () => page([...plainProducts, ...catalogProducts], [strange({ id: seeded.strange })]),
      };
    }),
    getProducts: arrange<'getProducts'>(options, (door) => {
      open(door);
      return {
        input: () => ({ skus: ['PARKA-M', 'PARKA-L', 'COFFEE'] }),
        truth: () => catalogProducts,
        refused: () => [{ what: 'an item in a unit that is unknown', input: { skus: ['STRANGE'] }, code: 'unmapped' }],
      };
    }),
    listPrices: arrange<'listPrices'>(options, (door) => {
      open(door);
      return {
        input: () => ({}),
        truth: () =>
          page([
            price('PARKA-M', '149.50'),
            price('PARKA-M', '139.90', 'EUR'),
            price('PARKA-L', '0.075'),
            price('COFFEE', '18.00'),
          ]),
        refused: () => [{ what: 'a price list that is unknown', input: { list: 'wholesale' }, code: 'unmapped' }],
      };
    }),
    getPrices: arrange<'getPrices'>(options, (door) => {
      open(door);
      return {
        input: (): CapabilityInput<'getPrices'> => ({ skus: ['PARKA-M'], list: 'online-10', currency: 'USD' }),
        truth: () => [{ ...price('PARKA-M', '99.99'), list: 'online-10' }],
        refused: () => [
          { what: 'a price list that is unknown', input: { skus: ['PARKA-M'], list: 'wholesale' }, code: 'unmapped' },
        ],
      };
    }),
    listCustomers: arrange<'listCustomers'>(options, (door) => {
      const ann = seedAnn(door);
      door.account.seedCustomer({ name: 'Retired', isInactive: true });
      return {
        input: () => ({}),
        truth: () => page([{ company: { name: 'Web customers', refs: {} } }, { ref: `erp-${ann}`, lastName: 'Ling' }]),
      };
    }),
    findCustomers: arrange<'findCustomers'>(options, (door) => {
      const ann = seedAnn(door);
      // The search of a platform finds more than what was asked for.
      door.account.seedCustomer({ name: 'Other', email: 'joann.ling@shoppers.example', phone: '+46 4545 4545' });
      return {
        input: () => ({ email: 'ann.ling@shoppers.example', phone: '+4545454545' }),
        truth: () => [{ ref: `erp-${ann}`, firstName: 'Ann', email: 'Ann.Ling@shoppers.example' }] as never,
        refused: () => [
          { what: 'a tax id when nobody said where it is', input: { taxId: 'DK12345678' }, code: 'unmapped' },
        ],
      };
    }),
    listInventory: arrange<'listInventory'>(options, (door) => {
      open(door);
      return {
        input: () => ({}),
        truth: () =>
          page([
            { sku: 'PARKA-M', location: 'store-1', onHand: { amount: '12', unit: 'EA' } },
            { sku: 'COFFEE', location: 'store-1', onHand: { amount: '2.5', unit: 'KGM' } },
          ]),
        refused: () => [{ what: 'a location that is unknown', input: { locations: ['store-99'] }, code: 'unmapped' }],
      };
    }),
  };
}

function seedAnn({ account }: Door): string {
  return account.seedCustomer({
    name: 'Ann Ling',
    firstName: 'Ann',
    lastName: 'Ling',
    email: 'Ann.Ling@shoppers.example',
    phone: '+45 4545 4545',
  }).id;
}

export const pushSecret = 'a-secret-of-the-account-that-nobody-knows';

/** Lets things happen in an account whose script pushes. */
export function arrangeEvents(): EventArrangement {
  const opened = openAccount({ settings: { push: { secrets: [pushSecret] } } });
  const { account, system, reconfigure } = opened;
  let count = 0;
  const pushed = (type: string, id: string) => account.deliveryOf({ type, id }, pushSecret);
  const happenings: Readonly<Partial<Record<EventName, () => Promise<{ key: string; type: string; id: string }>>>> = {
    'product.changed': async () => {
      const sku = `NEW-${String(count)}`;
      return { key: sku, type: 'inventoryItem', id: account.seedItem({ sku }).id };
    },
    'price.changed': async () => {
      const sku = `NEW-${String(count)}`;
      return { key: sku, type: 'inventoryItem', id: account.seedItem({ sku, prices: [{ price: 12.5 }] }).id };
    },
    'customer.changed': async () => {
      const { id } = account.seedCustomer({ name: `Customer ${String(count)}` });
      return { key: `erp-${id}`, type: 'customer', id };
    },
    'posting.confirmed': async () => {
      const ref = `bill-${String(count)}`;
      const sold = generateOrder(() => 0.5, { kind: 'plain', currency: 'USD', skus: [...skus] });
      // Gift cards leave no shelf, so the bill is the only posting of the order.
      const lines = sold.lines.map((line) => ({ ...line, kind: 'gift-card' as const }));
      const other = reconfigure({});
      await other.call('createOrder', { ...sold, lines, ref });
      const occurredAt = '2026-11-27T10:00:00Z';
      const bill = await other.call('postInvoice', { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt });
      return { key: ref, type: 'invoice', id: bill.id };
    },
  };
  return {
    system,
    async happen(event) {
      count += 1;
      const happening = happenings[event];
      if (!happening) throw new Error(`Nothing is known that tells '${event}'`);
      const { key, type, id } = await happening();
      return { key, delivery: pushed(type, id) };
    },
  };
}
