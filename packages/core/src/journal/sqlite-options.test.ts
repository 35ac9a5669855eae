import { expect, test } from 'vitest';
import { sqliteJournal } from '../sqlite.ts';

test.each<[string, unknown, object | undefined, string]>([
  ['no path', undefined, undefined, 'file'],
  ['an empty path', '', undefined, 'file'],
  ['a durability that there is none of', 'x.db', { durability: 'fulll' }, 'durability'],
  ['an option that there is none of', 'x.db', { durabilty: 'normal' }, 'durabilty'],
])('%s is refused before there is a file', (_what, file, options, path) => {
  const make = sqliteJournal as (file: unknown, options?: object) => unknown;
  expect(() => make(file, options)).toThrow(expect.objectContaining({ code: 'config-invalid', path }));
});
