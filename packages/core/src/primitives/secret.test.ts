import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { Secret, secret } from './secret.ts';

describe('a secret', () => {
  const token = new Secret('s3cr3t');

  it('is given out only when it is asked for', () => {
    expect(token.reveal()).toBe('s3cr3t');
  });

  it.each([
    ['a template', () => `token: ${token as unknown as string}`],
    ['JSON', () => JSON.stringify({ token })],
    ['a console', () => inspect({ token }, { depth: 9, showHidden: true })],
    ['its members', () => JSON.stringify(Object.entries(token))],
    ['canonical JSON', () => canonicalJson({ token })],
  ])('never shows in %s', (_name, print) => {
    expect(print()).not.toContain('s3cr3t');
  });

  it('is not kept by a structured copy', () => {
    expect(JSON.stringify(structuredClone({ token }))).not.toContain('s3cr3t');
  });
});

describe('a secret field', () => {
  const config = z.object({ token: secret() });

  it('takes a text or a secret and gives a secret', () => {
    expect(config.parse({ token: 'abc' }).token.reveal()).toBe('abc');
    expect(config.parse({ token: new Secret('abc') }).token.reveal()).toBe('abc');
  });

  it.each(['', undefined, null, 42])('does not take %j, and its complaint does not show it', (token) => {
    const { error } = config.safeParse({ token });
    expect(error?.issues.map((it) => it.path.join('.'))).toEqual(['token']);
    expect(JSON.stringify(error?.issues)).not.toContain('42');
  });
});
