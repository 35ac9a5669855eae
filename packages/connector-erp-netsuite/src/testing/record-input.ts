import { fieldExists, type AccountFeatures } from './account.ts';
import { idOf, isObject, textOf, type Json, type JsonObject } from './json.ts';
import { invalidContent, userError } from './problem.ts';
import type { Field, FieldKind, RecordType } from './record-types.ts';
import type { Line, Store, StoredRecord } from './store.ts';

/** What one request asks to change. A value of `null` blanks the field; lines of `null` clear the sublist. */
export interface RecordInput {
  readonly externalId?: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly lines: Readonly<Record<string, readonly JsonObject[] | null>>;
}

export interface InputContext {
  readonly store: Store;
  readonly features: AccountFeatures;
  /** Value of `X-NetSuite-PropertyNameValidation`. Anything but Error lets unknown names pass in silence. */
  readonly nameValidation: string | null;
}

/** Custom fields are named by what they are for. */
const customPrefixes: Readonly<Partial<Record<RecordType['group'], string>>> = {
  transaction: 'custbody',
  item: 'custitem',
  entity: 'custentity',
};

/** Reads a request body against the fields of its record type. */
export function readInput(body: JsonObject, type: RecordType, context: InputContext): RecordInput {
  const values: Record<string, Json> = {};
  const lines: Record<string, readonly JsonObject[] | null> = {};
  let externalId: string | undefined;
  for (const [name, value] of Object.entries(body)) {
    const sublist = type.sublists[name];
    if (sublist && fieldExists(name, context.features)) {
      lines[name] = value === null ? null : readLines(value, name, sublist, context);
      continue;
    }
    const field = fieldOf(name, type.fields, customPrefixes[type.group] ?? 'custrecord', context.features);
    if (!field) {
      refuseUnknownName(name, name, context);
      continue;
    }
    const read = readValue(value, field, name, context.store);
    if (name === 'externalId') externalId = typeof read === 'string' ? read : undefined;
    else values[name] = read;
  }
  return { values, lines, ...(externalId === undefined ? {} : { externalId }) };
}

/** Sublists whose lines may have custom fields. */
const columned: ReadonlySet<string> = new Set(['item', 'line', 'inventory']);

function readLines(
  value: Json,
  name: string,
  fields: Readonly<Record<string, Field>>,
  context: InputContext,
): JsonObject[] {
  if (!isObject(value) || !Array.isArray(value['items']))
    throw invalidContent(`Invalid value for the sublist ${name}.`, name);
  const entries: readonly Json[] = value['items'];
  return entries.map((entry, index) => {
    const path = `${name}.items[${String(index)}]`;
    if (!isObject(entry)) throw invalidContent('Invalid value for a sublist line.', path);
    const line: Record<string, Json> = {};
    for (const [key, part] of Object.entries(entry)) {
      const field = columned.has(name) ? fieldOf(key, fields, 'custcol', context.features) : fields[key];
      if (field) line[key] = readValue(part, field, `${path}.${key}`, context.store);
      else refuseUnknownName(key, `${path}.${key}`, context);
    }
    return line;
  });
}

function fieldOf(
  name: string,
  fields: Readonly<Record<string, Field>>,
  customPrefix: string,
  features: AccountFeatures,
): Field | undefined {
  if (name.startsWith(`${customPrefix}_`)) return features.customFields.includes(name) ? { kind: 'object' } : undefined;
  return Object.hasOwn(fields, name) && fieldExists(name, features) ? fields[name] : undefined;
}

function refuseUnknownName(name: string, path: string, context: InputContext): void {
  if (context.nameValidation !== 'Error') return;
  throw invalidContent(`Unknown reference or field name '${name}' in request body.`, path);
}

