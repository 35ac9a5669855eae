/** The side doors for a real account, pointed at the simulated one: they are right, so that only the account is missing. */
import { type CapabilityName, seededRandom } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { planLiveContract, traits } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { openAccount } from './account.ts';
import { liveDoors } from './live/index.ts';
import { LiveSettings } from './live/settings.ts';

/** Doors into an account that keeps what every fact leaves, as a real one does. */
function doorsInto() {
  const { account, clock, settings: options } = openAccount({ settings: { products: { unit: 'saleunit' } } });
  const prices = [{ price: 19.5 }, { price: 17, level: '5' }, { price: 18, quantity: 10 }];
  for (const sku of ['LIVE-1', 'LIVE-2']) account.seedItem({ sku, cost: 4, prices });
  account.seedItem({ sku: 'PARENT', isMatrixParent: true });
  account.seedItem({ sku: 'RETIRED', isInactive: true });
  account.seedItem({ sku: 'OF-ANOTHER-UNIT', unitId: '1' });
  const settings = LiveSettings.parse({ options, skus: ['LIVE-1', 'LIVE-2'], journalAccounts: ['cash', 'sales'] });
  return liveDoors(async () => ({ fetch: simulatorFetch(account), clock, random: seededRandom(1), settings }));
}

const plan = (...capabilities: readonly CapabilityName[]) =>
  planLiveContract({ manifest: { ...netsuite.manifest, capabilities }, arrange: doorsInto() });

/** What is lost elsewhere on the wire asks nothing else of a side door than a lost reply does. */
const alike: ReadonlySet<string> = new Set([traits.lostRequest.says, traits.unreachable.says]);

describe.for(netsuite.manifest.capabilities.map((name) => [name] as const))('%s', ([name]) => {
  const facts = plan(name).suites.flatMap((suite) => suite.facts.filter(({ says }) => !alike.has(says)));
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});

test('every capability can be seen from outside', () => {
  const { suites, unseen } = plan(...netsuite.manifest.capabilities);
  expect(unseen).toEqual([]);
  expect(suites.map(({ name }) => name)).toEqual(netsuite.manifest.capabilities);
});
