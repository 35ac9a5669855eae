import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { secret, seededRandom, silentObserver, systemClock } from '../primitives/index.ts';
import { defineConnector } from './connector.ts';
import { type SystemPorts } from './system.ts';

const ports: SystemPorts = {
  name: 'stores',
  http: () => expect.unreachable('no network while connecting'),
  clock: systemClock,
  random: seededRandom(1),
  observer: silentObserver,
};

const acmeTills = defineConnector({
  name: 'acme-tills',
  version: '2.1.0',
  config: z.object({ url: z.url(), token: secret(), stores: z.array(z.object({ code: z.string() })).optional() }),
  limits: { concurrency: 4, perSecond: 10 },
  capabilities: ['cancelOrder'],
  connect: ({ config, name }) => ({
    capabilities: {
      cancelOrder: {
        once: { key: 'request_id' },
        run: async () => ({ system: name, type: 'order', id: new URL(config.url).host }),
      },
    },
  }),
});

it('the manifest is known without a configuration', () => {
  expect(acmeTills.manifest).toEqual({
    name: 'acme-tills',
    version: '2.1.0',
    capabilities: ['cancelOrder'],
    events: [],
    limits: { concurrency: 4, perSecond: 10 },
    gates: [],
  });
});

it('a system is connected under the name of its wiring', async () => {
  const system = acmeTills({ url: 'https://tills.test', token: 's3cret' });
  expect(system.problems).toEqual([]);
  const { cancelOrder } = system.connect(ports).capabilities;
  const call = { key: 'k', txn: 't', attempt: 1, signal: new AbortController().signal };
  const input = { orderRef: 'stores-1', reason: 'staff', occurredAt: '2026-11-24T10:00:00Z', restock: true } as const;
  await expect(cancelOrder.run(input, call)).resolves.toEqual({ system: 'stores', type: 'order', id: 'tills.test' });
});

describe('a configuration that is not valid', () => {
  const broken = acmeTills({ url: 'not a url', token: '', stores: [{ code: 7 as never }] });

  it('does not throw: all its problems are kept, by path', () => {
    expect(broken.problems.map(({ path }) => path)).toEqual(['url', 'token', 'stores.0.code']);
  });

  it('cannot be connected', () => {
    expect(() => broken.connect(ports)).toThrow(
      expect.objectContaining({ code: 'config-invalid', path: 'url', system: 'stores' }),
    );
  });
});

it('a configuration is never printed', () => {
  const system = acmeTills({ url: 'https://tills.test', token: 's3cret' });
  const wrong = acmeTills({ url: 's3cret', token: 's3cret' });
  const parsed = z.object({ token: secret() }).parse({ token: 's3cret' });
  const prints = [system, wrong, system.connect(ports), parsed].flatMap((it) => [
    inspect(it, { depth: 10, showHidden: true }),
    JSON.stringify(it),
  ]);
  for (const print of prints) expect(print).not.toContain('s3cret');
  expect(inspect(parsed)).toContain('[secret]');
});

describe('a connector written without the compiler', () => {
  const wiring = (over: object, capabilities: object) => () =>
    defineConnector({
      name: 'loose',
      config: z.object({}),
      limits: {},
      capabilities: ['cancelOrder', 'getOrder'],
      ...over,
      connect: () => ({ capabilities }) as never,
    })({}).connect(ports);

  const write = { once: { key: 'k' }, run: async () => undefined };
  const read = { run: async () => undefined };

  it.each([
    ['leaves a capability out', {}, { cancelOrder: write }, "'getOrder' is listed but not served"],
    [
      'serves one that is not listed',
      {},
      { cancelOrder: write, getOrder: read, createOrder: write },
      "'createOrder' is served but not listed",
    ],
    ['has a write that does not say once', {}, { cancelOrder: read, getOrder: read }, "'cancelOrder' is a write"],
    ['has a read that says once', {}, { cancelOrder: write, getOrder: write }, "'getOrder' is a read"],
    ['lists what is no capability', { capabilities: ['sing'] }, {}, "'sing' is no capability"],
    [
      'lists an event that nothing emits',
      { events: ['order.placed'] },
      { cancelOrder: write, getOrder: read },
      "no webhook or sweep emits 'order.placed'",
    ],
  ])('that %s is refused when it connects', (_, over, capabilities, message) => {
    expect(wiring(over, capabilities)).toThrow(
      expect.objectContaining({ code: 'wiring-invalid', message: expect.stringContaining(message) }),
    );
  });
});
