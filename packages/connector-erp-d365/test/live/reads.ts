/** Side doors of what is read: periods, stock, products and prices of a few SKUs, and listings of a whole company. */
import { money } from '@crossdock/core';
import type { LiveBooks, LiveRow } from './books.ts';
import type { Arranger } from './door.ts';

const dimensions = ['ProductConfigurationId', 'ProductSizeId', 'ProductColorId', 'ProductStyleId', 'ProductVersionId'];
const monthMs = 31 * 86_400_000;
const isPlain = (row: LiveRow): boolean => dimensions.every((name) => (row[name] ?? '') === '');

/** The SKU of an item without variants, where SKUs are item numbers and nothing is named otherwise. */
function requirePlainNames({ config }: LiveBooks): void {
  if (config.items.by === 'item-number' && Object.keys(config.items.overrides).length === 0) return;
  throw new Error('For these suites SKUs are item numbers, without overrides');
}

async function productsOf(books: LiveBooks, skus: readonly string[]): Promise<readonly LiveRow[]> {
  const found = await Promise.all(skus.map((sku) => books.rows('ReleasedProductsV2', { ItemNumber: sku })));
  return found.flat();
}

/** Levels in the warehouses of our locations. */
async function levelsIn(books: LiveBooks, rows: readonly LiveRow[]) {
  const places = Object.entries(books.config.locations);
  return rows.filter(isPlain).flatMap((row) => {
    const location = places.find(([, { warehouse }]) => warehouse === row['InventoryWarehouseId'])?.[0];
    const onHand = { amount: String(Number(row['OnHandQuantity'])), unit: 'EA' };
    return location === undefined ? [] : [{ sku: row['ItemNumber'] ?? '', location, onHand }];
  });
}

/** A price of one unit; none that is nought. */
function pricesIn(rows: readonly LiveRow[], currency: string) {
  return rows.flatMap(({ ItemNumber = '', SalesPrice = '0', SalesPriceQuantity = '1' }) => {
    if (Number(SalesPrice) === 0) return [];
    const isOfOne = [0, 1].includes(Number(SalesPriceQuantity));
    return [{ sku: ItemNumber, ...(isOfOne && { price: money(SalesPrice, currency) }) }];
  });
}

export function liveReads(arrange: Arranger) {
  return {
    getInventory: arrange<'getInventory'>(({ books, settings }) => ({
      input: () => ({ skus: settings.skus.slice(0, 2) }),
      async truth({ skus }) {
        requirePlainNames(books);
        const rows = await Promise.all(skus.map((sku) => books.rows('WarehousesOnHandV2', { ItemNumber: sku })));
        return levelsIn(books, rows.flat());
      },
    })),
    getPostingPeriods: arrange<'getPostingPeriods'>(({ books, occurredAt }) => ({
      input: () => ({
        from: new Date(Date.parse(occurredAt) - monthMs).toISOString().slice(0, 10),
        to: occurredAt.slice(0, 10),
      }),
      async truth({ from, to }) {
        const states = await books.sharedRows('LedgerFiscalPeriods', { LegalEntityId: books.config.company });
        const periods = await books.sharedRows('FiscalPeriods');
        const days = ({ StartDate = '', EndDate = '' }: LiveRow) =>
          [StartDate.slice(0, 10), EndDate.slice(0, 10)] as const;
        const touching = periods.filter((it) => it['Type'] === 'Operating' && days(it)[0] <= to && days(it)[1] >= from);
        return states.flatMap((state) => {
          const { Calendar, YearName = '', PeriodName = '', PeriodStatus, LedgerAccessLevel } = state;
          const isIt = (it: LiveRow): boolean =>
            it['Calendar'] === Calendar && it['FiscalYear'] === YearName && it['PeriodName'] === PeriodName;
          const isOpen = PeriodStatus === 'Open' && LedgerAccessLevel !== 'None';
          return touching.filter(isIt).map((it) => ({
            name: `${YearName} ${PeriodName}`,
            from: days(it)[0],
            to: days(it)[1],
            state: PeriodStatus === 'Closed' ? ('closed' as const) : isOpen ? ('open' as const) : ('locked' as const),
          }));
        });
      },
    })),
    getProducts: arrange<'getProducts'>(({ books, settings }) => ({
      input: () => ({ skus: settings.skus }),
      async truth({ skus }) {
        requirePlainNames(books);
        const rows = await productsOf(books, skus);
        return rows.map(({ ItemNumber: sku = '' }) => ({ sku, refs: { erp: sku } }));
      },
    })),
    getPrices: arrange<'getPrices'>(({ books, settings }) => ({
      input: () => ({ skus: settings.skus }),
      async truth({ skus }) {
        requirePlainNames(books);
        return pricesIn(await productsOf(books, skus), books.config.prices.currency);
      },
    })),
  };
}

/** Listings leave nothing out, so they are for a company with few of everything. */
export function liveListings(arrange: Arranger) {
  const sellable = async (books: LiveBooks) => {
    requirePlainNames(books);
    return (await books.rows('ReleasedProductsV2')).filter((row) => row['ProductSubType'] !== 'ProductMaster');
  };
  return {
    listProducts: arrange<'listProducts'>(({ books }) => ({
      input: () => ({}),
      async truth() {
        const { units, products } = books.config;
        const known = new Set(Object.keys(units).map((it) => it.toLowerCase()));
        const isTold = ({ SalesUnitSymbol: unit = '', ProductLifecycleStateId: state = '' }: LiveRow): boolean =>
          (unit === '' || known.has(unit.toLowerCase())) && (state === '' || products.lifecycle[state] !== undefined);
        const rows = await sellable(books);
        return {
          items: rows.filter(isTold).map(({ ItemNumber: sku = '' }) => ({ sku })),
          refused: rows
            .filter((row) => !isTold(row))
            .map(({ ItemNumber = '' }) => ({ identifiers: [ItemNumber], code: 'unmapped' })),
        };
      },
    })),
    listPrices: arrange<'listPrices'>(({ books }) => ({
      input: () => ({}),
      truth: async () => ({ items: pricesIn(await sellable(books), books.config.prices.currency) }),
    })),
    listInventory: arrange<'listInventory'>(({ books }) => ({
      input: () => ({}),
      async truth() {
        requirePlainNames(books);
        return { items: await levelsIn(books, await books.rows('WarehousesOnHandV2')) };
      },
    })),
    listCustomers: arrange<'listCustomers'>(({ books }) => ({
      input: () => ({}),
      truth: async () => ({
        items: (await books.rows('CustomersV3')).map(({ CustomerAccount: erp = '' }) => ({ refs: { erp } })),
      }),
    })),
  };
}
