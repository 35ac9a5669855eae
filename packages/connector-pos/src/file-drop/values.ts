import { instantOfWallClock, IntegrationError, toDecimal } from '@crossdock/core';
import { type Store } from './stores.ts';

/** A value of a file that has no counterpart, refused by name and place. Never a payload: only words of tables. */
export function unmapped(what: string, value: string, path: string): IntegrationError {
  const word = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return new IntegrationError(`The ${what} '${word}' is not known`, { code: 'unmapped', path });
}

export function missing(what: string, path: string): IntegrationError {
  return new IntegrationError(`A transaction has no ${what}`, { code: 'body-invalid', path });
}

export function malformed(what: string, path: string): IntegrationError {
  return new IntegrationError(`A transaction has ${what}`, { code: 'body-invalid', path });
}

/** A decimal as XML and tills write it (`+1.50`, `.5`, `007.10`) as plain text; nothing else is one. */
export function decimalOf(text: string, path: string): string {
  const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d{0,25})(?:\.(\d{0,12}))?$/.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '') throw malformed('an amount or quantity that is no number', path);
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Exact sums of decimal texts. Most have nothing to add but nothing, which costs no arithmetic. */
export function plus(...texts: readonly string[]): string {
  const [first = '0', ...rest] = texts.filter((it) => !isZero(it));
  if (rest.length === 0) return first;
  const start = toDecimal(first, 'money-invalid');
  return rest.reduce((sum, it) => sum.plus(toDecimal(it, 'money-invalid')), start).toFixed();
}

export const minus = (a: string, b: string): string => plus(a, negated(b));

export function negated(text: string): string {
  if (text.startsWith('-')) return text.slice(1);
  return /[1-9]/.test(text) ? `-${text}` : text;
}

export const isNegative = (text: string): boolean => text.startsWith('-');
export const isZero = (text: string): boolean => !/[1-9]/.test(text);
export const isSame = (a: string, b: string): boolean => a === b || isZero(minus(a, b));

/** What a percentage is as a share: `19` is `0.19`. */
export function shareOf(percent: string): string {
  return toDecimal(percent, 'money-invalid').div(100).toFixed();
}

const dateTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * The instant of a time as a till writes it. One without an offset is read in the store's zone (of two equal ones when
 * the clock is put back, the first), or in UTC, or refused, as is agreed.
 */
export function instantOf(text: string, store: Store, bare: 'store' | 'utc' | 'refuse', path: string): string {
  const [, date, minutes, seconds = ':00', fraction = '', offset] = dateTime.exec(text.trim()) ?? [];
  const at = `${date}T${minutes}${seconds}${fraction.slice(0, 4)}`;
  const isDay = date !== undefined && isCalendarDay(date) && !Number.isNaN(Date.parse(`${at}Z`));
  if (!isDay) throw malformed('a time that is no time', path);
  if (offset !== undefined) return instant(Date.parse(`${at}${offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`), path);
  if (bare === 'refuse') throw malformed('a time without an offset', path);
  return instant(
    bare === 'utc' ? Date.parse(`${at}Z`) : instantOfWallClock(Date.parse(`${at}Z`), store.timeZone, 'first'),
    path,
  );
}

/** A calendar day, as `2026-11-27` or the beginning of a time. */
export function dayOf(text: string, path: string): string {
  const day = /^(\d{4}-\d\d-\d\d)(?:$|T|Z|[+-]\d\d:?\d\d$)/.exec(text.trim())?.[1];
  if (day !== undefined && isCalendarDay(day)) return day;
  throw malformed('a business date that is no day', path);
}

function isCalendarDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function instant(ms: number, path: string): string {
  if (Number.isNaN(ms)) throw malformed('a time that is no time', path);
  return new Date(ms).toISOString();
}
