import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { IntegrationError, isIntegrationError, toIntegrationError } from './errors.ts';

const personal = new TypeError('jane@doe.test paid with token s3cr3t');

/** Everything that a logger, a console or a serializer could make of an error. */
const printed = (error: Error): string =>
  [inspect(error, { depth: 9 }), JSON.stringify(error), String(error), error.stack].join('\n');

describe('an error', () => {
  it('has the disposition of its code unless the thrower knows better', () => {
    expect(new IntegrationError('x', { code: 'throttled' }).disposition).toBe('retry');
    expect(new IntegrationError('x', { code: 'timeout', disposition: 'retry' }).disposition).toBe('retry');
  });

  it('has no member for what nobody said of it, so that a printer shows none', () => {
    const members = Object.keys(new IntegrationError('x', { code: 'busy', path: 'lines.0' }));
    expect(members.toSorted()).toEqual(['code', 'disposition', 'name', 'path']);
  });

  it('says code, disposition, place and facts when it is printed', () => {
    const error = new IntegrationError('The till asked us to slow down', {
      code: 'throttled',
      retryAfterMs: 2_000,
      path: 'lines.2.sku',
      system: 'stores',
      details: { attempt: 3 },
    });
    expect(inspect(error)).toMatch(
      /^IntegrationError \[throttled, retry\]: The till asked us to slow down \(at stores lines\.2\.sku; attempt=3\)\n +at /,
    );
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'IntegrationError',
      code: 'throttled',
      disposition: 'retry',
      message: 'The till asked us to slow down',
      path: 'lines.2.sku',
      system: 'stores',
      retryAfterMs: 2_000,
      details: { attempt: 3 },
    });
  });

  it('never prints what a foreign cause says, only what kind it is', () => {
    const error = new IntegrationError('It failed', { code: 'internal', cause: personal });
    expect(printed(error)).not.toMatch(/jane|s3cr3t/);
    expect(inspect(error)).toContain('cause: TypeError');
    expect(error.cause).toBe(personal);
  });

  it('never prints what a cause of a cause says', () => {
    const inner = new IntegrationError('The token was refused', { code: 'unauthorized', cause: personal });
    const outer = new IntegrationError('It failed', { code: 'internal', cause: inner });
    expect(printed(outer)).not.toMatch(/jane|s3cr3t/);
    expect(inspect(outer)).toContain('cause: IntegrationError [unauthorized]: The token was refused');
  });

  it('never prints a cause that is no error at all', () => {
    expect(
      printed(new IntegrationError('It failed', { code: 'internal', cause: { card: '4111-s3cr3t' } })),
    ).not.toContain('s3cr3t');
  });

  it('keeps its cause out of sight of what copies or walks its members', () => {
    const error = new IntegrationError('It failed', { code: 'internal', cause: { card: '4111' } });
    expect(Object.keys(error)).not.toContain('cause');
    expect(JSON.stringify(Object.entries(error))).not.toContain('4111');
  });

  it('is known also when it comes from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), {
      name: 'IntegrationError',
      code: 'throttled',
      disposition: 'retry',
    });
    expect([isIntegrationError(foreign), isIntegrationError(personal), isIntegrationError('x')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('any thrown value', () => {
  it('becomes an error of ours with its class and the place that made it', () => {
    expect(toIntegrationError(personal)).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(
        /^Something failed unexpectedly \(TypeError at errors\.test\.ts:\d+:\d+\)$/,
      ) as string,
      cause: personal,
    });
    expect(toIntegrationError('jane', 'response-invalid')).toMatchObject({
      code: 'response-invalid',
      message: 'Something failed unexpectedly (string)',
    });
  });

  it('says no place when its message could be taken for one', () => {
    const forged = new Error('first\n    at evil (/home/jane@doe.test:1:2)');
    expect(toIntegrationError(forged).message).toMatch(/\(Error at errors\.test\.ts:\d+:\d+\)$/);
    forged.message = 'another';
    expect(toIntegrationError(forged).message).toBe('Something failed unexpectedly (Error)');
  });

  it('that is one of ours already stays the same', () => {
    const error = new IntegrationError('x', { code: 'conflict' });
    expect(toIntegrationError(error)).toBe(error);
  });
});

describe.each(Object.entries(errorCodes))('code %s', (code, { meaning, action }) => {
  it('is written in whole sentences for people', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const sentence of [meaning, action]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
