import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from './random.ts';

const story = (seed: number | string) => Array.from({ length: 50 }, seededRandom(seed));

describe('seeded chance', () => {
  it('tells the same story for the same seed, and another for another', () => {
    expect(story('black friday')).toEqual(story('black friday'));
    expect(story(1)).not.toEqual(story(2));
  });

  it('tells the same story in every release, because tests and users keep seeds', () => {
    expect(story(1129).slice(0, 3)).toEqual([0.8460309200454503, 0.06433420581743121, 0.43282409524545074]);
  });

  it('lies between 0 and 1, spread evenly', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = seededRandom(seed);
        const draws = Array.from({ length: 1_000 }, random);
        expect(draws.every((it) => it >= 0 && it < 1)).toBe(true);
        const mean = draws.reduce((total, it) => total + it, 0) / draws.length;
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.08);
      }),
    );
  });
});

it("the runtime's own chance lies between 0 and 1", () => {
  const drawn = systemRandom();
  expect(drawn >= 0 && drawn < 1).toBe(true);
});
