import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CheckedInput, defineConnector } from '../../src/capabilities/index.ts';
import { type DockAvailabilityOptions } from '../../src/dock/index.ts';
import { memoryJournal } from '../../src/journal/index.ts';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError } from '../../src/primitives/index.ts';
import { type InventoryLevel, pieces } from '../../src/schemas/index.ts';
import { Books } from '../books.ts';
import { aDock, type DockWorldOptions, openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

const sku = 'SHOE-42';
const minute = 60_000;

/** A system that tells levels, and shows what it is told. */
class Shelves {
  readonly levels = new Map<string, number>();
  readonly questions: CheckedInput<'listInventory'>[] = [];
  isAway = false;

  system() {
    const levelOf = (name: string, units: number): InventoryLevel => ({
      sku: name,
      location: 'dc-1',
      onHand: pieces(units),
      asOf: '2026-11-27T11:00:00Z',
      refs: {},
    });
    const mustBeThere = () => {
      if (this.isAway) throw new IntegrationError('It is away', { code: 'system-unavailable' });
    };
    const all = () => [...this.levels].map(([name, units]) => levelOf(name, units));
    return defineConnector({
      name: 'acme-shelves',
      config: z.object({}),
      limits: { batchSizes: { setInventory: 2 } },
      capabilities: ['listInventory', 'getInventory', 'setInventory'],
      connect: ({ name }) => ({
        capabilities: {
          listInventory: {
            run: async (question) => {
              mustBeThere();
              this.questions.push(question);
              const from = Number(question.cursor ?? 0);
              const next = from + 2 < this.levels.size ? { next: String(from + 2) } : {};
              return { items: all().slice(from, from + 2), refused: [], ...next };
            },
          },
          getInventory: { run: async ({ skus }) => all().filter((level) => skus.includes(level.sku)) },
          setInventory: {
            once: { reference: 'ref' },
            run: async ({ ref, levels }) => {
              mustBeThere();
              for (const level of levels) this.levels.set(level.sku, Number(level.quantity.amount));
              return { system: name, type: 'levels', id: ref };
            },
          },
        },
      }),
    })({});
  }
}

/** Holds stock before the order is booked, and makes the promise final after. */
const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  onFailure: 'undo',
  async run(order, { erp, availability, step }) {
    const hold = await step('hold stock', () => availability.reserve(order), {
      undo: (it) => availability.release(it),
    });
    await erp.createOrder(order);
    await step('commit stock', () => availability.commit(hold));
  },
});

const moved = (ref: string, delta: number, more: object = {}) => ({
  name: 'inventory.moved' as const,
  id: ref,
  key: sku,
  occurredAt: '2026-11-27T11:30:00Z',
  data: {
    ref,
    sku,
    location: 'store-1',
    delta: pieces(delta),
    reason: 'receipt',
    occurredAt: '2026-11-27T11:30:00Z',
    refs: {},
    ...more,
  },
});

const open = (availability: DockAvailabilityOptions = {}, options: DockWorldOptions = {}) =>
  openDock({ flows: [orderToCash], availability, ...options });

