import type { DatabaseSync } from 'node:sqlite';
import { Problem } from '../problem.ts';

/**
 * Dates are kept as marked text, so that they compare in the order of time and can be told from other text when they are
 * shown: `TO_CHAR` takes the mark off, a date that is selected as it is comes out in the user's format.
 */
const dateMark = '\u0002';

/** A date or instant as the tables hold it: whole seconds, marked. */
export function queryDate(text: string | undefined): string | null {
  if (text === undefined) return null;
  const date = text.length === 10 ? `${text} 00:00:00` : text.slice(0, 19).replace('T', ' ');
  return `${dateMark}${date}`;
}

/** Refuses what the platform's dialect does not have and rewrites the few things that SQLite words differently. */
export function translate(query: string): string {
  const outsideText = query.replaceAll(/'(?:[^']|'')*'/g, "''");
  if (!/^\s*(select|with)\b/i.test(query) || outsideText.includes(';'))
    throw invalidQuery('Invalid or unsupported search');
  if (/\blimit\s+\d/i.test(outsideText)) throw invalidQuery('Invalid or unsupported search');
  return query
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 1 ? part : translateCode(part)))
    .join('');
}

function translateCode(code: string): string {
  return code
    .replaceAll(
      /\bBUILTIN\.DF\s*\(\s*((?:\w+\.)?(\w+))\s*\)/gi,
      (_, column: string, name: string) => `builtin_df('${name.toLowerCase()}', ${column})`,
    )
    .replaceAll(/\bFETCH\s+(?:FIRST|NEXT)\s+(\d+)\s+ROWS?\s+ONLY\b/gi, 'LIMIT $1')
    .replaceAll(/\bSYSDATE\b/gi, 'sysdate()')
    .replaceAll(/\bNVL\s*\(/gi, 'ifnull(');
}

/** Errors of the search service name what they do not know; SQLite's are put into those words. */
export function queryProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = error instanceof Error ? error.message : '';
  const column = /no such column: (\S+)/.exec(message)?.[1];
  if (column !== undefined) return invalidQuery(`Unknown identifier '${column.replaceAll('"', '')}'`);
  const table = /no such table: (\S+)/.exec(message)?.[1];
  if (table !== undefined) return invalidQuery(`Record '${table}' was not found`);
  return invalidQuery('Invalid or unsupported search');
}

function invalidQuery(reason: string): Problem {
  return new Problem(
    400,
    'INVALID_PARAMETER',
    `Invalid search query. Detailed unprocessed description follows. Search error occurred: ${reason}.`,
    { 'o:errorQueryParam': 'q' },
  );
}

type Cell = string | number | bigint | null | Uint8Array;

function toDate(...cells: Cell[]): string {
  return parsed(String(cells[0]), String(cells[1] ?? 'MM/DD/YYYY'));
}

/** The functions of the dialect that queries of a connector need. */
export function addFunctions(
  database: DatabaseSync,
  options: {
    readonly now: () => number;
    readonly timeZone: string;
    readonly display: (column: string, id: string) => string | null;
  },
): void {
  const pure = { deterministic: true };
  database.function('to_char', { ...pure, varargs: true }, (...cells: Cell[]) => {
    const [value, format] = cells;
    if (typeof value !== 'string' || !value.startsWith(dateMark))
      return value === undefined || value === null ? null : shown(value);
    return format === undefined ? userDate(value) : formatted(value, String(format));
  });
  database.function('to_date', { ...pure, varargs: true }, toDate);
  database.function('to_timestamp', { ...pure, varargs: true }, toDate);
  database.function('trunc', pure, (value: Cell) =>
    typeof value === 'string' && value.startsWith(dateMark)
      ? `${value.slice(0, 11)} 00:00:00`
      : Math.trunc(Number(value)),
  );
  database.function('sysdate', {}, () =>
    queryDate(new Date(options.now()).toLocaleString('sv-SE', { timeZone: options.timeZone })),
  );
  database.function('builtin_df', {}, (column: Cell, id: Cell) =>
    id === null ? null : options.display(String(column), String(id)),
  );
}

const parts: readonly (readonly [token: string, from: number, to: number])[] = [
  ['YYYY', 1, 5],
  ['MM', 6, 8],
  ['DD', 9, 11],
  ['HH24', 12, 14],
  ['MI', 15, 17],
  ['SS', 18, 20],
];

function formatted(date: string, format: string): string {
  return format
    .split(/("[^"]*")/)
    .map((piece, index) => (index % 2 === 1 ? piece.slice(1, -1) : fillIn(piece, date)))
    .join('');
}

function fillIn(format: string, date: string): string {
  return format.replaceAll(/YYYY|HH24|MM|DD|MI|SS/gi, (token) => {
    const part = parts.find(([name]) => name === token.toUpperCase());
    return part ? date.slice(part[1], part[2]) : token;
  });
}

function parsed(text: string, format: string): string {
  const tokens: string[] = [];
  const pattern = format.replaceAll('"', '').replaceAll(/YYYY|HH24|MM|DD|MI|SS/gi, (token) => {
    tokens.push(token.toUpperCase());
    return token.length === 4 && token.toUpperCase() === 'YYYY' ? String.raw`(\d{4})` : String.raw`(\d{1,2})`;
  });
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (!match) throw invalidQuery(`Parse of date/time "${text}" failed with date format "${format}"`);
  const part = (name: string, otherwise: string) => (match[tokens.indexOf(name) + 1] ?? otherwise).padStart(2, '0');
  const has = (name: string, otherwise: string) => (tokens.includes(name) ? part(name, otherwise) : otherwise);
  return `${dateMark}${has('YYYY', '1970')}-${has('MM', '01')}-${has('DD', '01')} ${has('HH24', '00')}:${has('MI', '00')}:${has('SS', '00')}`;
}

function userDate(date: string): string {
  return `${date.slice(6, 8)}/${date.slice(9, 11)}/${date.slice(1, 5)}`;
}

/** A cell as the query service answers it: everything is text. Fifteen digits hide what binary fractions add to a sum. */
export function shown(cell: Cell): string {
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)));
  if (typeof cell === 'string' && cell.startsWith(dateMark)) return userDate(cell);
  return String(cell);
}
