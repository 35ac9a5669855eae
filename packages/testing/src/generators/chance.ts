import { type Random } from '@crossdock/core';

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of some. */
export function pick<T>(random: Random, some: readonly [T, ...T[]]): T {
  return some[between(random, 0, some.length - 1)] ?? some[0];
}

/** Whether something with this probability happens. */
export function happens(random: Random, probability: number): boolean {
  return random() < probability;
}

/** An instant on a busy day. */
export function instantOn(random: Random, date: string): string {
  const second = between(random, 0, 86_399);
  return new Date(Date.parse(`${date}T00:00:00Z`) + second * 1_000).toISOString().replace('.000Z', 'Z');
}

/** The day on which generated things happen unless told otherwise. */
export const busyDay = '2026-11-27';
