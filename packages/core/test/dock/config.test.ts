import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AnySystem, defineConnector } from '../../src/capabilities/index.ts';
import { createCrossdock } from '../../src/dock/index.ts';
import { memoryJournal } from '../../src/journal/index.ts';
import { secret, toIntegrationError } from '../../src/primitives/index.ts';
import { Books } from '../books.ts';
import { book, owns } from '../dock-world.ts';
import { erpOf, Shop, shopOf } from '../systems.ts';

const tills = defineConnector({
  name: 'acme-tills',
  config: z.object({ url: z.url(), token: secret(), stores: z.array(z.object({ id: z.string().min(1) })) }),
  limits: {},
  capabilities: [],
  connect: () => ({ capabilities: {} }),
});

/** What is said about wiring that the compiler did not see. */
function refusal(changes: object) {
  const good = {
    journal: memoryJournal(),
    systems: { shop: shopOf(new Shop()), erp: erpOf(new Books()) } as Record<string, AnySystem>,
    owns,
    flows: [book],
  };
  try {
    createCrossdock({ ...good, ...changes });
  } catch (error) {
    const { code, message, path } = toIntegrationError(error);
    return {
      code,
      path,
      lines: message
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    };
  }
  return undefined;
}

const shop = shopOf(new Shop());
const erp = erpOf(new Books());

test('good wiring is taken', () => {
  expect(refusal({})).toBeUndefined();
});

test('everything that is wrong is told at once, each by its path, and no value is repeated', () => {
  const told = refusal({
    systems: {
      shop,
      tills: tills({ url: 'not a url with s3cr3t', token: '', stores: [{ id: '' }] }),
    },
    owns: { ...owns, product: 'sap', finance: [], customer: undefined },
    concurrency: 0,
    intake: { highWater: -1, retryDelay: 'soon' },
    sweeps: { since: 'yesterday', every: 0 },
  });
  expect(told?.code).toBe('config-invalid');
  expect(told?.lines.map((line) => line.split(': ')[0]).toSorted()).toEqual([
    'concurrency',
    'flows.book.needs.erp',
    'intake.highWater',
    'intake.retryDelay',
    'owns.customer',
    'owns.finance',
    'owns.product',
    'sweeps.every',
    'sweeps.since',
    'systems.tills.stores.0.id',
    'systems.tills.token',
    'systems.tills.url',
  ]);
  expect(JSON.stringify(told)).not.toContain('s3cr3t');
});

test.each<[string, object, string]>([
  ['a system under the name of a tool', { systems: { shop, erp, step: erp } }, 'systems.step'],
  ['a system name that makes no id', { systems: { shop, erp, 'my-erp': erp } }, 'systems.my-erp'],
  ['a flow without its system', { systems: { shop, erp: shop } }, 'flows.book.needs.erp'],
  ['a flow that nothing starts', { systems: { erp }, owns: { ...owns, order: 'erp' } }, 'flows.book.on'],
  ['a flow given twice', { flows: [book, book] }, 'flows.book'],
  ['an owner that is no system', { owns: { ...owns, price: ['shop', 'sap'] } }, 'owns.price'],
  ['a domain without an owner', { owns: { ...owns, price: [] } }, 'owns.price'],
])('%s is refused by its path', (_what, changes, path) => {
  expect(refusal(changes)?.lines.map((line) => line.split(': ')[0])).toContain(path);
});

test.each<[string, object, string]>([
  ['concurrency', { concurrency: Number.NaN }, 'concurrency'],
  ['decoding concurrency', { intake: { concurrency: 0.5 } }, 'intake.concurrency'],
  ['first delay', { retry: { firstDelay: '5 minutes' } }, 'retry.firstDelay'],
  ['longest delay', { retry: { maxDelay: -1 } }, 'retry.maxDelay'],
  ['patience', { retry: { giveUpAfter: 0 } }, 'retry.giveUpAfter'],
  ['alarm', { sweeps: { alarmAfter: 0 } }, 'sweeps.alarmAfter'],
])('a %s that cannot work is refused before anything starts', (_what, changes, path) => {
  expect(refusal(changes)).toMatchObject({ code: 'config-invalid', path });
});

test('two versions of one flow may be given', () => {
  expect(refusal({ flows: [book, { ...book, version: 2 }] })).toBeUndefined();
});

test('every connector that cannot be connected is told', () => {
  const broken = (name: string, gates: object[]) =>
    defineConnector({
      name,
      config: z.object({}),
      limits: {},
      capabilities: [],
      gates: gates as never,
      connect: () => ({ capabilities: {} }),
    })({});
  const window = { from: '22:00', to: '02:00', timeZone: 'Mars/Olympus' };
  const told = refusal({
    systems: { shop, erp, one: broken('one', [window]), two: broken('two', [{ ...window, from: '25:00' }]) },
  });
  expect(told?.code).toBe('wiring-invalid');
  expect(told?.lines).toEqual([
    expect.stringMatching(/^systems\.one\.timeZone: .*Mars/),
    expect.stringMatching(/^systems\.two: .*25:00/),
  ]);
});

test.each<[string, object, string]>([
  ['no journal', { journal: undefined }, 'journal'],
  ['a path instead of a journal', { journal: 'crossdock.db' }, 'journal'],
  ['no systems', { systems: undefined }, 'systems'],
  ['a connector that nobody called', { systems: { shop, erp: tills } }, 'systems.erp'],
  ['something else than a system', { systems: { shop, erp: {} } }, 'systems.erp'],
  ['one flow instead of a list', { flows: book }, 'flows'],
  ['a flow that is none', { flows: [undefined] }, 'flows.0'],
  ['a flow without a key', { flows: [{ ...book, key: undefined }] }, 'flows.0.key'],
  ['a flow without needs', { flows: [{ ...book, needs: undefined }] }, 'flows.0.needs'],
  ['a flow whose version is a text', { flows: [{ ...book, version: '1' }] }, 'flows.0.version'],
  ['no owners', { owns: undefined }, 'owns'],
])('%s is told to plain JavaScript by its path', (_what, changes, path) => {
  const told = refusal(changes);
  expect(told).toMatchObject({ code: 'config-invalid', path });
  expect(told?.lines).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['an option', { concurency: 8 }, "concurency: is not an option; did you mean 'concurrency'?"],
  ['a part of an option', { retry: { patience: '1d' } }, 'retry.patience: is not an option'],
  ['a window', { maintenance: { epr: [] } }, 'maintenance.epr: there is no such system'],
  ['the owner of exceptions', { owners: { boook: 'finance' } }, 'owners.boook: there is no such system or flow'],
])('%s that nobody reads is refused, not left out', (_what, changes, line) => {
  expect(refusal(changes)?.lines).toEqual([line]);
});
