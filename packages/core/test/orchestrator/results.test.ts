import { expect, test } from 'vitest';
import { IntegrationError } from '../../src/primitives/index.ts';
import { openExceptions, run } from '../orchestrator-world.ts';

test('a flow sees the same kind of value before and after a crash, also of bytes', async () => {
  const seen: string[] = [];
  const { clock, world } = await run(async (_order, { step, sleep }) => {
    const bytes = await step('bytes', () => Buffer.from('shoe'));
    seen.push(String(Object.getPrototypeOf(bytes) === Uint8Array.prototype));
    await sleep('1h');
  });
  await clock.advance(3_600_000);
  await world.idle();
  expect(seen).toEqual(['true', 'true']);
});

test('what a flow does to a result stays with the flow', async () => {
  const seen: unknown[] = [];
  const { clock, world } = await run(async (_order, { step, sleep }) => {
    const lines = await step('lines', () => ['1']);
    seen.push([...lines]);
    lines.push('2');
    await sleep('1h');
  });
  await clock.advance(3_600_000);
  await world.idle();
  expect(seen).toEqual([['1'], ['1']]);
});

test.each<[string, () => unknown, string]>([
  ['too large', () => 'x'.repeat(2_000_000), 'step-result-too-large'],
  ['a function', () => () => 1, 'step-result-unserializable'],
])('a step whose result is %s parks the run, and says so', async (_what, result, code) => {
  const { journal } = await run(async (_order, { step }) => {
    await step('big', result);
  });
  expect(await openExceptions(journal)).toMatchObject([{ code, reason: expect.stringContaining("'big'") }]);
});

test('a failure that a flow caught names its system again on re-entry', async () => {
  const seen: unknown[] = [];
  const { clock, world } = await run(async (_order, { step, sleep }) => {
    const system = await step('risky', () => {
      throw new IntegrationError('no', { code: 'conflict', system: 'erp' });
    }).catch((error: unknown) => (error as IntegrationError).system);
    seen.push(system);
    await sleep('1h');
  });
  await clock.advance(3_600_000);
  await world.idle();
  expect(seen).toEqual(['erp', 'erp']);
});
