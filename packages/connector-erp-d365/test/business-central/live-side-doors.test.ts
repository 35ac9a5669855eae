/** The side doors for a real company, pointed at the simulated one: they are right, so that only the company is missing. */
import { type CapabilityName, seededRandom } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { planLiveContract, traits } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { businessCentral } from '../../src/business-central/index.ts';
import { openCompany } from './company.ts';
import { liveDoors } from './live/doors.ts';
import { LiveSettings } from './live/settings.ts';

/** Doors into a company that keeps what every fact leaves, as a real one does. */
function doorsInto() {
  const { company, clock, settings: options } = openCompany();
  const random = seededRandom(1);
  const settings = LiveSettings.parse({ options, skus: ['SHOE-42', 'SOCKS'], journalAccounts: ['cash', 'sales'] });
  return liveDoors(() => Promise.resolve({ fetch: simulatorFetch(company), clock, random, settings }));
}

const plan = (...capabilities: readonly CapabilityName[]) =>
  planLiveContract({ manifest: { ...businessCentral.manifest, capabilities }, arrange: doorsInto() });

/** What is lost on the wire asks nothing else of a side door than a repetition does. */
const alike: ReadonlySet<string> = new Set([traits.lostReply.says, traits.lostRequest.says, traits.unreachable.says]);

const seen = plan(...businessCentral.manifest.capabilities).suites.map(({ name }) => [name] as const);

describe.for(seen)('%s', ([name]) => {
  const facts = plan(name).suites.flatMap((suite) => suite.facts.filter(({ says }) => !alike.has(says)));
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});

test('what cannot be seen from outside is named', () => {
  const { unseen } = plan(...businessCentral.manifest.capabilities);
  expect(unseen).toEqual(['listOrders', 'getPostingPeriods', 'getInventory', 'listProducts', 'listCustomers']);
});
