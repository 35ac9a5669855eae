import type { EntitySet, Field, Row } from './entity-model.ts';

/** A request that the OData layer itself refuses, before any business rule. */
export class ODataError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(message: string, status = 400, type = 'Microsoft.OData.ODataException') {
    super(message);
    this.status = status;
    this.type = type;
  }
}

type Predicate = (row: Row) => boolean;

const token =
  /\s*(?:(\()|(\))|((?:[\w.]+)?'(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+Z)|(-?\d+(?:\.\d+)?)|([A-Za-z_@][\w.]*))/y;

/** Reads the filters that the platform understands: comparisons joined by `and`, `or` and parentheses. */
export function parseFilter(text: string, set: EntitySet): Predicate {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at];
  const take = (): string => {
    const next = tokens[at++];
    if (next === undefined) throw new ODataError(`Syntax error: the filter ends too early in '${text}'.`);
    return next;
  };
  const comparison = (): Predicate => {
    if (peek() === '(') {
      take();
      const inner = either();
      if (take() !== ')') throw new ODataError(`Syntax error: ')' expected in '${text}'.`);
      return inner;
    }
    const name = take();
    const field = set.fields[name];
    if (field === undefined) {
      throw new ODataError(
        `Could not find a property named '${name}' on type 'Microsoft.Dynamics.DataEntities.${set.entity}'.`,
      );
    }
    return compare(name, field, take(), take());
  };
  const both = (): Predicate => {
    let left = comparison();
    while (peek() === 'and') {
      take();
      const [before, right] = [left, comparison()];
      left = (row) => before(row) && right(row);
    }
    return left;
  };
  const either = (): Predicate => {
    let left = both();
    while (peek() === 'or') {
      take();
      const [before, right] = [left, both()];
      left = (row) => before(row) || right(row);
    }
    return left;
  };
  const whole = either();
  if (at < tokens.length) throw new ODataError(`Syntax error at '${tokens[at] ?? ''}' in '${text}'.`);
  return whole;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  for (token.lastIndex = 0; token.lastIndex < text.trimEnd().length;) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new ODataError(`Syntax error at position ${from} in '${text}'.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function compare(name: string, field: Field, operator: string, literal: string): Predicate {
  const wanted = valueOf(literal, field);
  const isOrdered = field === 'number' || field === 'date' || field === 'text';
  const test = comparisons[operator];
  if (!test || (!isOrdered && operator !== 'eq' && operator !== 'ne')) {
    throw new ODataError(`The operator '${operator}' is not supported for '${name}'.`);
  }
  if (field === 'text' && operator === 'eq' && typeof wanted === 'string' && wanted.includes('*')) {
    const pattern = new RegExp(`^${wanted.split('*').map(escape).join('.*')}$`, 'i');
    return (row) => pattern.test(String(row[name]));
  }
  const fold = (value: string | number) =>
    typeof value === 'string' && field !== 'date' ? value.toLowerCase() : value;
  return (row) => test(fold(row[name] ?? ''), fold(wanted));
}

const comparisons: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

function valueOf(literal: string, field: Field): string | number {
  const text = /^([\w.]*)'((?:[^']|'')*)'$/.exec(literal);
  if (field === 'number') {
    if (text || Number.isNaN(Number(literal))) throw incompatible(literal);
    return Number(literal);
  }
  if (field === 'date') {
    if (text) throw incompatible(literal);
    return literal;
  }
  if (!text) throw incompatible(literal);
  const value = (text[2] ?? '').replaceAll("''", "'");
  if (field !== 'text' && !field.enum.includes(value)) throw incompatible(literal);
  return value;
}

const incompatible = (literal: string): ODataError =>
  new ODataError(`A binary operator with incompatible types was detected at ${literal}.`);

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