describe('availability in a dock', () => {
  it('hears every recorded movement once, and a flow holds and commits its order', async () => {
    const { dock, push } = await open();
    await push(moved('m-1', 5), 'w1');
    await push(moved('m-1', 5), 'w2');
    await push(placed('A-1'), 'w3');
    await dock.idle();
    expect(dock.availability.reservation('A-1')).toMatchObject({
      state: 'committed',
      lines: [{ sku, location: 'store-1', quantity: pieces(2) }],
    });
    expect(dock.availability.sellable(sku)).toEqual(pieces(3));
  });

  it('refuses an order that it cannot serve, and the exception says what is short', async () => {
    const { dock, push, erp } = await open();
    await push(moved('m-1', 1), 'w1');
    await push(placed('A-1'), 'w2');
    await dock.idle();
    expect(await dock.exceptions.list()).toMatchObject([
      {
        code: 'insufficient-stock',
        step: 'hold stock',
        reason: expect.stringContaining(`${sku}: 2 asked, 1 sellable`),
      },
    ]);
    expect(erp.told).toEqual([]);
  });

  it('gives the units back when a later step of the flow is refused', async () => {
    const erp = new Books();
    erp.before = () => {
      throw new IntegrationError('No', { code: 'refused' });
    };
    const { dock, push } = await open({}, { erp });
    await push(moved('m-1', 5), 'w1');
    await push(placed('A-1'), 'w2');
    await dock.idle();
    expect(dock.availability.reservation('A-1')).toMatchObject({ state: 'released' });
    expect(dock.availability.sellable(sku)).toEqual(pieces(5));
  });

  it('holds an order for as long as the ERP is away, and commits it when it is back', async () => {
    const { dock, push, clock } = await open();
    await push(moved('m-1', 2), 'w1');
    dock.systems.erp.close({ reason: 'it is away' });
    await push(placed('A-1'), 'w2');
    await clock.advance(8 * 60 * minute);
    expect(dock.availability.reservation('A-1')).toMatchObject({ state: 'held', lines: [{ quantity: pieces(2) }] });
    expect(dock.availability.sellable(sku)).toEqual(pieces(0));
    dock.systems.erp.open();
    await clock.advance(60 * minute);
    await dock.idle();
    expect(dock.availability.reservation('A-1')).toMatchObject({ state: 'committed' });
  });

  it('holds nothing for an order without goods', async () => {
    const { dock, push } = await open();
    const { data } = placed('A-1');
    const lines = data.lines.map((line) => ({ ...line, kind: 'gift-card' as const }));
    await push(placed('A-1', { lines }), 'w1');
    await dock.idle();
    expect(dock.availability.reservation('A-1')).toMatchObject({ state: 'committed', lines: [] });
  });

  it('takes up after a restart what was recorded and what was promised', async () => {
    const journal = memoryJournal();
    const first = await open({}, { journal });
    await first.push(moved('m-1', 5), 'w1');
    await first.push(placed('A-1'), 'w2');
    await first.dock.idle();
    await first.dock.stop();
    const { dock, push } = await open({}, { journal });
    expect(dock.availability.sellable(sku)).toEqual(pieces(3));
    await push(moved('m-1', 5), 'w3');
    await push(moved('m-2', -1), 'w4');
    await dock.idle();
    expect(dock.availability.sellable(sku)).toEqual(pieces(2));
  });

  it('asks for the flow to call it inside a step', async () => {
    const careless = defineFlow({
      name: 'careless',
      version: 1,
      on: 'order.placed',
      key: (order) => order.ref,
      needs: {},
      run: (order, { availability }) => availability.reserve(order),
    });
    const { dock, push } = await open({}, { flows: [careless] });
    await push(placed('A-1'));
    await dock.idle();
    expect(await dock.exceptions.list()).toMatchObject([{ code: 'input-invalid', path: 'availability' }]);
  });

  it('that the dock does not have is refused to flows and to the application', async () => {
    const { dock, push } = await openDock({ flows: [orderToCash] });
    expect(() => dock.availability).toThrow(expect.objectContaining({ code: 'wiring-invalid' }));
    await push(placed('A-1'));
    await dock.idle();
    expect(await dock.exceptions.list()).toMatchObject([{ code: 'wiring-invalid', step: 'hold stock' }]);
  });

  it('tells a person of a document that does not say what left from where', async () => {
    const { dock, push } = await open();
    await push(moved('m-1', 5), 'w1');
    await push({ ...moved('m-1', 7), id: 'again' }, 'w2');
    await dock.idle();
    expect(await dock.exceptions.list()).toMatchObject([
      { flow: 'availability', code: 'conflict', path: 'ref', actions: ['resolve', 'skip'], owner: 'operations' },
    ]);
    expect(dock.availability.sellable(sku)).toEqual(pieces(5));
  });

  it('reads levels page by page, everything first and then what changed, and goes on when the system is back', async () => {
    const shelves = new Shelves();
    for (const name of ['A', 'B', 'C', sku]) shelves.levels.set(name, 7);
    const { dock, clock } = await open({ levels: { wms: { every: '15m' } } }, { systems: { wms: shelves.system() } });
    await rest();
    expect(dock.availability.sellable(sku)).toEqual(pieces(7));
    expect(shelves.questions.map((it) => [it.changedFrom, it.cursor])).toEqual([
      [undefined, undefined],
      [undefined, '2'],
    ]);
    shelves.isAway = true;
    await clock.advance(20 * minute);
    expect((await dock.status()).concerns).toEqual([
      expect.stringMatching(/^availability: levels of wms cannot be read \(.*\): those of 2026-11-27T12:00/),
    ]);
    shelves.isAway = false;
    await clock.advance(20 * minute);
    expect((await dock.status()).concerns).toEqual([]);
    expect(shelves.questions.at(-1)?.changedFrom).toBe('2026-11-27T11:55:00.000Z');
  });

  it('takes levels that a system tells of by itself only from systems whose levels count', async () => {
    const shown = {
      name: 'inventory.changed' as const,
      id: 'level-1',
      key: sku,
      occurredAt: '2026-11-27T11:30:00Z',
      data: { sku, location: 'store-1', onHand: pieces(40), asOf: '2026-11-27T11:45:00Z', refs: {} },
    };
    const channel = await open();
    await channel.push(moved('m-1', 5), 'w1');
    await channel.push(shown, 'w2');
    await channel.dock.idle();
    expect(channel.dock.availability.sellable(sku)).toEqual(pieces(5));
    const keeper = await open({ from: { 'inventory.changed': ['shop'] } });
    await keeper.push(moved('m-1', 5), 'w1');
    await keeper.push(shown, 'w2');
    await keeper.dock.idle();
    expect(keeper.dock.availability.sellable(sku)).toEqual(pieces(40));
  });

  it('tells a channel what it may sell, in calls as large as it bears', async () => {
    const shelves = new Shelves();
    for (const name of ['A', 'B', 'C', sku]) shelves.levels.set(name, 0);
    const { dock, clock, push } = await open(
      { publish: { online: { channel: 'web', location: 'dc-1' } } },
      { systems: { online: shelves.system() } },
    );
    await push(moved('m-1', 5), 'w1');
    for (const name of ['A', 'B', 'C']) await push(moved(`m-${name}`, 3, { sku: name }), name);
    await dock.idle();
    await clock.advance(minute);
    expect(Object.fromEntries(shelves.levels)).toEqual({ A: 3, B: 3, C: 3, [sku]: 5 });
    await push(placed('A-1'), 'w2');
    await dock.idle();
    await clock.advance(minute);
    expect(shelves.levels.get(sku)).toBe(3);
    expect((await dock.status()).availability?.publications).toMatchObject([{ system: 'online', waiting: 0 }]);
  });

  it('refuses rules that would leave a shop without a word, and tells of those that do', async () => {
    const rules = { version: 1, owner: 'web', channels: { web: { ship: {} } }, effectiveTo: '2026-11-28T12:00:00Z' };
    const phone = { version: 2, owner: 'web', channels: { phone: { ship: {} } } };
    const publish = { online: { channel: 'web', location: 'dc-1' } };
    const systems = { online: new Shelves().system() };
    expect(() => aDock({ availability: { rules: [rules, phone], publish }, systems })).toThrow(
      expect.objectContaining({ message: expect.stringContaining("version 2 of the rules names no channel 'web'") }),
    );
    const shipp = { online: { channel: 'web', location: 'dc-1', method: 'shipp' as 'ship' } };
    expect(() => aDock({ availability: { rules, publish: shipp }, systems })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('availability.publish.online.method: version 1') }),
    );
    const { dock, clock } = await open(
      {
        rules: [
          { ...phone, version: 1 },
          { ...rules, version: 2 },
        ],
        publish,
      },
      { systems },
    );
    await expect(dock.availability.setRules({ ...phone, version: 3 })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'channels.web',
    });
    // The version of the web ends, and the older one knows nothing of it.
    await clock.advance(25 * 60 * minute);
    expect((await dock.status()).concerns).toEqual([
      "availability: the rules name no channel 'web', so online is told nothing",
    ]);
  });

  it('takes a sweep that found nothing for a sign of life', async () => {
    const confidence = [{ id: 'tills', of: { feed: {} }, steps: [{ after: '1h', keepPercent: 0 }] }] as const;
    const rules = {
      version: 1,
      owner: 'stores',
      confidence: confidence.map((it) => ({ ...it, steps: [...it.steps] })),
    };
    const { dock, push, clock, shop } = await open({ rules });
    await push(moved('m-1', 5), 'w1');
    await dock.idle();
    await clock.advance(90 * minute);
    expect(dock.availability.sellable(sku)).toEqual(pieces(5));
    shop.beforeSweep = () => {
      throw new IntegrationError('It is away', { code: 'system-unavailable' });
    };
    await clock.advance(90 * minute);
    expect(dock.availability.sellable(sku)).toEqual(pieces(0));
    shop.beforeSweep = () => undefined;
    await clock.advance(20 * minute);
    expect(dock.availability.sellable(sku)).toEqual(pieces(5));
  });

  it('does not take a sweep for a word from each store, where stores may be offline while the system answers', async () => {
    const confidence = [{ id: 'tills', of: { feed: {} }, steps: [{ after: '1h' as const, keepPercent: 0 }] }];
    const rules = { version: 1, owner: 'stores', confidence };
    const { dock, push, clock } = await open({ rules, heardByLocation: ['shop'] });
    await push(moved('m-1', 5), 'w1');
    await dock.idle();
    await clock.advance(90 * minute);
    expect(dock.availability.sellable(sku)).toEqual(pieces(0));
    dock.availability.heard({ location: 'store-1' });
    expect(dock.availability.sellable(sku)).toEqual(pieces(5));
  });

  it('is checked before anything starts', () => {
    const wrong = {
      rules: { version: 0, owner: '' },
      levels: { erp: { every: '1h' }, nobody: { every: '1h' } },
      publish: { shop: { channel: 'web' } },
      from: { 'inventory.moved': ['tills'] },
      heardByLocation: ['nowhere'],
    } as const;
    expect(() => aDock({ availability: wrong })).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: expect.stringMatching(
          /availability\.rules\.0\.version[^]*availability\.rules\.0\.owner[^]*availability\.levels\.erp: acme-erp has no capability 'listInventory'[^]*availability\.levels\.nobody: there is no system 'nobody'[^]*availability\.publish\.shop[^]*'setInventory'[^]*availability\.from\.inventory\.moved: there is no system 'tills'[^]*availability\.heardByLocation\.0: there is no system 'nowhere'/,
        ),
      }),
    );
  });
});
