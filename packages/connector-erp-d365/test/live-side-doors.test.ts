/** The side doors for a real environment, pointed at the simulated one: they are right, so that only the environment is missing. */
import { type CapabilityName, seededRandom } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { planLiveContract, traits } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { d365 } from '../src/index.ts';
import { openEnvironment } from './environment.ts';
import { listingDoors, liveDoors } from './live/index.ts';
import { LiveSettings } from './live/settings.ts';

/** Doors into an environment that keeps what every fact leaves, as a real one does. */
function doorsInto() {
  const { environment, clock, settings: options } = openEnvironment();
  for (const itemNumber of ['LIVE-1', 'LIVE-2']) environment.seedItem({ itemNumber, salesPrice: 19.5 });
  environment.seedItem({ itemNumber: 'LIVE-3', salesPrice: 7.5, priceUnit: 100, unit: 'furlong' });
  environment.seedCustomer('DAT-000024');
  environment.seedStock('LIVE-1', '11', 20);
  environment.seedStock('LIVE-2', '12', 2.5);
  const settings = LiveSettings.parse({
    options,
    skus: ['LIVE-1', 'LIVE-2'],
    journalAccounts: ['cash', 'sales'],
    currency: 'USD',
  });
  const random = seededRandom(1);
  const ports = () => Promise.resolve({ fetch: simulatorFetch(environment), clock, random, settings });
  return { ...liveDoors(ports), ...listingDoors(ports) };
}

const plan = (...capabilities: readonly CapabilityName[]) =>
  planLiveContract({ manifest: { ...d365.manifest, capabilities }, arrange: doorsInto() });

/** What is lost on the wire asks nothing else of a side door than a repetition does. */
const alike: ReadonlySet<string> = new Set([traits.lostReply.says, traits.lostRequest.says, traits.unreachable.says]);

const { suites, unseen } = plan(...d365.manifest.capabilities);

describe.for(suites.map(({ name }) => [name] as const))('%s', ([name]) => {
  const facts = plan(name).suites.flatMap((suite) => suite.facts.filter(({ says }) => !alike.has(says)));
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});

test('what cannot be seen from outside is named', () => {
  expect(unseen).toEqual(['listOrders', 'recordFulfillment', 'publishPrice']);
});
