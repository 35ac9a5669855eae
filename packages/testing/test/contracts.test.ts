import { capabilities, type CapabilityName } from '@crossdock/core';
import { setupServer } from 'msw/node';
import { describe, expect, test } from 'vitest';
import { mswHandlers } from '@crossdock/testing/msw';
import {
  type Arrange,
  connectorContract,
  contracts,
  eventSourceContract,
  type Fact,
  type OpenSystem,
  planConnectorContract,
} from '@crossdock/testing/contracts';
import { type AcmePlatform } from './acme-platform.ts';
import { arrangeAcme, arrangeAcmeEvents } from './acme-arrangements.ts';
import { acme, type Flaw, type Strategy } from './acme-connector.ts';

const names = Object.keys(capabilities) as CapabilityName[];
const manifest = { name: 'acme', capabilities: names, events: ['order.placed'] } as const;

describe.each(['key', 'reference', 'probe'] as const)('a right connector that stays once-only by %s', (strategy) => {
  const arrange = Object.fromEntries(names.map((name) => [name, arrangeAcme(name, { strategy })])) as {
    [N in CapabilityName]: Arrange<N>;
  };
  connectorContract({ manifest, arrange, arrangeEvents: arrangeAcmeEvents({ strategy }) });
});

/** The facts that a suite finds broken. */
async function brokenFacts(facts: readonly Fact[]): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { says, check } of facts) await check().catch(() => broken.push(says));
  return broken;
}

const flawed = (capability: CapabilityName, flaw: Flaw, strategy: Strategy = 'key') => {
  const arrange = arrangeAcme(capability, { flaw, strategy });
  return brokenFacts(contracts[capability].facts(arrange as never));
};

describe('a suite rejects a connector that', () => {
  test.each<[Flaw, CapabilityName, Strategy, readonly string[]]>([
    [
      'sends no key',
      'createOrder',
      'key',
      ['whichever reply is lost', 'repeated with the same key', 'repeated by another process'],
    ],
    ['one key for everything', 'adjustInventory', 'key', ['another business fact is another effect']],
    ['never finds anything', 'createOrder', 'probe', ['whichever reply is lost', 'repeated with the same key']],
    ['ignores the signal', 'createOrder', 'key', ['cancelled under way']],
    ['takes throttling for a refusal', 'getInventory', 'key', ['answered after the platform asked to slow down']],
    ['comes again at once', 'createOrder', 'key', ['never asks sooner than told']],
    ['takes a refused sign-in for an outage', 'createOrder', 'key', ['unauthorized']],
    ['tells the secret', 'getOrder', 'key', ['nothing secret is told']],
    [
      'takes a lost connection for a refusal',
      'createOrder',
      'key',
      ['whichever request is lost', 'whichever reply is lost'],
    ],
    ['takes an unreachable platform for a refusal', 'getOrder', 'key', ['cannot be reached for a moment']],
    ['calls an unknown product a conflict', 'createOrder', 'key', ['refused with its code']],
    ['drops a line', 'createOrder', 'key', ['no line is dropped']],
    ['drops a line', 'recordFulfillment', 'key', ['what left is booked']],
    ['adds a tenth of a cent', 'createOrder', 'key', ['booked with its total']],
    ['adds a tenth of a cent', 'processReturn', 'key', ['the credit comes to what goes back']],
    ['names another system', 'postJournal', 'key', ['a document of its system']],
    ['merges nothing', 'upsertCustomer', 'key', ['what is absent stays as it is']],
    ['believes a fuzzy search', 'findCustomers', 'key', ['a part of an address']],
    ['has no conflict', 'setInventory', 'key', ['not the expected one is refused']],
    ['has no conflict', 'reserveInventory', 'key', ['nothing is held']],
    ['adds a tenth of a cent', 'recordPayment', 'key', ['what came in is booked']],
    ['forgets the last page', 'listOrders', 'key', ['small pages list the same']],
    ['lists the first page for ever', 'listOrders', 'key', ['everything is listed once']],
    ['hides what it cannot tell', 'listPayouts', 'key', ['refused by name']],
    ['makes up prices', 'getPrices', 'key', ['prices are read']],
  ])('%s (%s by %s)', async (flaw, capability, strategy, expected) => {
    const broken = await flawed(capability, flaw, strategy);
    for (const fact of expected) expect(broken).toContainEqual(expect.stringContaining(fact));
  });

  test.each<[Flaw, string]>([
    ['verifies nothing', 'does not prove where it comes from is refused'],
    ['reads before it verifies', 'does not prove where it comes from is refused'],
    ['two ids for one fact', 'the same fact has the same id'],
    ['sweeps nothing', 'every source that tells it'],
    ['sweeps everything', 'whose time is not that of the fact'],
    ['identifies by topic', 'the same push is known again'],
  ])('%s', async (flaw, expected) => {
    const broken = await brokenFacts(eventSourceContract.facts(['order.placed'], arrangeAcmeEvents({ flaw })));
    expect(broken).toContainEqual(expect.stringContaining(expected));
  });
});

