import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { openAccount, type OpenAccount } from './account.ts';

const check = ({ connection, clock }: OpenAccount['system']) =>
  clock.settle(Promise.resolve(connection.check?.(new AbortController().signal) ?? []));

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
      defaultLocation: 'store-9',
    });
    const paths = (await check(system)).map(({ path }) => path);
    expect(paths).toEqual([
      'customer',
      'locations.store-1',
      'locations.store-2',
      'subsidiary',
      'depositAccount',
      'items.charges.shipping',
      'items.overrides.SHOE-42',
      'defaultLocation',
      'currencies.EUR',
      'currencies.GBP',
    ]);
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
