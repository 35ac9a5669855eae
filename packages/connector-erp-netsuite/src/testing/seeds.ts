/** Ways to put master data into the account, as an administrator would. */
import { chartOfAccounts, type AccountFeatures } from './account.ts';
import type { Json } from './json.ts';
import type { ItemTypeName } from './record-types.ts';
import type { Line, Store, StoredRecord } from './store.ts';

export interface ItemSeed {
  /** Item name, by which people know it. */
  readonly sku: string;
  /** @default 'inventoryItem' */
  readonly type?: ItemTypeName;
  readonly externalId?: string;
  /** Price of the base price level; it wins over the rate of a line that does not ask for a custom price. */
  readonly basePrice?: number;
  /** Cost of one unit, booked when it is shipped. */
  readonly cost?: number;
  /** Account that a sale of it credits. */
  readonly incomeAccount?: keyof typeof chartOfAccounts;
  readonly isInactive?: boolean;
  readonly displayName?: string;
  readonly upcCode?: string;
  /** Unit that it is sold in, an entry of the list `unit`. */
  readonly unitId?: string;
  /** The matrix item that it is a variant of. */
  readonly parentId?: string;
  /** It is the parent of a matrix, which nobody can buy. @default false */
  readonly isMatrixParent?: boolean;
  readonly prices?: readonly PriceSeed[];
  /** Values of `custitem_…` fields. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A cell of the price matrix. */
export interface PriceSeed {
  /** An entry of the list `priceLevel`. @default '1', the base price */
  readonly level?: string;
  /** Internal id. @default the base currency */
  readonly currencyId?: string;
  /** From so many units on. @default 0 */
  readonly quantity?: number;
  readonly price: number;
}

export interface CustomerSeed {
  readonly name: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly vatRegNumber?: string;
  readonly email?: string;
  readonly isInactive?: boolean;
  readonly externalId?: string;
  readonly subsidiaryId?: string;
}

export interface LocationSeed {
  readonly name: string;
  readonly externalId?: string;
  readonly subsidiaryId?: string;
  readonly isInactive?: boolean;
}

export interface PeriodSeed {
  /** `Nov 2026` */
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly startDate: string;
  readonly endDate: string;
}

/** Every function returns the internal id of what it made. */
export interface Seeds {
  seedItem(item: ItemSeed): { readonly id: string };
  seedCustomer(customer: CustomerSeed): { readonly id: string };
  seedLocation(location: LocationSeed): { readonly id: string };
  seedSubsidiary(subsidiary: { readonly name: string }): { readonly id: string };
  seedPeriod(period: PeriodSeed): { readonly id: string };
}

export function createSeeds(store: Store, now: () => number): Seeds {
  const add = (
    type: string,
    values: Readonly<Record<string, Json>>,
    externalId?: string,
    lines: StoredRecord['lines'] = {},
  ): { readonly id: string } => {
    const id = store.nextId();
    const record: StoredRecord = {
      type,
      id,
      values,
      lines,
      createdAt: now(),
      modifiedAt: now(),
      version: 1,
      ...(externalId === undefined ? {} : { externalId }),
    };
    store.save(record);
    return { id };
  };
  return {
    seedItem: (item) =>
      add(
        item.type ?? 'inventoryItem',
        {
          itemId: item.sku,
          isInactive: item.isInactive ?? false,
          incomeAccount: { id: chartOfAccounts[item.incomeAccount ?? 'sales'].id },
          ...(item.basePrice === undefined ? {} : { basePrice: item.basePrice }),
          ...(item.cost === undefined ? {} : { cost: item.cost }),
          ...(item.displayName === undefined ? {} : { displayName: item.displayName }),
          ...(item.upcCode === undefined ? {} : { upcCode: item.upcCode }),
          ...(item.unitId === undefined ? {} : { saleUnit: { id: item.unitId } }),
          ...(item.parentId === undefined ? {} : { parent: { id: item.parentId }, matrixType: 'CHILD' }),
          ...(item.isMatrixParent === true ? { matrixType: 'PARENT' } : {}),
          ...item.fields,
        },
        item.externalId,
        { price: priceLines(item.prices ?? [], store) },
      ),
    seedCustomer: (customer) =>
      add(
        'customer',
        {
          entityId: customer.name,
          ...(customer.lastName === undefined ? { companyName: customer.name } : {}),
          isInactive: customer.isInactive ?? false,
          ...inSubsidiary(customer.subsidiaryId),
          ...(customer.firstName === undefined ? {} : { firstName: customer.firstName }),
          ...(customer.lastName === undefined ? {} : { lastName: customer.lastName }),
          ...(customer.phone === undefined ? {} : { phone: customer.phone }),
          ...(customer.vatRegNumber === undefined ? {} : { vatRegNumber: customer.vatRegNumber }),
          ...(customer.email === undefined ? {} : { email: customer.email }),
        },
        customer.externalId,
      ),
    seedLocation: (location) =>
      add(
        'location',
        { name: location.name, isInactive: location.isInactive ?? false, ...inSubsidiary(location.subsidiaryId) },
        location.externalId,
      ),
    seedSubsidiary: (subsidiary) => add('subsidiary', { name: subsidiary.name, isInactive: false }),
    seedPeriod: (period) =>
      add('accountingPeriod', {
        periodName: period.name,
        startDate: period.startDate,
        endDate: period.endDate,
        closed: false,
        arLocked: false,
        apLocked: false,
        allLocked: false,
      }),
  };
}

function priceLines(prices: readonly PriceSeed[], store: Store): readonly Line[] {
  const [base] = store.all('currency');
  return prices.map(({ level = '1', currencyId = base?.id ?? '', quantity = 0, price }, index) => ({
    line: index + 1,
    currencyPage: { id: currencyId },
    priceLevel: { id: level },
    quantity: { value: String(quantity) },
    price,
  }));
}

function inSubsidiary(id: string | undefined): Readonly<Record<string, Json>> {
  return id === undefined ? {} : { subsidiary: { id } };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What every account has on its first day: currencies, a subsidiary, and the months of three years. */
export function seedBasics(store: Store, features: AccountFeatures, now: () => number): void {
  const seeds = createSeeds(store, now);
  const currencies = [[features.baseCurrency, 1] as const, ...Object.entries(features.exchangeRates)];
  if (features.oneWorld) seeds.seedSubsidiary({ name: 'Parent Company' });
  for (const [symbol, exchangeRate] of currencies) {
    const stamp = { createdAt: now(), modifiedAt: now(), version: 1 };
    store.save({
      type: 'currency',
      id: store.nextId(),
      values: { name: symbol, symbol, exchangeRate },
      lines: {},
      ...stamp,
    });
  }
  const year = new Date(now()).getUTCFullYear();
  for (let month = (year - 1) * 12; month < (year + 2) * 12; month += 1) {
    const from = new Date(Date.UTC(0, month, 1));
    from.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    const to = new Date(from);
    to.setUTCMonth(to.getUTCMonth() + 1, 0);
    seeds.seedPeriod({
      name: `${months[month % 12] ?? ''} ${String(Math.floor(month / 12))}`,
      startDate: from.toISOString().slice(0, 10),
      endDate: to.toISOString().slice(0, 10),
    });
  }
}