test('a suite also runs through msw', async () => {
  const server = setupServer();
  server.listen();
  try {
    const fetch = (platform: AcmePlatform) => {
      server.resetHandlers(...mswHandlers(platform, 'https://acme.test'));
      return globalThis.fetch;
    };
    expect(await brokenFacts(contracts.createOrder.facts(arrangeAcme('createOrder', { fetch })))).toEqual([]);
  } finally {
    server.close();
  }
});

describe('a suite rejects a side door that', () => {
  const withDoor =
    (over: object): Arrange<'createOrder'> =>
    async () => ({ ...(await arrangeAcme('createOrder')()), ...over });
  const brokenWith = (over: object) => brokenFacts(contracts.createOrder.facts(withDoor(over)));

  test('plants a fault that does not strike', async () => {
    expect(await brokenWith({ throttle: () => undefined })).toEqual([expect.stringContaining('asked to slow down')]);
    expect(await brokenWith({ loseReply: () => undefined })).toEqual([
      expect.stringContaining('whichever reply is lost'),
    ]);
  });

  test('counts effects that are not there', async () => {
    expect(await brokenWith({ count: () => 1 })).not.toEqual([]);
    expect(await brokenWith({ count: () => 0 })).not.toEqual([]);
  });

  test('cannot cancel, or lets an invalid input pass', async () => {
    const deaf: Arrange<'createOrder'> = async () => {
      const door = await arrangeAcme('createOrder')();
      const { system } = door;
      const valid = await door.input();
      const call: OpenSystem['call'] = (capability, input, { key } = {}) => {
        const given = Object.keys(input).length === 0 ? valid : input;
        return system.call(capability, given as never, { ...(key !== undefined && { key }) });
      };
      // The getters of the system must stay getters.
      return { ...door, system: Object.create(system, { call: { value: call } }) as OpenSystem };
    };
    expect(await brokenFacts(contracts.createOrder.facts(deaf))).toEqual([
      expect.stringContaining('cancelled before it began'),
      expect.stringContaining('cancelled under way'),
      expect.stringContaining('an invalid input'),
    ]);
  });

  test('lets go of a cancelled call only after an hour', async () => {
    const slow: Arrange<'createOrder'> = async () => {
      const door = await arrangeAcme('createOrder')();
      const { system } = door;
      const call: OpenSystem['call'] = (capability, input, options) =>
        system.call(capability, input, options).catch(async (error: unknown) => {
          if (options?.signal) await system.clock.advance(3_600_000);
          throw error;
        });
      return { ...door, system: Object.create(system, { call: { value: call } }) as OpenSystem };
    };
    expect(await brokenFacts(contracts.createOrder.facts(slow))).toEqual([
      expect.stringContaining('cancelled under way'),
    ]);
  });

  test('gives the same fact twice', async () => {
    const input = await (await arrangeAcme('createOrder')()).input();
    expect(await brokenWith({ input: () => input })).toEqual([expect.stringContaining('another business fact')]);
  });

  test('does not take the credentials away', async () => {
    expect(await brokenWith({ revokeCredentials: () => undefined })).toEqual([expect.stringContaining('unauthorized')]);
  });
});

describe('a connector and its suites must agree', () => {
  const failing = async (suites: ReturnType<typeof planConnectorContract>) => {
    const broken = suites.map(async ({ name, facts }) =>
      facts.length === 1 ? [`${name}: ${(await brokenFacts(facts)).join()}`] : [],
    );
    return (await Promise.all(broken)).flat();
  };
  const createOrder = arrangeAcme('createOrder');

  test('a capability of the manifest without a side door fails', async () => {
    const claims = { name: 'acme', capabilities: ['createOrder', 'getOrder'], events: [] } as const;
    const suites = planConnectorContract({ manifest: claims, arrange: { createOrder } as never });
    expect(await failing(suites)).toEqual(['getOrder: the suite and the manifest agree']);
  });

  test('a side door without its capability in the manifest fails', async () => {
    const claims = { name: 'acme', capabilities: [], events: [] } as const;
    const suites = planConnectorContract({ manifest: claims, arrange: { createOrder } });
    expect(await failing(suites)).toEqual(['createOrder: the suite and the manifest agree']);
  });

  test('events without a side door fail', async () => {
    const claims = { name: 'acme', capabilities: ['createOrder'], events: ['order.placed'] } as const;
    const suites = planConnectorContract({ manifest: claims, arrange: { createOrder } });
    expect(await failing(suites)).toEqual(['events: the suite and the manifest agree']);
  });

  test('there is a suite for every capability', () => {
    expect(Object.keys(contracts).toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(contracts[name].capability).toBe(name);
    expect(acme('secret').manifest.capabilities).toEqual(names);
  });
});
