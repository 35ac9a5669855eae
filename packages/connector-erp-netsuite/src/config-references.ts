import type { ReferenceTable } from './check-tables.ts';
import type { NetsuiteConfig } from './options.ts';

/** A record of the account that the configuration names, and where. All of them are looked up at start. */
export interface ConfigReference {
  /** Place in the configuration, `locations.store-17`. */
  readonly path: string;
  readonly table: ReferenceTable;
  /** Internal id, or the name of a custom field. */
  readonly id: string;
}

/** Everything in the account that a configuration names, by subject. */
export function referencesOf(config: NetsuiteConfig): readonly ConfigReference[] {
  return [
    ...accountReferences(config),
    ...itemReferences(config),
    ...taxReferences(config),
    ...fieldReferences(config),
    ...documentReferences(config),
    ...readReferences(config),
  ];
}

function accountReferences(config: NetsuiteConfig): readonly ConfigReference[] {
  return [
    ...one('customer', 'customer', config.customer),
    ...each('locations', 'location', config.locations),
    ...one('subsidiary', 'subsidiary', config.subsidiary),
    ...one('depositAccount', 'account', config.depositAccount),
    ...each('units', 'unit', config.units),
  ];
}

function itemReferences({ items }: NetsuiteConfig): readonly ConfigReference[] {
  return [...each('items.charges', 'item', items.charges), ...each('items.overrides', 'item', items.overrides)];
}

function taxReferences({ tax }: NetsuiteConfig): readonly ConfigReference[] {
  switch (tax.mode) {
    case 'tax-item':
      return one('tax.item', 'item', tax.item);
    case 'line-amounts':
      return [...one('tax.standard', 'salesTaxItem', tax.standard), ...each('tax.codes', 'salesTaxItem', tax.codes)];
    case 'suitetax-override':
      return [['tax.standard', tax.standard] as const, ...codesOf(tax.codes)].flatMap(([path, it]) => [
        ...one(`${path}.taxType`, 'taxType', it.taxType),
        ...one(`${path}.taxCode`, 'salesTaxItem', it.taxCode),
      ]);
  }
}

function documentReferences(config: NetsuiteConfig): readonly ConfigReference[] {
  const { tenders, refundAccount, accounts, entities, dimensions, adjustments } = config;
  return [
    ...Object.entries(tenders).flatMap(([name, { paymentOption, account }]) => [
      ...one(`tenders.${name}.paymentOption`, 'paymentMethod', paymentOption),
      ...one(`tenders.${name}.account`, 'account', account),
    ]),
    ...one('refundAccount', 'account', refundAccount),
    ...each('accounts', 'account', accounts),
    ...each('entities', 'subsidiary', entities),
    ...each('dimensions.department', 'department', dimensions.department),
    ...each('dimensions.class', 'classification', dimensions.class),
    ...one('adjustments.account', 'account', adjustments.account),
    ...each('adjustments.byReason', 'account', adjustments.byReason),
  ];
}

function codesOf<T>(codes: Readonly<Record<string, T>>): readonly (readonly [path: string, code: T])[] {
  return Object.entries(codes).map(([name, code]) => [`tax.codes.${name}`, code] as const);
}

function fieldReferences({ customFields }: NetsuiteConfig): readonly ConfigReference[] {
  const bodies = ['order', 'return', 'payment', 'journal', 'stock'] as const;
  return [
    ...bodies.flatMap((table) =>
      Object.keys(customFields[table]).flatMap((name) => one(`customFields.${table}.${name}`, 'bodyField', name)),
    ),
    ...Object.keys(customFields.customer).flatMap((name) => one(`customFields.customer.${name}`, 'entityField', name)),
    ...Object.keys(customFields.line).flatMap((name) => one(`customFields.line.${name}`, 'lineField', name)),
  ];
}

/** What is read out of the account. What every account has on its first day is not looked up. */
function readReferences({ products, prices, customerColumns }: NetsuiteConfig): readonly ConfigReference[] {
  const columns = {
    'products.name': products.name,
    'products.description': products.description,
    'products.brand': products.brand,
    'products.category': products.category,
    'products.taxCategory': products.taxCategory,
    'products.unit': products.unit,
    ...Object.fromEntries(products.barcodes.map((column, index) => [`products.barcodes.${String(index)}`, column])),
    ...Object.fromEntries(Object.entries(products.options).map(([name, it]) => [`products.options.${name}`, it])),
  };
  const levels = {
    'prices.base.level': prices.base.level,
    ...Object.fromEntries(Object.entries(prices.lists).map(([name, it]) => [`prices.lists.${name}.level`, it.level])),
  };
  return [
    ...Object.entries(columns).flatMap(([path, column]) =>
      column === undefined || standardColumns.has(column) ? [] : one(path, 'itemField', column),
    ),
    ...Object.entries(levels).flatMap(([path, level]) =>
      prices.from === 'base-price' || level === basePriceLevel ? [] : one(path, 'priceLevel', level),
    ),
    ...one('customerColumns.taxId', 'entityField', customerColumns.taxId),
  ];
}

const standardColumns: ReadonlySet<string> = new Set(['displayname', 'upccode', 'itemid']);
const basePriceLevel = '1';

/** One place that names a record, or may. */
function one(path: string, table: ReferenceTable, id: string | undefined): readonly ConfigReference[] {
  return id === undefined ? [] : [{ path, table, id }];
}

/** A map whose values are records. */
function each(
  path: string,
  table: ReferenceTable,
  ids: Readonly<Record<string, string | undefined>>,
): readonly ConfigReference[] {
  return Object.entries(ids).flatMap(([name, id]) => one(`${path}.${name}`, table, id));
}
