import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { secret } from '../primitives/index.ts';
import { checkConfig } from './config-problems.ts';

const schema = z
  .object({
    from: z.union([
      z.string().min(1),
      z.strictObject({ host: z.string().min(1), hostKey: z.string() }),
      z.custom<object>((it) => typeof it === 'object' && it !== null && 'list' in it, 'must be a source'),
    ]),
    token: secret(),
    stores: z.record(z.string(), z.object({ code: z.string(), cut: z.string().optional() })).default({}),
    tax: z.discriminatedUnion('mode', [z.object({ mode: z.literal('line'), code: z.string() })]).optional(),
    feeds: z.array(z.object({ name: z.string() })).prefault([]),
    extra: z.looseObject({}).optional(),
    since: z.iso.datetime().optional(),
    tests: z.enum(['ignore', 'include']).optional(),
  })
  .transform((it) => it);

const good = { from: '/mnt', token: 't0ken' };
const linesOf = (changes: object) =>
  checkConfig(schema, { ...good, ...changes }).problems.map(({ path, message }) => `${path}: ${message}`);

describe('a configuration', () => {
  it('that is right is given out', () => {
    expect(checkConfig(schema, good)).toMatchObject({ problems: [], config: { from: '/mnt', feeds: [] } });
  });

  it.each<[object, string]>([
    [{ from: '' }, 'from: must not be empty'],
    [{ from: undefined }, 'from: must be a text (found nothing)'],
    [{ from: { host: 'h' } }, 'from.hostKey: must be a text (found nothing)'],
    [{ token: 7 }, 'token: must be a non-empty text (found a number)'],
    [{ stores: [] }, 'stores: must be an object (found a list)'],
    [{ stores: { a: { code: 7 } } }, 'stores.a.code: must be a text (found a number)'],
    [{ tax: { mode: 'exempt' } }, "tax.mode: must be 'line' (found a text)"],
    [{ since: 'yesterday' }, 'since: must be an instant like 2026-11-27T10:00:00Z (found a text)'],
    [{ tests: true }, "tests: must be 'ignore' or 'include' (found true or false)"],
    [{ from: { host: 'h', hostKey: 'k', prot: 1 } }, "from: must not have 'prot'"],
  ])('says what is expected and what kind of value it found: %j', (changes, line) => {
    expect(linesOf(changes)).toEqual([line]);
  });

  it.each<[object, string]>([
    [{ tokens: 'x' }, "tokens: is not an option; did you mean 'token'?"],
    [{ colour: 'red' }, 'colour: is not an option'],
    [{ stores: { a: { code: 'x', cot: '04:00' } } }, "stores.a.cot: is not an option; did you mean 'cut'?"],
    [{ tax: { mode: 'line', code: 'x', rate: 1 } }, 'tax.rate: is not an option'],
    [{ feeds: [{ name: 'x', named: 1 }] }, "feeds.0.named: is not an option; did you mean 'name'?"],
  ])('does not leave out what it does not know: %j', (changes, line) => {
    expect(linesOf(changes)).toEqual([line]);
  });

  it('takes anything where it says so, and what is given as undefined', () => {
    expect(linesOf({ extra: { any: 1 }, colour: undefined })).toEqual([]);
  });

  it('never repeats a value', () => {
    const lines = linesOf({ from: 7, token: { s3cr3t: 's3cr3t' }, tests: 's3cr3t', since: 's3cr3t' });
    expect(lines).toHaveLength(4);
    expect(lines.join(' ')).not.toContain('s3cr3t');
  });
});
