import { expect, test } from 'vitest';
import { defineFlow } from '../../src/orchestrator/index.ts';
import { toIntegrationError } from '../../src/primitives/index.ts';
import { book, openDock, rest } from '../dock-world.ts';
import { placed } from '../systems.ts';

/** What plain JavaScript may ask of anything: the compiler sees nothing of it. */
type Anything = (...values: readonly unknown[]) => Promise<unknown>;

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'nothing',
    (error: unknown) => {
      const { code, path, message } = toIntegrationError(error);
      return `${code} ${path ?? ''}: ${message}`;
    },
  );

test.each<[string, (tools: Record<string, Anything>) => Promise<unknown> | undefined, RegExp]>([
  [
    'waits for an event that there is none of',
    ({ waitFor }) => waitFor?.('order.shiped'),
    /There is no event 'order\.shiped'/,
  ],
  ['waits for one such event among others', ({ waitFor }) => waitFor?.(['order.paid', 'x']), /There is no event 'x'/],
  ['has a step without work', ({ step }) => step?.('count'), /Step 'count' has nothing to do/],
])('a flow that %s parks at once and says so', async (_what, run, reason) => {
  const careless = defineFlow({ ...book, name: 'careless', run: async (_, tools) => run(tools as never) });
  const { dock, push } = await openDock({ flows: [careless] });
  await push(placed());
  await rest();
  expect(await dock.exceptions.list()).toMatchObject([
    { code: 'input-invalid', reason: expect.stringMatching(reason) as string },
  ]);
});

test('a misspelt filter acts on nothing, not on everything', async () => {
  const { dock, push } = await openDock();
  await push({ ...placed(), status: 'layaway' });
  await rest();
  const { list, skip } = dock.exceptions as unknown as Record<string, Anything>;
  expect(await refusal(list?.({ sytem: 'shop' }) ?? rest())).toMatch(/^input-invalid sytem: .*did you mean 'system'/);
  expect(await refusal(skip?.({ colour: 'red' }, { note: 'Kim' }) ?? rest())).toMatch(/^input-invalid colour: /);
  expect(await refusal(skip?.() ?? rest())).toMatch(/^input-invalid which: /);
  expect(await refusal(skip?.({ key: undefined }, { note: 'Kim' }) ?? rest())).toMatch(
    /^input-invalid key: .*without a value/,
  );
  expect(await refusal(skip?.({}, { note: 'Kim', dryrun: true }) ?? rest())).toMatch(
    /^input-invalid dryrun: .*'dryRun'/,
  );
  expect(await dock.exceptions.list()).toHaveLength(1);
});

test('a listener to something that is never told is refused', async () => {
  const { dock } = await openDock();
  const { on } = dock as unknown as { on(event: string, listener: () => void): unknown };
  expect(() => on('exception.open', () => undefined)).toThrow("did you mean 'exception.opened'?");
});

test('a direct call without a key, a system that is not there and a day that is none are told by path', async () => {
  const { dock } = await openDock();
  const { sweep, upkeep, backfill } = dock as unknown as Record<string, Anything>;
  const { call } = dock.systems.erp as unknown as Record<string, Anything>;
  expect(await refusal(call?.('createOrder', {}) ?? rest())).toMatch(/^input-invalid key: /);
  expect(await refusal(call?.('createOrder', {}, { key: '' }) ?? rest())).toMatch(/^input-invalid key: /);
  expect(await refusal(sweep?.('epr') ?? rest())).toMatch(/^not-found system: .*there are: shop, erp/);
  expect(await refusal(upkeep?.('epr') ?? rest())).toMatch(/^not-found system: /);
  expect(await refusal(backfill?.('shop', 'orders', { since: 'yesterday' }) ?? rest())).toMatch(
    /^(input-invalid since|not-found)/,
  );
});
