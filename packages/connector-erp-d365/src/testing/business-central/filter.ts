import { same } from './books.ts';
import { type EntitySet, Refusal, type Row, type Value } from './entity-model.ts';

type Test = (row: Row) => boolean;

/** Reads a filter: comparisons and beginnings, joined by `and`, or by `or` over one field. The platform knows no `or` over two fields. */
export function parseFilter(text: string, set: EntitySet): Test {
  const either = split(text, 'or');
  if (either.length > 1) {
    const fields = new Set(either.map((it) => /^\w+/.exec(it)?.[0]));
    if (fields.size > 1) throw new Refusal('BadRequest', 'OR over two fields is not supported.');
    const tests = either.map((part) => parseOne(part, set));
    return (row) => tests.some((test) => test(row));
  }
  const tests = split(text, 'and').map((part) => parseOne(part, set));
  return (row) => tests.every((test) => test(row));
}

/** Parts of a filter, where the word stands outside of quotes. */
function split(text: string, word: string): readonly string[] {
  return text.split(new RegExp(` ${word} (?=(?:[^']*'[^']*')*[^']*$)`)).map((part) => part.trim());
}

function parseOne(text: string, set: EntitySet): Test {
  const begins = /^startswith\((\w+),'((?:[^']|'')*)'\)$/.exec(text);
  if (begins) {
    const [, name = '', value = ''] = begins;
    requireField(name, set);
    const wanted = value.replaceAll("''", "'").toLowerCase();
    return (row) => String(row[name]).toLowerCase().startsWith(wanted);
  }
  const compares = /^(\w+) (eq|ne|ge|gt|le|lt) (?:'((?:[^']|'')*)'|(\S+))$/.exec(text);
  if (!compares) throw new Refusal('BadRequest_NotFound', 'Bad Request - Error in query syntax');
  const [, name = '', how = '', quoted, plain = ''] = compares;
  const field = requireField(name, set);
  const isText = typeof field === 'object';
  if (isText !== (quoted !== undefined)) {
    throw new Refusal('BadRequest', `A binary operator with incompatible types was detected. Property '${name}'.`);
  }
  const value: Value =
    quoted === undefined
      ? field === 'decimal' || field === 'integer'
        ? Number(plain)
        : field === 'boolean'
          ? plain === 'true'
          : plain
      : quoted.replaceAll("''", "'");
  const limit = typeof field === 'object' && 'code' in field ? field.code : Infinity;
  if (String(value).length > limit) {
    const length = String(value).length;
    throw new Refusal(
      'Application_FilterErrorException',
      `The filter is not valid for the ${name} field. The length of the string is ${length}, but it must be less than or equal to ${limit} characters.`,
    );
  }
  return (row) => {
    const own = row[name] ?? '';
    if (how === 'eq') return same(own, value);
    if (how === 'ne') return !same(own, value);
    const order = compare(own, value);
    return how === 'ge' ? order >= 0 : how === 'gt' ? order > 0 : how === 'le' ? order <= 0 : order < 0;
  };
}

function compare(a: Value, b: Value): number {
  const [left, right] = [a, b].map((it) => (typeof it === 'string' && it.includes('T') ? Date.parse(it) : it));
  return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;
}

function requireField(name: string, set: EntitySet) {
  const field = name === 'id' ? 'guid' : set.fields[name];
  if (field !== undefined) return field;
  throw new Refusal('BadRequest', `Could not find a property named '${name}' on type 'Microsoft.NAV.${set.name}'.`);
}
