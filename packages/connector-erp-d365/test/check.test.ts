import { seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import type { D365Settings } from '../src/index.ts';
import { openEnvironment, type OpenEnvironmentOptions } from './environment.ts';
import { exportCustomers } from './bulk/projects.ts';
import { asTransactions, openTills, tillSale } from './till-doors.ts';

const check = async ({ system }: ReturnType<typeof openEnvironment>) =>
  system.clock.settle(system.connection.check?.(new AbortController().signal) ?? Promise.resolve([]));

test('a configuration that the environment bears out has no findings', async () => {
  expect(await check(openEnvironment())).toEqual([]);
});

test('everything that is missing is told at once, by path', async () => {
  const open = openEnvironment({
    settings: {
      customer: 'NOBODY',
      locations: { 'store-1': { site: '9', warehouse: '99' } },
      tax: { mode: 'tax-item', item: 'NO-TAX' },
      journals: { ledger: 'NoJrn' },
      accounts: { cash: { value: '999999-001' } },
    },
  });
  expect((await check(open)).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "customer: Dynamics 365 has no customer 'NOBODY' in usmf",
    "locations.store-1.site: Dynamics 365 has no site '9' in usmf",
    "locations.store-1.warehouse: Dynamics 365 has no warehouse '99' in usmf",
    "tax.item: Dynamics 365 has no item 'NO-TAX' in usmf",
    "journals.ledger: Dynamics 365 has no journal name 'NoJrn' in usmf",
    "accounts.cash: Dynamics 365 has no main account '999999' in usmf",
  ]);
});

test('what cannot be right is told before anything is sent', () => {
  const system = d365({
    url: 'https://contoso.operations.dynamics.com',
    tenant: 'contoso',
    clientId: 'crossdock',
    credentials: { clientSecret: 's' },
    company: 'too-long',
    customer: 'WEB-001',
    defaultLocation: 'store-9',
    tax: { mode: 'tax-item', item: 'TAX' },
  });
  expect(system.problems.map((it) => it.path)).toEqual(['company', 'defaultLocation']);
});

/** A configuration that names one thing of each kind. */
const everything = {
  originCode: 'CROSSDOCK',
  tax: { mode: 'groups', group: 'NY', itemGroup: 'ALL' },
  accounts: {
    cash: { value: '110180-001', method: 'CASH' },
    bank: { type: 'Bank', value: 'USMF OPER', method: 'CARD' },
    buyers: { type: 'Cust', value: 'WEB-001' },
  },
  dimensions: [
    { of: 'location', name: 'BusinessUnit', values: { 'store-1': '001', 'store-2': '002' } },
    { of: 'department', name: 'Department', values: { sales: '022' } },
  ],
  numberSequences: { orders: 'Sale_1', customers: 'Cust_1' },
  orderNumbers: 'manual',
  customFields: { order: { ShopReference: 'ref' }, line: { ShopSku: 'sku' }, journal: { ShopDay: 'businessDate' } },
  events: { of: ['invoices'], push: { tokens: ['t'] } },
  tills: asTransactions,
  bulk: { exports: { customers: { project: 'Export customers', file: 'Customers V3.csv' } } },
} as const satisfies Partial<D365Settings>;

/** What has to be set up for it, by the path that names it. */
const setups: Readonly<Record<string, (environment: ReturnType<typeof openEnvironment>['environment']) => void>> = {
  'tax.group': (it) => it.seedTaxGroup('NY'),
  'tax.itemGroup': (it) => it.seedTaxItemGroup('ALL'),
  'dimensions.0.name': (it) => it.seedDimension('BusinessUnit', []),
  'dimensions.0.values.store-1': (it) => it.seedDimension('BusinessUnit', ['001']),
  'dimensions.0.values.store-2': (it) => it.seedDimension('BusinessUnit', ['002'], { company: 'usmf' }),
  'dimensions.1.name': (it) => it.seedDimension('Department', []),
  'dimensions.1.values.sales': (it) => it.seedDimension('Department', ['022']),
  'numberSequences.orders': (it) => it.seedNumberSequence('Sale_1', { manual: true }),
  'numberSequences.customers': (it) => it.seedNumberSequence('Cust_1', { manual: true }),
  'events.push.topics.SalesInvoicePostedBusinessEvent': (it) => it.seedBusinessEvent('SalesInvoicePostedBusinessEvent'),
  'tills.taxCode': (it) => it.seedTaxCode('SP_SALES'),
  originCode: (it) => it.seedOriginCode('CROSSDOCK'),
  'bulk.exports.customers.project': (it) => it.dataManagement.seedDataProject(exportCustomers),
};

