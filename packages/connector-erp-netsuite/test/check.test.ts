import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { openAccount, type OpenAccount } from './account.ts';

const check = ({ connection, clock }: OpenAccount['system']) =>
  clock.settle(Promise.resolve(connection.check?.(new AbortController().signal) ?? []));

const noKey = { certificateId: undefined, privateKey: undefined };

describe('the configuration', () => {
  test('is borne out by the account', async () => {
    expect(await check(openAccount().system)).toEqual([]);
  });

  test('is told everything that the account does not have, at once and by path', async () => {
    const { account, reconfigure } = openAccount();
    const closed = account.seedLocation({ name: 'Closed store', isInactive: true }).id;
    const system = reconfigure({
      customer: '9001',
      subsidiary: '9002',
      locations: { 'store-1': '9003', 'store-2': closed },
      currencies: { USD: account.currencies['USD'] ?? '', EUR: '9004', GBP: account.currencies['USD'] ?? '' },
      items: { charges: { shipping: '9005' }, overrides: { 'SHOE-42': '9006' } },
      depositAccount: '9007',
      units: { KGM: '9008' },
      tax: {
        mode: 'suitetax-override',
        standard: { taxType: '9009', taxCode: '1' },
        codes: { 'CA State Tax': { taxType: '1', taxCode: '9010' } },
      },
      customFields: { order: { custbody_ref: 'ref' }, line: { custcol_line: 'id' } },
      defaultLocation: 'store-9',
      returns: { locations: { damaged: 'attic' } },
      tenders: { card: { paymentOption: '9011', account: '9012' } },
      refundAccount: '127',
      accounts: { till: '9013' },
    });
    const paths = (await check(system)).map(({ path }) => path);
    expect(paths).toEqual([
      'customer',
      'locations.store-1',
      'locations.store-2',
      'subsidiary',
      'depositAccount',
      'tenders.card.account',
      'accounts.till',
      'units.KGM',
      'items.charges.shipping',
      'items.overrides.SHOE-42',
      'tax.standard.taxType',
      'tax.codes.CA State Tax.taxCode',
      'customFields.order.custbody_ref',
      'customFields.line.custcol_line',
      'tenders.card.paymentOption',
      'defaultLocation',
      'returns.locations.damaged',
      'currencies.EUR',
      'currencies.GBP',
    ]);
  });

  test('is told of a tax code that is no longer in use, and of custom fields only when they are missing', async () => {
    const { account, reconfigure } = openAccount({ simulator: { features: { customFields: ['custbody_ref'] } } });
    const taxCode = account.seedList('salesTaxItem', { name: 'Old rate', isInactive: true }).id;
    const system = reconfigure({
      tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode } },
      customFields: { order: { custbody_ref: 'ref' } },
    });
    expect(await check(system)).toEqual([
      { severity: 'error', path: 'tax.standard.taxCode', message: `The tax code ${taxCode} is inactive in NetSuite` },
    ]);
  });

  test('is warned of a list that the role may not read, because documents may name its entries all the same', async () => {
    const { account, system } = openAccount();
    account.permit('salesTaxItem', false);
    expect(await check(system)).toMatchObject([{ severity: 'warning', path: 'tax.standard.taxCode' }]);
  });

  test('is warned long before the platform ends a way to sign in', async () => {
    const token = { consumerKey: 'ck', consumerSecret: 'cs', tokenId: 'tk', tokenSecret: 'ts' };
    const { reconfigure } = openAccount({ simulator: { accessTokens: token } });
    const system = reconfigure({ ...noKey, tokenBased: token });
    expect(await check(system)).toMatchObject([{ severity: 'warning', path: 'tokenBased' }]);
  });

  test('is told of columns and price levels that are read and not there', async () => {
    const { reconfigure } = openAccount();
    const system = reconfigure({
      products: { name: 'custitem_name', barcodes: ['upccode', 'custitem_ean'], options: { size: 'custitem_size' } },
      prices: { lists: { online: { level: '5' }, wholesale: { level: '77' } } },
      customerColumns: { taxId: 'custentity_tax' },
    });
    expect((await check(system)).map((it) => it.path)).toEqual([
      'products.name',
      'products.barcodes.1',
      'products.options.size',
      'prices.lists.wholesale.level',
      'customerColumns.taxId',
    ]);
  });

  test('is warned of a time zone that is not the one in which the user of the integration sees times', async () => {
    const { reconfigure } = openAccount({ simulator: { features: { userTimeZone: 'Asia/Kolkata' } } });
    expect(await check(reconfigure({}))).toMatchObject([{ severity: 'warning', path: 'changes.timeZone' }]);
    expect(await check(reconfigure({ changes: { timeZone: 'Asia/Kolkata' } }))).toEqual([]);
  });

  test.each([
    ['a column that is no name', { products: { name: "x' OR 1=1" } }, 'products.name'],
    ['a zone of documents that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['a zone that is none', { changes: { timeZone: 'Mars/Olympus' } }, 'changes.timeZone'],
    [
      'a certificate with a key that is none',
      { ...noKey, certificates: [{ certificateId: 'a', privateKey: 'x' }] },
      'certificates.0.privateKey',
    ],
    ['no certificate at all', { ...noKey, certificates: [] }, 'certificates'],
    ['an option that nobody reads', { closedPeriods: 'reject' }, 'closedPeriods'],
    ['a push without a secret', { push: { secrets: [] } }, 'push.secrets'],
  ] as const)('is refused for %s', (_, changes, path) => {
    const { settings } = openAccount();
    expect(netsuite({ ...settings, ...changes } as never).problems.map((it) => it.path)).toEqual([path]);
  });

  test('is warned of what the account does not let us look up', async () => {
    const { reconfigure } = openAccount({ simulator: { features: { tax: 'legacy' } } });
    const system = reconfigure({ tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } } });
    expect(await check(system)).toMatchObject([{ severity: 'warning', path: 'tax.standard.taxType' }]);
  });

  test('is told of the permission that searches need', async () => {
    const { account, system } = openAccount();
    account.permit('query', false);
    const [finding] = await check(system);
    expect(finding).toMatchObject({ severity: 'error', message: expect.stringContaining('SuiteAnalytics Workbook') });
  });

  test('names every place that is wrong, and no secret', () => {
    const { settings } = openAccount();
    const { problems } = netsuite({ ...settings, account: 'evil.example/1', privateKey: 'MY-SECRET', customer: 'x' });
    expect(problems.map(({ path }) => path).toSorted()).toEqual(['account', 'customer', 'privateKey']);
    expect(JSON.stringify(problems)).not.toContain('MY-SECRET');
  });
});

test('an external id of ours leads to the business reference, another one nowhere', () => {
  const { identify } = openAccount().system.connection;
  expect(identify?.('CD_SO_shop-1001')).toEqual(['shop-1001']);
  expect(identify?.('CD_FUL_shop-1001-F1')).toEqual(['shop-1001-F1']);
  expect(identify?.('CELIGO_1001')).toEqual([]);
});
