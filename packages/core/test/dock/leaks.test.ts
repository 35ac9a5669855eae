import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { IntegrationError, type Observer, silentObserver, toIntegrationError } from '../../src/primitives/index.ts';
import { Books } from '../books.ts';
import { aDock, book, openDock, rest } from '../dock-world.ts';
import { erpOf, placed, Shop, shopOf, shopSecret, webhook } from '../systems.ts';

const everything = { depth: Infinity, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null };
const private_ = new RegExp([shopSecret, 'erp-token', 'Jane', 'jane@example', 'Elm Street', 'tok_visa'].join('|'));

/** All that a printer or a logger could make of a value. */
function printed(value: unknown): string {
  const json = (() => {
    try {
      return JSON.stringify(value);
    } catch {
      return '';
    }
  })();
  return [
    inspect(value, everything),
    inspect(value),
    json,
    format('%s %o %O', value, value, value),
    String(value),
  ].join('\n');
}

const buyer = { email: 'jane@example.test', firstName: 'Jane' };
const customerSale = () => placed('A-1', { buyer });

test('whoever prints a system, a dock, its parts or its status sees no secret', async () => {
  const shop = shopOf(new Shop());
  const { dock } = await openDock();
  for (const value of [shop, erpOf(new Books()), dock, dock.systems, dock.exceptions, await dock.status(), dock.trace])
    expect(printed(value)).not.toMatch(private_);
});

test('an error of the configuration shows paths, and no value', () => {
  const error = (() => {
    try {
      aDock({ owners: {}, sweeps: { since: 'Jane’s birthday' } });
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(IntegrationError);
  expect(printed(error)).not.toMatch(private_);
});

test('a refused webhook tells the sender nothing, and an accepted one no more than that', async () => {
  const { dock } = await openDock();
  for (const request of [
    webhook(customerSale()),
    webhook(customerSale(), { headers: { 'x-signature': 'wrong' } }),
    webhook('{"Jane'),
  ]) {
    const response = await dock.systems.shop.webhook(request);
    expect(await response.text()).not.toMatch(private_);
    expect(printed([...response.headers])).not.toMatch(private_);
  }
});

test.each([
  [
    'throws the payload',
    () => {
      throw new Error(`cannot post ${JSON.stringify(customerSale())}`);
    },
  ],
  [
    'throws a text',
    () => {
      const text: unknown = 'Jane Doe of Elm Street';
      throw text;
    },
  ],
  [
    'wraps the payload as a cause',
    () => {
      throw new IntegrationError('refused', { code: 'refused', cause: new Error('Jane Doe, tok_visa') });
    },
  ],
])('an ERP that %s leaves no customer in exceptions, traces, logs or notices', async (_how, failing) => {
  const logged: unknown[] = [];
  const observer: Observer = { ...silentObserver, log: (...line) => void logged.push(line) };
  const { dock, push, erp, clock } = await openDock({ observer, retry: { giveUpAfter: '1m' } });
  dock.on('exception.opened', (exception) => void logged.push(exception));
  dock.on('run.changed', (run) => void logged.push(run));
  dock.on('event.recorded', (event) => void logged.push(event));
  erp.before = failing;
  await push(customerSale());
  await clock.advance(600_000);
  expect(await dock.exceptions.list()).toHaveLength(1);
  expect(printed([logged, await dock.exceptions.list(), await dock.exceptions.inspect(1)])).not.toMatch(private_);
  const [trace] = await dock.trace('A-1');
  expect(trace?.lines.map((it) => it.what).join('\n')).not.toMatch(private_);
});

test('a decoder that throws the payload leaves none of it', async () => {
  const { dock, push, shop } = await openDock();
  shop.beforeDecode = () => {
    throw new SyntaxError('Unexpected token J in "Jane Doe"');
  };
  await push(customerSale());
  await rest();
  expect(printed(await dock.exceptions.list())).not.toMatch(private_);
});

test('a flow that throws a customer leaves none', async () => {
  const careless = defineFlow({
    ...book,
    name: 'careless',
    run: async (order) => {
      throw new TypeError(`no address for ${order.buyer?.firstName ?? ''}`);
    },
  });
  const { dock, push } = await openDock({ flows: [careless] });
  await push(customerSale());
  await rest();
  const [exception] = await dock.exceptions.list();
  expect(exception).toMatchObject({
    code: 'internal',
    reason: expect.stringMatching(/^Something failed unexpectedly \(TypeError at leaks\.test\.ts:\d+:\d+\)$/) as string,
  });
  expect(printed(exception)).not.toMatch(private_);
});

test('a direct call that fails throws an error that prints nothing private', async () => {
  const { dock, erp } = await openDock();
  erp.before = () => {
    throw new Error('Jane Doe, erp-token');
  };
  const error = await dock.systems.erp
    .call('createOrder', customerSale().data as never, { key: 'manual-1' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(IntegrationError);
  expect(inspect(error)).not.toMatch(private_);
  expect(JSON.stringify(error)).not.toMatch(private_);
  expect(toIntegrationError(error)).toMatchObject({ code: 'outcome-unknown', disposition: 'unknown', system: 'erp' });
});