const added = {
  SalesOrderHeadersV4: ['ShopReference'],
  SalesOrderLinesV3: ['ShopSku'],
  LedgerJournalHeaders: ['ShopDay'],
};

function openSetUp(without?: string, options: OpenEnvironmentOptions = {}) {
  const simulator = { orderNumbers: 'manual', customFields: added, ...options.simulator } as const;
  const opened = openTills(asTransactions, { simulator, settings: { ...everything, ...options.settings } });
  for (const [path, setUp] of Object.entries(setups)) if (path !== without) setUp(opened.environment);
  return opened;
}

const paths = (findings: Awaited<ReturnType<typeof check>>) => [...new Set(findings.map((it) => it.path))];

describe('a configuration that names everything', () => {
  test('has no findings where everything is set up', async () => {
    expect(await check(openSetUp())).toEqual([]);
  });

  test.each(Object.keys(setups).filter((path) => !path.endsWith('.name')))(
    'names %s alone when that is missing',
    async (path) => {
      const alone = path === 'dimensions.0.values.store-1' ? ['accounts.cash', path] : [path];
      expect(paths(await check(openSetUp(path)))).toEqual(alone);
    },
  );

  test.each([
    [
      'a financial dimension',
      { dimensions: [{ of: 'location', name: 'Nowhere' }] },
      ['accounts.cash', 'dimensions.0.name'],
    ],
    ['a method of payment', { accounts: { cash: { value: '110180', method: 'GOLD' } } }, ['accounts.cash.method']],
    [
      'a method of a payment',
      { payments: { card: { method: 'GOLD', offset: { value: '110180' } } } },
      ['payments.card.method'],
    ],
    ['a bank account', { accounts: { bank: { type: 'Bank', value: 'NONE' } } }, ['accounts.bank']],
    ['a customer of an account', { accounts: { buyers: { type: 'Cust', value: 'NOBODY' } } }, ['accounts.buyers']],
    ['a customer group', { customers: { group: '99' } }, ['customers.group']],
    ['a store', { tills: { ...asTransactions, stores: { 'store-1': { channel: '9', terminal: '1' } } } }, undefined],
    ['a tender of the stores', { tills: { ...asTransactions, tenders: { card: '77' } } }, ['tills.tenders.card']],
    ['a tax code', { tills: { ...asTransactions, taxCodes: { VAT: 'NONE' } } }, ['tills.taxCodes.VAT']],
    ['the price journal', { journals: { prices: 'NONE' } }, ['journals.prices']],
    ['the posting service', { posting: { by: 'service', service: 'Other' } }, ['posting']],
  ] as const satisfies readonly (readonly [string, Partial<D365Settings>, readonly string[] | undefined])[])(
    'names %s that is not there',
    async (_, settings, expected) => {
      const found = paths(await check(openSetUp(undefined, { settings })));
      expect(found).toEqual(expected ?? ['tills.stores.store-1.channel', ...tenderPaths]);
    },
  );

  test.each(['SalesOrderHeadersV4', 'SalesOrderLinesV3', 'LedgerJournalHeaders'] as const)(
    'names the custom field that %s does not have',
    async (set) => {
      const table = { SalesOrderHeadersV4: 'order', SalesOrderLinesV3: 'line', LedgerJournalHeaders: 'journal' }[set];
      const customFields = { ...added, [set]: [] };
      const found = await check(openSetUp(undefined, { simulator: { customFields } }));
      expect(paths(found)).toEqual([`customFields.${table}.${added[set][0] ?? ''}`]);
    },
  );
});

const tenderPaths = Object.keys(asTransactions.tenders).map((kind) => `tills.tenders.${kind}`);

