import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFaults, type FaultName, faultNames } from './faults.ts';

const subjects = Array.from({ length: 10_000 }, (_, index) => `order ${index}`);

test('the same seed strikes the same subjects, whatever the order of asking', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom(...faultNames),
      fc.shuffledSubarray(subjects.slice(0, 50)),
      (seed, fault, shuffled) => {
        const rates = { [fault]: 0.5 };
        const strike = (asked: readonly string[]) => {
          const faults = createFaults({ seed, rates });
          return asked.filter((subject) => faults.strikes(fault, subject)).toSorted();
        };
        expect(strike(shuffled)).toEqual(strike(shuffled.toSorted()));
      },
    ),
  );
});

test('another seed tells another story', () => {
  const struck = (seed: number) => {
    const faults = createFaults({ seed, rates: { timeout: 0.5 } });
    return subjects.slice(0, 100).filter((subject) => faults.strikes('timeout', subject));
  };
  expect(struck(1)).not.toEqual(struck(2));
});

test('faults strike independently of each other', () => {
  const rates = { timeout: 0.5, 'lost-reply': 0.5 } as const;
  const faults = createFaults({ seed: 7, rates });
  const both = subjects.filter((it) =>
    [faults.strikes('timeout', it), faults.strikes('lost-reply', it)].every(Boolean),
  );
  expect(both.length / subjects.length).toBeCloseTo(0.25, 1);
});

test.each([0.01, 0.05, 0.5, 1])('a rate of %d strikes that share of subjects', (rate) => {
  const faults = createFaults({ seed: 3, rates: { 'error-after': rate } });
  const share = subjects.filter((subject) => faults.strikes('error-after', subject)).length / subjects.length;
  expect(Math.abs(share - rate)).toBeLessThan(0.015);
});

test('a subject is struck at most once by each fault', () => {
  const faults = createFaults({ seed: 1, rates: { 'lost-reply': 1 } });
  expect([faults.strikes('lost-reply', 'a'), faults.strikes('lost-reply', 'a')]).toEqual([true, false]);
});

test('without rates nothing strikes by itself', () => {
  const faults = createFaults({ seed: 1 });
  expect(faultNames.filter((fault) => faults.strikes(fault, 'a'))).toEqual([]);
});

test('an armed fault strikes the next matching subjects, as often as it was told', () => {
  const faults = createFaults({ seed: 1 });
  faults.arm('timeout', { times: 2, match: (subject) => subject.startsWith('order') });
  const asked = ['token', 'order 1', 'order 1', 'order 2'];
  expect(asked.filter((subject) => faults.strikes('timeout', subject))).toEqual(['order 1', 'order 1']);
  expect(faults.strikes('lost-reply', 'order 3')).toBe(false);
});

test('every strike is counted and told in order', () => {
  const faults = createFaults({ seed: 1, rates: { outage: 1 } });
  faults.arm('timeout');
  faults.strikes('timeout', 'a');
  faults.strikes('outage', 'b');
  expect(faults.struck).toMatchObject({ timeout: 1, outage: 1, 'lost-reply': 0 });
  expect(faults.log).toEqual([
    { fault: 'timeout', subject: 'a' },
    { fault: 'outage', subject: 'b' },
  ]);
});

test('after clear nothing strikes any more', () => {
  const rates = Object.fromEntries(faultNames.map((name) => [name, 1])) as Record<FaultName, number>;
  const faults = createFaults({ seed: 1, rates });
  faults.arm('timeout', { times: 9 });
  faults.clear();
  expect(faultNames.filter((fault) => faults.strikes(fault, 'a'))).toEqual([]);
});
