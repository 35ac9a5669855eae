import { createHmac, timingSafeEqual } from 'node:crypto';
import { IntegrationError, type Secret } from '../primitives/index.ts';

export type SignatureEncoding = 'hex' | 'base64' | 'base64url';

/** What is signed: the body, or several parts one after the other (some platforms sign the URL and the body). */
export type Signed = string | Uint8Array | readonly (string | Uint8Array)[];

/** The HMAC-SHA256 of a message as text. */
export function hmacSha256(secret: Secret | string, signed: Signed, encoding: SignatureEncoding): string {
  const hmac = createHmac('sha256', typeof secret === 'string' ? secret : secret.reveal());
  const parts = typeof signed === 'string' || signed instanceof Uint8Array ? [signed] : signed;
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

export interface VerifyHmacOptions {
  readonly body: Signed;
  /** The signature as it came, without a scheme in front; `null` if there was none. */
  readonly signature: string | null | undefined;
  /** All secrets that are good at present: the new one and, during a rotation, the one before. */
  readonly secrets: readonly (Secret | string)[];
  readonly encoding: SignatureEncoding;
}

/**
 * Accepts a message that any of the secrets signed. Throws `signature-missing` or `signature-invalid`; takes the same
 * time wherever a wrong signature differs and whichever secret is the right one.
 */
export function verifyHmac({ body, signature, secrets, encoding }: VerifyHmacOptions): void {
  if (!signature) throw new IntegrationError('The message is not signed', { code: 'signature-missing' });
  const given = Buffer.from(encoding === 'hex' ? signature.toLowerCase() : signature);
  let accepted = false;
  for (const secret of secrets) {
    if ((typeof secret === 'string' ? secret : secret.reveal()) === '') {
      throw new IntegrationError('An empty secret would accept anybody', { code: 'config-invalid' });
    }
    const expected = Buffer.from(hmacSha256(secret, body, encoding));
    // Every secret is tried, also after a match.
    const matches = given.length === expected.length && timingSafeEqual(given, expected);
    accepted = matches || accepted;
  }
  if (!accepted) throw new IntegrationError('The signature is not ours', { code: 'signature-invalid' });
}
