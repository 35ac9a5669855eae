import { type Random } from '@crossdock/core';
import { between, happens, pick } from './generators/chance.ts';

/** What a mutator does to a place of a document. */
export const mutationKinds = ['removed', 'nulled', 'retyped', 'enlarged', 'reordered'] as const;

/** One of {@link mutationKinds}. */
export type MutationKind = (typeof mutationKinds)[number];

/** A change that was made to a document. */
export interface JsonMutation {
  readonly kind: MutationKind;
  /** `line_items.0.price`, as in the document before the change; empty for the whole of it. */
  readonly path: string;
}

/** A document with something wrong in it. */
export interface Mutant {
  readonly text: string;
  /** What was changed, in order: at least one, and all that is needed to tell the mutant to somebody. */
  readonly changes: readonly JsonMutation[];
}

/** How mutants are made. */
export interface MutateJsonOptions {
  /**
   * Most changes to one document.
   *
   * @default 3
   */
  readonly maxChanges?: number;
  /**
   * Places that are never changed, by path: what a test needs to find its way.
   *
   * @default every place may be changed
   */
  readonly keep?: (path: string) => boolean;
}

/**
 * Reads a valid JSON document once, and makes as many broken ones of it as asked for.
 *
 * Fields are removed, nulled, given another type, enlarged (long texts, huge numbers, lists many times as long, deep
 * nesting) and reordered; numbers keep the digits they were written with. The same chance makes the same mutant. What a parser
 * must do with it is either of two things: read it, or refuse it with an `IntegrationError`.
 *
 * @example
 * ```ts
 * import { seededRandom } from '@crossdock/core';
 * import { jsonMutator } from '@crossdock/testing';
 *
 * const mutate = jsonMutator('{"id":9007199254740993,"lines":[{"sku":"A","price":"19.90"}]}');
 * const { text, changes } = mutate(seededRandom(1129));
 * ```
 */
export function jsonMutator(document: string, options: MutateJsonOptions = {}): (random: Random) => Mutant {
  const { maxChanges = 3, keep = () => false } = options;
  const original = read(document);
  const places = placesIn(original, []).filter((path) => !keep(path.join('.')));
  const [first, ...others] = places;
  if (!first) throw new RangeError('Every place of the document is kept');
  return (random) => {
    let changed = original;
    const changes: JsonMutation[] = [];
    const wanted = between(random, 1, maxChanges);
    // A change may have nothing to do (a list of one cannot be reordered): then another place is tried.
    for (let tries = 0; changes.length < wanted && tries < 50; tries++) {
      const path = pick(random, [first, ...others]);
      const kind = pick(random, mutationKinds);
      const result = changeAt(changed, path, (value) => change(kind, value, random));
      if (result === undefined) continue;
      changed = result;
      changes.push({ kind, path: path.join('.') });
    }
    return { text: write(changed), changes };
  };
}

/** A number as it was written. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Json = null | boolean | string | Digits | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [name: string]: Json;
}
type Path = readonly string[];

/** A number of these digits, or of something like them if they are none (`007`, `1e2e2`). */
function digits(text: string): Digits {
  return new Digits(/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : `1${text.replace(/\D/g, '')}`);
}

/** Says that a place goes. */
const gone = Symbol('gone');

function read(document: string): Json {
  const withSource = JSON.parse as (
    text: string,
    reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
  ) => unknown;
  return withSource(document, (_name, value, { source }) =>
    typeof value === 'number' ? new Digits(source ?? String(value)) : value,
  ) as Json;
}

