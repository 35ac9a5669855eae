import { businessDateOf } from '@crossdock/core';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The first instant of a business date in a zone, as ISO text. */
export function startOfDay(date: string, timeZone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let [before, from] = [midnight - dayMs, midnight + dayMs];
  while (from - before > minuteMs) {
    const middle = before + Math.floor((from - before) / 2 / minuteMs) * minuteMs;
    if (businessDateOf(new Date(middle).toISOString(), { timeZone }) < date) before = middle;
    else from = middle;
  }
  return new Date(from).toISOString();
}

/** The business date so many days later. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
