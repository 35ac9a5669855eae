import { createHmac } from 'node:crypto';
import type { Authorize, Clock, Random, Secret } from '@crossdock/core';
import type { NetsuiteAccount } from './account-id.ts';

/** What an administrator gets for token-based authentication: two pairs of id and secret. */
export interface TokenCredentials {
  readonly consumerKey: string;
  readonly consumerSecret: Secret;
  readonly tokenId: string;
  readonly tokenSecret: Secret;
}

export interface TokenSignatureOptions {
  readonly account: NetsuiteAccount;
  readonly credentials: TokenCredentials;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Signs every request by itself (OAuth 1.0a, HMAC-SHA256), for accounts that have no certificate yet. There is no token to
 * renew: a refused request is signed again with another nonce.
 */
export function createTokenSignature({ account, credentials, clock, random }: TokenSignatureOptions): Authorize {
  return ({ method, url, headers }) => {
    const parameters = {
      oauth_consumer_key: credentials.consumerKey,
      oauth_nonce: nonceFrom(random, clock),
      oauth_signature_method: 'HMAC-SHA256',
      oauth_timestamp: String(Math.floor(clock.now() / 1000)),
      oauth_token: credentials.tokenId,
      oauth_version: '1.0',
    };
    const base = signatureBaseString(method, url, [...url.searchParams, ...Object.entries(parameters)]);
    const key = `${encode(credentials.consumerSecret.reveal())}&${encode(credentials.tokenSecret.reveal())}`;
    const signature = createHmac('sha256', key).update(base).digest('base64');
    // The realm is told and not signed.
    const told = { realm: account.id, ...parameters, oauth_signature: signature };
    const words = Object.entries(told).map(([name, value]) => `${name}="${encode(value)}"`);
    headers.set('authorization', `OAuth ${words.join(', ')}`);
  };
}

/** What is signed (RFC 5849, 3.4.1): method, address without its query, and all parameters in the order of their encoding. */
export function signatureBaseString(
  method: string,
  url: URL,
  parameters: readonly (readonly [name: string, value: string])[],
): string {
  const pairs = parameters.map(([name, value]) => [encode(name), encode(value)] as const);
  const sorted = pairs.toSorted((a, b) => inOrder(a[0], b[0]) || inOrder(a[1], b[1]));
  const normalized = sorted.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), encode(`${url.origin}${url.pathname}`), encode(normalized)].join('&');
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

const nonceLength = 20;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Signatures of a process, by its clock: chance that is seeded alike twice must not sign alike twice. */
const signatures = new WeakMap<Clock, number>();

function nonceFrom(random: Random, clock: Clock): string {
  const count = (signatures.get(clock) ?? 0) + 1;
  signatures.set(clock, count);
  const chance = Array.from({ length: nonceLength }, () => letters[Math.floor(random() * letters.length)]).join('');
  return `${chance}${count.toString(36)}`;
}
