import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anOrder, refusal, usd } from '../../test/documents.ts';
import { Order } from './order.ts';
import { parse } from './parse.ts';

describe('a refusal', () => {
  it('names every path, what was expected and the kind of value that was found', () => {
    const schema = z.object({
      a: z.string(),
      b: z.object({ c: z.number() }),
      d: z.array(z.string()),
      e: z.string(),
      f: z.string().min(1),
    });
    const error = refusal(schema, { a: 1, b: { c: null }, d: {}, f: '' });
    expect(error?.message).toBe(
      'the document is not valid: ' +
        'a: must be a text (found a number); ' +
        'b.c: must be a number (found null); ' +
        'd: must be a list (found an object); ' +
        'e: must be a text (found nothing); ' +
        'f: must not be empty',
    );
    expect(error).toMatchObject({ code: 'input-invalid', disposition: 'reject', path: 'a', details: { issues: 5 } });
  });

  it('never shows a value, also not in a choice, a format or a proof', () => {
    const schema = z.object({
      state: z.enum(['open', 'closed']),
      email: z.email(),
      at: z.iso.date(),
      kind: z.literal('a'),
      n: z.string().regex(/^\d+$/),
    });
    const secret = 'jane@doe-SECRET';
    const error = refusal(schema, { state: secret, email: secret, at: secret, kind: secret, n: secret });
    expect(error?.details?.['issues']).toBe(5);
    expect(`${error?.message} ${JSON.stringify(error)}`).not.toContain('SECRET');
  });

  it('lists the first five and counts the others', () => {
    const error = refusal(z.array(z.string()), [1, 2, 3, 4, 5, 6, 7]);
    expect(error?.message).toMatch(/; and 2 more$/);
  });

  it('has the code that it is told to, unless an issue knows better', () => {
    const parseAs = (value: unknown) => () => parse(Order, value, { what: 'the answer', code: 'response-invalid' });
    expect(parseAs({})).toThrow(expect.objectContaining({ code: 'response-invalid' }));
    expect(parseAs(anOrder({ total: usd('1') }))).toThrow(
      expect.objectContaining({ code: 'unbalanced', path: 'total' }),
    );
  });

  it('leads with the issue that has a code of its own', () => {
    const schema = z.object({ name: z.string(), order: Order });
    expect(refusal(schema, { name: 1, order: anOrder({ total: usd('1') }) })).toMatchObject({
      code: 'unbalanced',
      path: 'order.total',
    });
  });

  it('of a value that fits none of several shapes names the paths of the shape it comes closest to', () => {
    const schema = z.union([
      z.object({ id: z.string() }),
      z.object({ name: z.string(), place: z.object({ city: z.string() }) }),
    ]);
    expect(refusal(z.object({ who: schema }), { who: { name: 'x', place: {} } })).toMatchObject({ path: 'who.id' });
    expect(refusal(z.object({ who: schema }), { who: { place: { city: 'x' }, id: 1 } })?.message).toContain('who.id: ');
  });

  it('of a whole value says so', () => {
    expect(refusal(z.string(), 4)?.message).toContain('it: must be a text (found a number)');
  });
});

it('what fits is given out as the schema makes it', () => {
  expect(parse(z.object({ a: z.string().default('x') }), { b: 1 }, { what: 'it' })).toEqual({ a: 'x' });
});
