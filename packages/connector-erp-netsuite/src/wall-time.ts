import { IntegrationError } from '@crossdock/core';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = '2-digit' as const;
  const parts = { year: 'numeric' as const, month: two, day: two, hour: two, minute: two, second: two };
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...parts });
  formats.set(timeZone, format);
  return format;
}

/** An instant as a clock on a wall in the zone shows it: `2026-11-27 12:00:00`. */
export function wallTimeOf(epochMs: number, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return `${year.padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`;
}

const wall = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})$/;

/**
 * The instant, in ISO form, at which a clock on a wall in the zone shows this. A time that the wall shows twice, in the hour
 * when summer time ends, is taken for the later one of both.
 */
export function instantOf(wallTime: string, timeZone: string): string {
  const match = wall.exec(wallTime);
  const asUtc = Date.parse(`${match?.[1] ?? ''}T${match?.[2] ?? ''}Z`);
  if (Number.isNaN(asUtc)) {
    throw new IntegrationError('NetSuite answered with a time that is none', {
      code: 'response-invalid',
      path: 'modified',
    });
  }
  const offsetAt = (epochMs: number) => Date.parse(`${wallTimeOf(epochMs, timeZone).replace(' ', 'T')}Z`) - epochMs;
  const candidates = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)].map((offset) => asUtc - offset);
  const fitting = candidates.filter((it) => wallTimeOf(it, timeZone) === wallTime.replace('T', ' '));
  const instant = Math.max(...(fitting.length > 0 ? fitting : candidates));
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
