import { decimalOf, malformed } from '../values.ts';
import { type CsvMapping } from './mapping.ts';

/** Reads a number as an export writes it: `1.234,50`, `-1`, `1-` and `(1)`; an empty cell is none. */
export function numberIn(
  cell: string,
  { decimal, thousands }: Pick<CsvMapping, 'decimal' | 'thousands'>,
  path: string,
): string | undefined {
  const text = cell.trim().replaceAll('\u00A0', ' ');
  if (text === '') return undefined;
  const [, bracketed] = /^\((.+)\)$/.exec(text) ?? [];
  const [, trailing] = /^(.+)-$/.exec(text) ?? [];
  const digits = bracketed ?? trailing ?? text;
  const isTurned = bracketed !== undefined || trailing !== undefined;
  const [whole = '', fraction, ...more] = digits.split(decimal);
  // A point is the sign of decimals only where that is agreed: `1.234` may be a thousand times as much.
  const isOdd = more.length > 0 || (decimal !== '.' && thousands !== '.' && whole.includes('.'));
  if (isOdd) throw malformed('an amount or quantity that is no number', path);
  const plain = thousands === undefined ? whole : withoutGroups(whole, thousands, path);
  const value = decimalOf(fraction === undefined ? plain : `${plain}.${/^\d*$/.test(fraction) ? fraction : '?'}`, path);
  if (!isTurned) return value;
  if (value.startsWith('-')) throw malformed('a number that is negative twice', path);
  return decimalOf(`-${value}`, path);
}

/** Groups of three, or none at all: `1.23` with a point between thousands is a mistake, not 123. */
function withoutGroups(whole: string, thousands: string, path: string): string {
  if (!whole.includes(thousands)) return whole;
  const [first = '', ...groups] = whole.split(thousands);
  if (!/^[+-]?\d{1,3}$/.test(first) || groups.some((it) => !/^\d{3}$/.test(it))) {
    throw malformed('an amount or quantity that is no number', path);
  }
  return [first, ...groups].join('');
}

/** An item's id; one that went through a spreadsheet has lost its digits and is none. */
export function itemIn(cell: string, path: string): string | undefined {
  const text = cell.trim();
  if (/^\d+([.,]\d+)?[eE]\+?\d+$/.test(text))
    throw malformed('an item id that a spreadsheet has made a number of', path);
  return text === '' ? undefined : text;
}

const parts = {
  YYYY: '(\\d{4})',
  MM: '(\\d{1,2})',
  DD: '(\\d{1,2})',
  HH: '(\\d{1,2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
} as const;

type Part = keyof typeof parts;

const formats = new Map<string, { readonly pattern: RegExp; readonly names: readonly Part[] }>();

/** Reads a date or time by its declared format, as `2026-11-27` or `2026-11-27T18:04:05`. */
export function dateIn(cell: string, format: string, path: string): { readonly day?: string; readonly time?: string } {
  let known = formats.get(format);
  if (!known) formats.set(format, (known = compiled(format)));
  const values = known.pattern.exec(cell.trim())?.slice(1);
  if (!values) throw malformed(`a time that is not written as ${format}`, path);
  const found = Object.fromEntries(known.names.map((name, index) => [name, values[index] ?? ''])) as Partial<
    Record<Part, string>
  >;
  const two = (part: Part): string => (found[part] ?? '00').padStart(2, '0');
  return {
    ...(found.YYYY !== undefined && { day: `${found.YYYY}-${two('MM')}-${two('DD')}` }),
    ...(found.HH !== undefined && { time: `${two('HH')}:${two('mm')}:${two('ss')}` }),
  };
}

function compiled(format: string): { readonly pattern: RegExp; readonly names: readonly Part[] } {
  const names: Part[] = [];
  const pattern = format
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll(/YYYY|MM|DD|HH|mm|ss/g, (name) => {
      names.push(name as Part);
      return parts[name as Part];
    });
  return { pattern: new RegExp(`^${pattern}$`), names };
}
