import { expect, test } from 'vitest';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock } from '../dock-world.ts';
import { placed } from '../systems.ts';

test('a valid webhook that cannot be mapped is acknowledged and becomes an exception that names the field', async () => {
  const { push, dock, journal, rest } = await openDock({ owners: { shop: 'web team' } });
  expect(await push({ ...placed(), status: 'layaway' }, 'w1')).toBe(200);
  await rest();
  expect(await dock.exceptions.list()).toMatchObject([
    { kind: 'delivery', system: 'shop', code: 'unmapped', path: 'order.status', owner: 'web team' },
  ]);
  expect(await journal.delivery(1)).toMatchObject({ state: 'failed' });
});

test('once the mapping is mended, a replay lets it go through', async () => {
  const { push, dock, shop, erp, rest } = await openDock();
  await push({ ...placed(), status: 'layaway' }, 'w1');
  await rest();
  await dock.exceptions.replay({ code: 'unmapped' });
  await rest();
  expect(await dock.exceptions.list()).toHaveLength(1);
  shop.mapped.add('layaway');
  expect(await dock.exceptions.replay({ code: 'unmapped' })).toMatchObject({ matched: 1, done: 1 });
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
  expect(await dock.exceptions.list()).toEqual([]);
});

test('an order that does not add up is an exception with the path in the document, and nothing of it takes effect', async () => {
  const { push, dock, erp, rest } = await openDock();
  const order = placed();
  await push({ ...order, data: { ...order.data, total: { amount: '25.53', currency: 'USD' } } });
  await rest();
  expect(await dock.exceptions.list()).toMatchObject([{ code: 'unbalanced', path: 'total' }]);
  expect(erp.told).toEqual([]);
});

test('a fault in the connector is brought to a person, not repeated for ever', async () => {
  const { push, dock, shop, clock } = await openDock();
  shop.beforeDecode = () => {
    throw new TypeError("Cannot read properties of undefined (reading 'id' of Jane Doe)");
  };
  await push(placed());
  await clock.advance(60_000);
  const [exception] = await dock.exceptions.list();
  expect(exception).toMatchObject({ kind: 'delivery', code: 'internal', actions: ['replay', 'resolve', 'skip'] });
  expect(JSON.stringify(exception)).not.toContain('Jane');
  expect((await dock.status()).undecoded).toBe(0);
});

test('an answer of the platform that makes no sense while decoding is brought to a person', async () => {
  const { push, dock, shop, rest } = await openDock();
  shop.beforeDecode = () => {
    throw new IntegrationError('The answer is no JSON', { code: 'response-invalid' });
  };
  await push(placed());
  await rest();
  expect(await dock.exceptions.list()).toMatchObject([{ code: 'response-invalid' }]);
});

test('a webhook that needs what the platform cannot give for a day is brought to a person, and a replay takes it', async () => {
  const { push, dock, shop, erp, clock, rest } = await openDock();
  shop.beforeDecode = () => {
    throw new IntegrationError('The system answers 500 for this order', { code: 'system-unavailable' });
  };
  await push(placed());
  await clock.advance(23 * 3_600_000);
  expect(await dock.exceptions.list()).toEqual([]);
  expect((await dock.status()).undecoded).toBe(1);
  await clock.advance(2 * 3_600_000);
  expect(await dock.exceptions.list()).toMatchObject([{ kind: 'delivery', code: 'system-unavailable' }]);
  expect((await dock.status()).undecoded).toBe(0);
  shop.beforeDecode = () => undefined;
  await dock.exceptions.replay({ kind: 'delivery' });
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('a webhook of before a long stop is tried for some minutes before a person is asked', async () => {
  const { push, dock, shop, clock, journal, erp } = await openDock();
  let away = true;
  shop.beforeDecode = () => {
    if (away) throw new IntegrationError('The system is away', { code: 'system-unavailable' });
  };
  await push(placed());
  await clock.settle(dock.stop());
  await clock.advance(3 * 24 * 3_600_000);
  const later = await openDock({ journal, shop, erp, clock });
  await clock.advance(60_000);
  expect(await later.dock.exceptions.list()).toEqual([]);
  away = false;
  await clock.advance(120_000);
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('while the platform is away a webhook that needs it is tried again, never sooner than told', async () => {
  const { push, dock, shop, erp, clock } = await openDock();
  let tries = 0;
  shop.beforeDecode = () => {
    if (++tries < 3) throw new IntegrationError('away', { code: 'system-unavailable', retryAfterMs: 20_000 });
  };
  await push(placed());
  await clock.advance(19_000);
  expect(tries).toBe(1);
  expect(await dock.status()).toMatchObject({ undecoded: 1, openExceptions: 0 });
  await clock.advance(30_000);
  expect({ tries, told: erp.told }).toEqual({ tries: 3, told: ['createOrder A-1'] });
});

test('an exception of a webhook can be resolved or skipped, and is then left alone', async () => {
  const { push, dock, journal, rest } = await openDock();
  await push({ ...placed('A-1'), status: 'layaway' });
  await push({ ...placed('A-2'), status: 'layaway' });
  await rest();
  await dock.exceptions.resolve(1, { note: 'entered by hand' });
  await dock.exceptions.skip({ code: 'unmapped' }, { note: 'a test order' });
  expect(await journal.exceptions({})).toMatchObject([
    { state: 'resolved', note: 'entered by hand' },
    { state: 'skipped', note: 'a test order' },
  ]);
  expect(await journal.delivery(1)).toMatchObject({ state: 'skipped' });
  expect(await dock.exceptions.list()).toEqual([]);
});
