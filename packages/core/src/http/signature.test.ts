import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../primitives/index.ts';
import { hmacSha256, verifyHmac, type SignatureEncoding } from './signature.ts';

const body = new TextEncoder().encode('{"id":1001}');
const encodings: readonly SignatureEncoding[] = ['hex', 'base64', 'base64url'];

it('the HMAC is the one of RFC 4231, test case 2', () => {
  expect(hmacSha256('Jefe', 'what do ya want for nothing?', 'hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

it('parts are signed one after the other', () => {
  expect(hmacSha256('k', ['https://x.test/', body], 'hex')).toBe(hmacSha256('k', 'https://x.test/{"id":1001}', 'hex'));
});

describe.each(encodings)('in %s', (encoding) => {
  const signature = hmacSha256('current', body, encoding);
  const check = (given: string | null | undefined, secrets: readonly (Secret | string)[]) => () =>
    verifyHmac({ body, signature: given, secrets, encoding });

  it('a webhook signed with the current secret is accepted', () => {
    expect(check(signature, [new Secret('current')])).not.toThrow();
  });

  it('a webhook signed with the previous secret is still accepted', () => {
    expect(check(signature, ['next', 'current'])).not.toThrow();
    expect(check(signature, ['current', 'next'])).not.toThrow();
  });

  it('a webhook signed by somebody else is refused', () => {
    expect(check(hmacSha256('mallory', body, encoding), ['current', 'next'])).toThrow(
      expect.objectContaining({ code: 'signature-invalid' }),
    );
  });

  it('a webhook is refused when no secret is set', () => {
    expect(check(signature, [])).toThrow(expect.objectContaining({ code: 'signature-invalid' }));
  });

  it.each([null, undefined, ''])('a webhook without a signature (%j) is refused as such', (given) => {
    expect(check(given, ['current'])).toThrow(expect.objectContaining({ code: 'signature-missing' }));
  });

  it('any change of the body or of the signature is noticed', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(body, (byte, index) => (index === at ? byte ^ flip : byte));
        expect(() => verifyHmac({ body: changed, signature, secrets: ['current'], encoding })).toThrow();
      }),
    );
    expect(check(signature.slice(0, -1), ['current'])).toThrow();
    expect(check(`${signature} `, ['current'])).toThrow();
  });
});

it('an empty secret is a mistake in the configuration, not a secret', () => {
  const signature = hmacSha256('', body, 'hex');
  expect(() => verifyHmac({ body, signature, secrets: [''], encoding: 'hex' })).toThrow(
    expect.objectContaining({ code: 'config-invalid' }),
  );
});
