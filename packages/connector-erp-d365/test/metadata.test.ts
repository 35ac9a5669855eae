import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { d365Simulator } from '../src/testing/index.ts';

interface Metadata {
  readonly entitySets: Readonly<
    Record<string, { readonly keys: readonly string[]; readonly fields: Readonly<Record<string, string>> }>
  >;
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/** Field lists of a real environment lie beside the checkout, where they are at hand; they are not ours to publish. */
const file = new URL('../../../../shared/vendors/d365/fno-entities-subset.json', import.meta.url);
const metadata = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Metadata) : undefined;

/** Keys of every entity set there is, also of those whose fields are not listed. */
const keyFile = new URL('../../../../shared/vendors/d365/fno-entitysets-keys.tsv', import.meta.url);
const keysOf = new Map(
  existsSync(keyFile)
    ? readFileSync(keyFile, 'utf8')
        .split('\n')
        .map((line) => line.trimEnd().split('\t'))
        .map(([name = '', keys = '']) => [name, keys.split(',')] as const)
    : [],
);

const kinds: Readonly<Record<string, string>> = {
  Decimal: 'number',
  Int32: 'number',
  Int64: 'number',
  DateTimeOffset: 'date',
};

describe.skipIf(metadata === undefined)('the simulated entities are a part of the real ones', () => {
  test.each(d365Simulator().entitySets)('$name', ({ name, keys, fields }) => {
    const real = metadata?.entitySets[name];
    if (!real) {
      expect(keysOf.get(name)?.toSorted(), 'keys').toEqual(keys.toSorted());
      return;
    }
    expect(real.keys.toSorted(), 'keys').toEqual(keys.toSorted());
    for (const [field, kind] of Object.entries(fields)) {
      const type = real.fields[field]?.replace('?', '');
      expect(type, `${name}.${field}`).toBeDefined();
      if (typeof kind === 'string') {
        expect(kinds[type ?? ''] ?? 'text', `${name}.${field}`).toBe(kind);
        continue;
      }
      const members = metadata?.enums[type?.replace('enum:', '') ?? ''];
      expect(members, `${name}.${field}`).toEqual(expect.arrayContaining([...kind.enum]));
    }
  });
});
