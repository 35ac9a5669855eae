import { expect, test } from 'vitest';
import { businessCentral } from '../../src/business-central/index.ts';
import { openCompany, type OpenCompany } from './company.ts';

const check = ({ system }: Pick<OpenCompany, 'system'>) =>
  system.clock.settle(system.connection.check?.(new AbortController().signal) ?? Promise.resolve([]));

test('a configuration that the company bears out has no findings', async () => {
  expect(await check(openCompany())).toEqual([]);
});

test('everything that is missing is told at once, by path', async () => {
  const open = openCompany({
    settings: {
      customer: 'NOBODY',
      locations: { 'store-1': 'NOWHERE' },
      tax: { mode: 'tax-line', line: { account: '9999' } },
      items: { charges: { shipping: 'NO-ITEM' }, overrides: { OLD: 'NO-ITEM-2' } },
      returns: {},
      accounts: { bank: { type: 'Bank Account', number: 'NO-BANK' } },
      payments: { card: { journal: 'NO-JRN' } },
    },
  });
  expect((await check(open)).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "customer: Business Central has no customer 'NOBODY'",
    "items.charges.shipping: Business Central has no item 'NO-ITEM'",
    "tax.line: Business Central has no G/L Account '9999'",
    "items.overrides.OLD: Business Central has no item 'NO-ITEM-2'",
    "accounts.bank: Business Central has no Bank Account 'NO-BANK'",
    "payments.card.journal: Business Central has no customer payment journal 'NO-JRN'",
    "locations.store-1: Business Central has no location 'NOWHERE'",
  ]);
});

test("the platform's own Shopify connector is warned of: its orders would come twice", async () => {
  const open = openCompany();
  open.company.seedExtension('Late Payment Prediction', 'Microsoft');
  expect(await check(open)).toEqual([]);
  open.company.seedExtension('Shopify Connector', 'Microsoft');
  expect(await check(open)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('imported twice') },
  ]);
});

test('whether it is there that cannot be read is told too', async () => {
  const [finding] = await check(openCompany({ simulator: { automation: false } }));
  expect(finding).toMatchObject({ severity: 'warning', message: expect.stringContaining('could not be read') });
});

test('a company that is not there, or an app that may not sign in, is no finding but a failure', async () => {
  const company = '00000000-0000-4000-8000-000000000000';
  await expect(check(openCompany({ settings: { company } }))).rejects.toMatchObject({ code: 'config-invalid' });
  const open = openCompany();
  open.company.revokeApps();
  await expect(check(open)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('what cannot be right is told before anything is sent', () => {
  const { settings } = openCompany();
  const odd = {
    ...settings,
    environment: 'no/environment',
    company: 'CRONUS',
    currency: 'XXX1',
    defaultLocation: 'store-9',
    inventory: { by: 'item', location: 'store-8' },
    concurrency: 6,
  } as const;
  expect(businessCentral(odd).problems.map((it) => it.path)).toEqual([
    'environment',
    'company',
    'currency',
    'concurrency',
    'defaultLocation',
    'inventory.location',
  ]);
});