function readValue(value: Json, field: Field, path: string, store: Store): Json {
  if (field.readOnly) throw invalidContent(`The field ${path} is read-only.`, path);
  if (value === null) return null;
  if (field.kind === 'object') return value;
  if (field.kind === 'reference' && isObject(value)) return readReference(value, field, path, store);
  if (field.kind === 'enumeration' && isObject(value) && typeof value['id'] === 'string') return { id: value['id'] };
  if (isPlain(value, field.kind)) return value;
  throw invalidContent(`Invalid value for the field ${path}.`, path);
}

function isPlain(value: Json, kind: FieldKind): boolean {
  switch (kind) {
    case 'text':
    case 'instant':
      return typeof value === 'string';
    case 'number':
    case 'boolean':
      return typeof value === kind;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case 'enumeration':
    case 'reference':
    case 'object':
      return false;
    default:
      return kind satisfies never;
  }
}

function readReference(value: JsonObject, field: Field, path: string, store: Store): Json {
  const id = textOf(value['id']);
  const externalId = textOf(value['externalId']);
  if (id === undefined && externalId === undefined) throw invalidContent(`Invalid value for the field ${path}.`, path);
  if (field.refersTo === undefined) {
    if (id !== undefined) return { id };
    throw invalidContent(`Invalid reference key or internal ID for field ${path}.`, path);
  }
  const target =
    id === undefined ? store.findByExternalId(field.refersTo, externalId ?? '') : store.find(field.refersTo, id);
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (!target) {
    throw invalidContent(`Invalid reference key or internal ID ${id ?? externalId ?? ''} for field ${name}.`, path);
  }
  return { id: target.id };
}

/** Lines of an existing sublist after a request: appended unless `line` names one, or the sublist is replaced. */
function mergeLines(
  before: readonly Line[],
  input: readonly JsonObject[] | null,
  options: { readonly replace: boolean; readonly sublist: string },
): readonly Line[] {
  if (input === null) return [];
  const merged = options.replace ? [] : [...before];
  for (const [index, change] of input.entries()) {
    const target = lineMeant(change, merged, options.sublist);
    const position = target === undefined ? -1 : merged.findIndex((line) => line.line === target);
    if (target !== undefined && position < 0 && !options.replace) {
      const path = `${options.sublist}.items[${String(index)}].line`;
      throw invalidContent(`Invalid reference key or internal ID ${String(target)} for field line.`, path);
    }
    if (position < 0) merged.push({ ...change, line: Math.max(0, ...merged.map((line) => line.line)) + 1 });
    else merged[position] = { ...merged[position], ...change, line: target ?? 0 };
  }
  return merged;
}

/** The line that a change is for: by its number, or on a list of applied documents by the document. */
function lineMeant(change: JsonObject, lines: readonly Line[], sublist: string): number | undefined {
  if (typeof change['line'] === 'number') return change['line'];
  if (sublist !== 'apply' && sublist !== 'deposit') return undefined;
  return lines.find((line) => idOf(line['doc']) === idOf(change['doc']))?.line;
}

/** The record after a change, not yet checked. */
export function applyInput(record: StoredRecord, input: RecordInput, replaced: readonly string[]): StoredRecord {
  const values: Record<string, Json> = { ...record.values };
  for (const [name, value] of Object.entries(input.values)) {
    if (value === null) delete values[name];
    else values[name] = value;
  }
  const lines: Record<string, readonly Line[]> = { ...record.lines };
  for (const [sublist, change] of Object.entries(input.lines)) {
    lines[sublist] = mergeLines(lines[sublist] ?? [], change, { replace: replaced.includes(sublist), sublist });
  }
  return { ...record, values, lines, ...(input.externalId === undefined ? {} : { externalId: input.externalId }) };
}

/** Refuses a record that lacks what its type asks for. */
export function requireFields(record: StoredRecord, type: RecordType): void {
  const missing = Object.entries(type.required).filter(([name]) => record.values[name] === undefined);
  if (missing.length > 0)
    throw userError(`Please enter value(s) for: ${missing.map(([, label]) => label).join(', ')}.`);
}
