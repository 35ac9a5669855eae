import { instantOfWallClock, IntegrationError, wallClock } from '@crossdock/core';

/** An instant as a clock on a wall in the zone shows it: `2026-11-27 12:00:00`. */
export function wallTimeOf(epochMs: number, timeZone: string): string {
  return new Date(wallClock(epochMs, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
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
  return `${new Date(instantOfWallClock(asUtc, timeZone, 'last')).toISOString().slice(0, 19)}Z`;
}
