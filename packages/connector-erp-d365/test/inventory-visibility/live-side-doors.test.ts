/** The side doors for a real environment, pointed at the simulated one: they are right, so that only the environment is missing. */
import { seededRandom } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { planLiveContract } from '@crossdock/testing/contracts';
import { describe, expect, test } from 'vitest';
import { inventoryVisibility } from '../../src/inventory-visibility/index.ts';
import { openVisibility } from './environment.ts';
import { liveDoors } from './live-doors.ts';

const { service, clock, settings } = openVisibility();
const random = seededRandom(1);
const arrange = liveDoors(async () => ({ fetch: simulatorFetch(service), clock, random, settings }));
const { suites, unseen } = planLiveContract({ manifest: inventoryVisibility.manifest, arrange });

describe.for(suites.map((suite) => [suite.name, suite.facts] as const))('%s', ([, facts]) => {
  test.for(facts.map(({ says, check }) => [says, check] as const))('%s', ([, check]) => check());
});

test('listings of a whole environment, and changes that leave no document, cannot be seen from outside', () => {
  expect(unseen).toEqual(['listInventory', 'adjustInventory']);
});