function write(value: Json): string {
  if (value instanceof Digits) return value.text;
  if (isList(value)) return `[${value.map((item) => write(item)).join(',')}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}:${write(item)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !(value instanceof Digits) && !isList(value);
}

function placesIn(value: Json, path: Path): Path[] {
  const parts = isList(value) || isObject(value) ? Object.entries(value) : [];
  return [path, ...parts.flatMap(([name, part]) => placesIn(part, [...path, name]))];
}

/** The document with one place changed; undefined if the place is not there any more or nothing changed. */
function changeAt(
  document: Json,
  path: Path,
  alter: (value: Json) => Json | typeof gone | undefined,
): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) {
    const altered = alter(document);
    return altered === gone ? undefined : altered;
  }
  if (isList(document)) {
    const index = Number(name);
    const item = document[index];
    if (item === undefined) return undefined;
    const altered = rest.length === 0 ? alter(item) : changeAt(item, rest, alter);
    if (altered === undefined) return undefined;
    return altered === gone ? document.toSpliced(index, 1) : document.with(index, altered);
  }
  if (!isObject(document)) return undefined;
  const part = document[name];
  if (part === undefined) return undefined;
  const altered = rest.length === 0 ? alter(part) : changeAt(part, rest, alter);
  if (altered === undefined) return undefined;
  if (altered !== gone) return { ...document, [name]: altered };
  return Object.fromEntries(Object.entries(document).filter(([other]) => other !== name));
}

function change(kind: MutationKind, value: Json, random: Random): Json | typeof gone | undefined {
  switch (kind) {
    case 'removed':
      return gone;
    case 'nulled':
      return value === null ? undefined : null;
    case 'retyped':
      return retyped(value, random);
    case 'enlarged':
      return enlarged(value, random);
    case 'reordered':
      return reordered(value, random);
  }
}

/** Something of another type, often with the old value in it: `"5"` for 5, a list of one for the thing itself. */
function retyped(value: Json, random: Random): Json {
  const choices: [Json, ...Json[]] = [true, '', 'word', new Digits('0'), new Digits('-1'), [], {}, [value], { value }];
  if (value instanceof Digits)
    choices.push(value.text, digits(`${value.text}e2`), digits(`-${value.text.replace('-', '')}`));
  if (typeof value === 'string') {
    if (/^-?\d+(?:\.\d+)?$/.test(value))
      choices.push(digits(value.replace(/^(-?)0+(?=\d)/, '$1')), `-${value}`, `${value}e2`, ` ${value}`);
    choices.push(value.toUpperCase(), value.toLowerCase(), 'NaN', '\u0000', '__proto__');
  }
  return pick(random, choices);
}

function enlarged(value: Json, random: Random): Json {
  if (value instanceof Digits) {
    const zeros = '0'.repeat(between(random, 1, 30));
    return digits(/[.eE]/.test(value.text) ? value.text.replace(/(?=[.eE])/, zeros) : `${value.text}${zeros}`);
  }
  if (typeof value === 'string') {
    if (/^-?\d+(?:\.\d+)?$/.test(value) && happens(random, 0.5)) {
      return value.includes('.')
        ? `${value}${'0'.repeat(between(random, 1, 12))}1`
        : `${value}${'0'.repeat(between(random, 1, 30))}`;
    }
    return `${value}${'x'.repeat(between(random, 1, 4) ** 6)}`;
  }
  if (isList(value))
    return value.length === 0 ? [null] : Array.from({ length: between(random, 2, 20) }).flatMap(() => value);
  if (isObject(value) && happens(random, 0.5)) {
    return { ...value, ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`added_${index}`, value])) };
  }
  let deep: Json = value;
  for (let level = between(random, 10, 500); level > 0; level--) deep = [deep];
  return deep;
}

function reordered(value: Json, random: Random): Json | undefined {
  if (isList(value)) return value.length < 2 ? undefined : shuffled(value, random);
  if (!isObject(value) || Object.keys(value).length < 2) return undefined;
  return Object.fromEntries(shuffled(Object.entries(value), random));
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = between(random, 0, last);
    const [one, two] = [result[last], result[other]];
    if (one === undefined || two === undefined) continue;
    result[last] = two;
    result[other] = one;
  }
  return result;
}
