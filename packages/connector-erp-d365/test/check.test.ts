import { expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import { openEnvironment } from './environment.ts';

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
    "accounts.cash: Dynamics 365 has no main account '999999'",
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
