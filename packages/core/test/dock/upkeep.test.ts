import { expect, test } from 'vitest';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openDock } from '../dock-world.ts';

const hour = 3_600_000;

test('what a system needs to be kept in order is looked at after the start and on its beat', async () => {
  const { shop, clock, dock } = await openDock();
  expect(shop.looks).toBe(1);
  await clock.advance(3 * hour);
  expect(shop.looks).toBe(4);
  await dock.upkeep('shop');
  expect(shop.looks).toBe(5);
});

test('what it cannot mend is one exception that closes when it is in order again', async () => {
  const { shop, clock, dock } = await openDock({ owners: { shop: 'web team' } });
  const gone = { severity: 'error', path: 'webhooks.address', message: 'the shop refuses the address' } as const;
  shop.findings = [gone, { severity: 'warning', message: 'made a subscription again' }];
  await clock.advance(3 * hour);
  expect(await dock.exceptions.list()).toMatchObject([
    {
      kind: 'upkeep',
      system: 'shop',
      step: 'shop/subscriptions',
      code: 'config-invalid',
      reason: 'webhooks.address: the shop refuses the address',
      owner: 'web team',
    },
  ]);
  shop.findings = [{ severity: 'error', message: 'another thing' }];
  await clock.advance(hour);
  expect(await dock.exceptions.list()).toMatchObject([{ reason: 'another thing' }]);
  shop.findings = [];
  await clock.advance(hour);
  expect(await dock.exceptions.list()).toEqual([]);
});

test('a look that fails for long is brought to a person, and goes on', async () => {
  const { shop, clock, dock } = await openDock({ sweeps: { alarmAfter: 3 } });
  let away = true;
  shop.beforeUpkeep = () => {
    if (away) throw new IntegrationError('away', { code: 'system-unavailable' });
  };
  await clock.advance(2 * hour);
  expect(await dock.exceptions.list()).toEqual([]);
  await clock.advance(2 * hour);
  expect(await dock.exceptions.list()).toMatchObject([{ kind: 'upkeep', code: 'system-unavailable' }]);
  await expect(dock.upkeep('shop')).rejects.toThrow('away');
  away = false;
  await clock.advance(hour);
  expect(await dock.exceptions.list()).toEqual([]);
});