test.each([
  [{ tills: { as: 'orders' }, journals: {} }, 'journals.payments'],
  [{ tills: { as: 'journal' }, journals: {} }, 'journals.ledger'],
  [{ tills: { ...asTransactions, stores: { 'store-1': { channel: '5637148326' } } } }, 'tills.stores.store-1.terminal'],
] as const satisfies readonly (readonly [Partial<D365Settings>, string])[])(
  'what one option needs of another is told: %j',
  async (settings, path) => {
    expect(paths(await check(openSetUp(undefined, { settings })))).toEqual([path]);
    const { tills } = settings;
    const whole = tills.as === 'transactions' ? { tills: asTransactions } : { tills };
    expect(await check(openSetUp(undefined, { settings: whole }))).toEqual([]);
  },
);

describe('what is there and cannot be used', () => {
  test('is told with the reason', async () => {
    const { system, environment, settings, reconfigure } = openEnvironment();
    environment.seedSite('2', ['21']);
    environment.seedDimension('Department', ['099'], { suspended: true });
    environment.seedDimension('Department', ['098'], { company: 'demf' });
    environment.seedNumberSequence('Sale_1', { manual: false });
    const odd = reconfigure({
      locations: { ...settings.locations, odd: { site: '1', warehouse: '21' } },
      journals: { ledger: 'CustPay', payments: 'GenJrn' },
      dimensions: [{ of: 'department', name: 'Department', values: { old: '099', theirs: '098' } }],
      numberSequences: { orders: 'sale_1' },
      orderNumbers: 'manual',
      accounts: {},
    });
    expect((await check({ ...openEnvironment(), system: odd })).map((it) => `${it.path}: ${it.message}`)).toEqual([
      "locations.odd.warehouse: The warehouse '21' belongs to site '2' in Dynamics 365",
      "journals.ledger: The journal name 'CustPay' is of type CustPayment, not Daily in Dynamics 365",
      "journals.payments: The journal name 'GenJrn' is of type Daily, not CustPayment in Dynamics 365",
      "dimensions.0.values.old: The value '099' of financial dimension 'Department' is suspended in Dynamics 365",
      "dimensions.0.values.theirs: Dynamics 365 has no value '098' of financial dimension 'Department' in usmf",
      "numberSequences.orders: Number sequence 'sale_1' does not allow numbers of our own",
    ]);
    expect(system.exchanges).toEqual([]);
  });
});

test('a field that the connector writes itself is no custom field, and a store is a location', () => {
  const { settings } = openEnvironment();
  const problems = (changes: Partial<D365Settings>) => d365({ ...settings, ...changes }).problems.map((it) => it.path);
  expect(problems({ customFields: { order: { CustomersOrderReference: 'ref', 'a,b': 'ref' } } })).toEqual([
    'customFields.order.CustomersOrderReference',
    'customFields.order.a,b',
  ]);
  const stores = { 'store-9': { channel: '1', terminal: '1' } };
  expect(problems({ tills: { ...asTransactions, stores } })).toEqual(['tills.stores.store-9']);
});

test('credentials that are not accepted end the check, and so does what may pass', async () => {
  const refused = openEnvironment();
  refused.environment.revokeApps();
  await expect(check(refused)).rejects.toMatchObject({ code: 'unauthorized' });
  for (const set of ['LegalEntities', 'SalesOrderHeadersV4', 'SequenceV2Tables']) {
    const broken = openSetUp();
    broken.environment.faults.arm('error-before', { match: (subject) => subject.includes(set), times: 99 });
    await expect(check(broken), set).rejects.toMatchObject({ disposition: 'retry' });
  }
});

test('custom fields are filled from the document, and nothing else is in them', async () => {
  const { system, environment } = openSetUp();
  const sale = tillSale(seededRandom(1), { channel: 'web' });
  await system.call('createOrder', sale);
  expect(environment.rowsOf('SalesOrderHeadersV4').map((it) => it['ShopReference'])).toEqual([sale.ref]);
  const told = environment.rowsOf('SalesOrderLinesV3').map((it) => it['ShopSku']);
  expect(told.slice(0, sale.lines.length)).toEqual(sale.lines.map(({ sku }) => sku));
});
