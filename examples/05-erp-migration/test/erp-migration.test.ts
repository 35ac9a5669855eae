import { generateTestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { expect, test } from 'vitest';
import { netsuiteBooks, d365Books } from '../src/demo/books.ts';
import { CutOver } from '../src/migration.ts';
import { isClean } from '../src/demo/report.ts';
import { tellStory } from '../src/demo/story.ts';
import { openWorld } from '../src/demo/world.ts';

const credentials = await generateTestCredentials({ algorithm: 'ES256' });
const minuteMs = 60_000;
const boots = { sku: 'DESERT-BOOT-M', quantity: 2, unitPrice: '149.50' };

test(
  'a rough migration ends with clean books, and the first rehearsal finds all that was set up wrong',
  { timeout: 120_000 },
  async () => {
    const outcome = await tellStory({ orders: 20, seed: 3, faults: 'all' }, { credentials });
    expect(outcome.audit.findings).toEqual([]);
    expect(isClean(outcome)).toBe(true);
    const [first, second] = outcome.rehearsals;
    const said = (first?.differences ?? []).map(({ what, because = '' }) => `${what} ${because}`);
    for (const cause of [/RAIN-JACKET-XL/, /COURT-CLASSIC-M/, /billed: .* and /, /not in the books .*tip/]) {
      expect(said).toContainEqual(expect.stringMatching(cause));
    }
    expect(second).toMatchObject({ differences: [] });
    expect(outcome.openAtCutOver).toBeGreaterThan(0);
  },
);

/** A shop and both ledgers around a moment that is an hour ahead. */
async function aroundCutOver() {
  const world = await openWorld({ seed: 1, faults: 'none', credentials });
  const { clock, netsuite } = world;
  const cutOver = new CutOver();
  const live = world.d365('production');
  const old = world.desk('netsuite', { connect: netsuite.connect, takes: () => cutOver.before });
  const fresh = world.desk('dynamics', { connect: live.connect, takes: () => cutOver.after, hosts: live.hosts });
  cutOver.choose(clock.now() + 60 * minuteMs, { now: clock.now(), differences: 0 });
  return { ...world, live, old, fresh };
}

test('an order stays where it was placed: parcel, bill and refund of an old one go to the old ledger, long after the cut-over', async () => {
  const { shop, clock, netsuite, live, old, fresh, settle } = await aroundCutOver();
  await old.open();
  await fresh.open();
  const before = shop.placeOrder({ lines: [boots] }).id;
  await clock.advance(90 * minuteMs);
  const after = shop.placeOrder({ lines: [boots] }).id;
  await clock.advance(minuteMs);
  for (const id of [before, after]) shop.fulfil(id);
  await settle();
  for (const id of [before, after]) shop.refund(id, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
  await settle();
  const whole = { copies: 1, left: '2 DESERT-BOOT-M', billed: [29_900], credited: [14_950] };
  expect([...netsuiteBooks(netsuite.erp).values()]).toMatchObject([{ ref: `shop-${before}`, ...whole }]);
  expect([...d365Books(live.erp).values()]).toMatchObject([{ ref: `shop-${after}`, ...whole }]);
  await old.close();
  await fresh.close();
});

test('a new ledger that is opened after the moment takes what was sold since, and nothing of the day before', async () => {
  const { shop, clock, netsuite, live, old, fresh, settle } = await aroundCutOver();
  await old.open();
  const before = shop.placeOrder({ lines: [boots] }).id;
  await clock.advance(70 * minuteMs);
  const after = shop.placeOrder({ lines: [boots] }).id;
  await clock.advance(180 * minuteMs);
  // Its sweep looks back a day, and so sees both.
  await fresh.open();
  for (const id of [before, after]) shop.fulfil(id);
  await settle();
  expect([...netsuiteBooks(netsuite.erp).keys()]).toEqual([`shop-${before}`]);
  expect([...d365Books(live.erp).keys()]).toEqual([`shop-${after}`]);
  await old.close();
  await fresh.close();
});
