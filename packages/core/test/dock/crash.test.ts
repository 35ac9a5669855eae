import { afterEach, describe, expect, test } from 'vitest';
import { type Journal, memoryJournal } from '../../src/journal/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { sqliteJournal } from '../../src/sqlite.ts';
import { Books, type Recognition } from '../books.ts';
import { crashingJournal, type CrashPoint } from '../crashing-journal.ts';
import { openDock, rest } from '../dock-world.ts';
import { temporaryDirectory } from '../journal/subjects.ts';
import { placed, Shop } from '../systems.ts';
import { type VirtualClock } from '../virtual-clock.ts';

/** Steps, calls side by side, a sleep, a wait with a timeout. */
const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'postInvoice', 'adjustInventory'] },
  async run(order, { erp, step, sleep, waitFor }) {
    const { ref, occurredAt } = order;
    const at = await step('note the time', () => new Date(occurredAt));
    const [booked] = await Promise.all([
      erp.createOrder(order),
      erp.adjustInventory({
        ref,
        reason: 'sale',
        occurredAt: at.toISOString(),
        changes: [{ sku: 'SHOE-42', location: 'store-17', delta: { amount: '-1' } }],
      }),
    ]);
    await sleep('10s');
    await waitFor('order.paid', { timeout: '1m' });
    await erp.postInvoice({ ref: `${ref}-INV`, orderRef: ref, order: booked, kind: 'invoice', occurredAt });
  },
});

/** Books, finds that it must not, and takes everything back. */
const regretted = defineFlow({
  name: 'regretted',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  onFailure: 'undo',
  needs: { erp: ['createOrder', 'cancelOrder', 'adjustInventory'] },
  async run(order, { erp, step }) {
    const { ref, occurredAt } = order;
    const move = (as: string, amount: string) =>
      erp.adjustInventory({
        ref: `${ref}-${as}`,
        reason: 'correction',
        occurredAt,
        changes: [{ sku: 'SHOE-42', location: 'store-17', delta: { amount } }],
      });
    await erp.createOrder(order, {
      undo: () => erp.cancelOrder({ orderRef: ref, reason: 'other', occurredAt, restock: true }),
    });
    await erp.adjustInventory(
      {
        ref: `${ref}-out`,
        reason: 'sale',
        occurredAt,
        changes: [{ sku: 'SHOE-42', location: 'store-17', delta: { amount: '-1' } }],
      },
      { undo: () => move('back', '1') },
    );
    await step('check', () => {
      throw new IntegrationError('The buyer is blocked', { code: 'refused' });
    });
  },
});

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) directory.remove();
});

/** A store that outlives its process. */
const stores: Readonly<Record<string, () => () => Journal>> = {
  memory: () => {
    const journal = memoryJournal();
    return () => journal;
  },
  SQLite: () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    return () => sqliteJournal(directory.path('journal.db'), { durability: 'normal' });
  },
};

async function pass(clock: VirtualClock): Promise<void> {
  for (let minute = 0; minute < 6; minute++) {
    await clock.advance(30_000);
    await rest();
  }
}

/** One process dies at the point, another one takes over. Tells what the platform did, and whether there was a crash at all. */
async function story(open: () => Journal, recognition: Recognition, point: CrashPoint, flows = [orderToCash] as const) {
  const erp = new Books(recognition);
  const shop = new Shop();
  const underlying = open();
  const crashing = crashingJournal(underlying, point);
  const first = await openDock({ journal: crashing.journal, flows, erp, shop });
  // A sender that is not answered sends again.
  let answered = false;
  void first.push(placed('A-1'), 'w1').then((status) => {
    answered = status === 200;
  });
  await pass(first.clock);
  if (!crashing.isDead) return { crashed: false, erp, states: [] };
  await underlying.close();
  const second = await openDock({ journal: open(), flows, erp, shop, clock: first.clock });
  if (!answered) expect(await second.push(placed('A-1'), 'w1')).toBe(200);
  await pass(second.clock);
  const states = (await second.journal.runs({})).map((it) => it.state);
  expect(await second.journal.verify()).toMatchObject({ ok: true });
  await second.dock.stop();
  return { crashed: true, erp, states };
}

describe.each(Object.keys(stores))('on the journal in %s', (store) => {
  const fresh = () => stores[store]?.() as () => Journal;

  describe.each(['before', 'after'] as const)('a process that dies %s any of its writes', (when) => {
    test.each(['key', 'reference', 'nothing'] as const)(
      'leaves one effect each in a platform that recognises by %s',
      async (recognition) => {
        let crashes = 0;
        for (let at = 1; ; at++) {
          const { crashed, erp, states } = await story(fresh(), recognition, { at, when });
          if (!crashed) break;
          crashes++;
          expect({ at, told: erp.told.toSorted(), states }).toEqual({
            at,
            told: ['adjustInventory A-1', 'createOrder A-1', 'postInvoice A-1-INV'],
            states: ['done'],
          });
        }
        expect(crashes).toBeGreaterThan(9);
      },
    );

    test('leaves an undo that is complete, each part once', async () => {
      let crashes = 0;
      for (let at = 1; ; at++) {
        const { crashed, erp, states } = await story(fresh(), 'key', { at, when }, [regretted] as never);
        if (!crashed) break;
        crashes++;
        expect({ at, told: erp.told, states }).toEqual({
          at,
          told: ['createOrder A-1', 'adjustInventory A-1-out', 'adjustInventory A-1-back', 'cancelOrder A-1'],
          states: ['undone'],
        });
      }
      expect(crashes).toBeGreaterThan(9);
    });
  });
});
