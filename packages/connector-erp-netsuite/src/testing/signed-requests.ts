/** Token-based authentication as the account verifies it: every request carries its own OAuth 1.0a signature. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** An access token as an administrator makes it, with the integration it belongs to. */
export interface RegisteredToken {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
}

export interface SignedRequests {
  /** Whether the signature is right, fresh, and was not seen before. */
  accepts(request: Pick<Request, 'method' | 'url' | 'headers'>): boolean;
  register(token: RegisteredToken): void;
  revokeAll(): void;
}

/** How far a client's clock may be off. */
const skewSeconds = 300;

export function createSignedRequests(options: {
  readonly realm: string;
  readonly origin: string;
  readonly now: () => number;
}): SignedRequests {
  const tokens = new Map<string, RegisteredToken>();
  const seen = new Set<string>();

  return {
    accepts({ method, url, headers }) {
      const parts = readHeader(headers.get('authorization') ?? '');
      const { realm, oauth_signature: signature = '', ...signed } = parts;
      const token = tokens.get(signed['oauth_token'] ?? '');
      if (!token || token.consumerKey !== signed['oauth_consumer_key'] || realm !== options.realm) return false;
      if (signed['oauth_signature_method'] !== 'HMAC-SHA256' || signed['oauth_version'] !== '1.0') return false;
      const age = Math.abs(options.now() / 1000 - Number(signed['oauth_timestamp']));
      if (!(age <= skewSeconds)) return false;
      const { pathname, searchParams } = new URL(url);
      const told = Object.entries(signed).map(([name, value]) => [name, value ?? ''] as const);
      const pairs = [...told, ...searchParams].map((pair) => pair.map(escaped)).toSorted(byNameThenValue);
      const normalized = pairs.map((pair) => pair.join('=')).join('&');
      const text = `${method}&${escaped(options.origin + pathname)}&${escaped(normalized)}`;
      const expected = createHmac('sha256', `${escaped(token.consumerSecret)}&${escaped(token.tokenSecret)}`)
        .update(text)
        .digest();
      const given = Buffer.from(signature, 'base64');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
      const use = `${signed['oauth_timestamp'] ?? ''} ${signed['oauth_nonce'] ?? ''}`;
      if (seen.has(use)) return false;
      seen.add(use);
      return true;
    },
    register(token) {
      tokens.set(token.tokenId, token);
    },
    revokeAll() {
      tokens.clear();
    },
  };
}

function readHeader(header: string): Readonly<Record<string, string | undefined>> {
  if (!/^OAuth /i.test(header)) return {};
  const words = [...header.slice(6).matchAll(/([a-z_]+)="([^"]*)"/gi)];
  return Object.fromEntries(words.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
}

function byNameThenValue([a = '', x = '']: readonly string[], [b = '', y = '']: readonly string[]): number {
  if (a === b) return x < y ? -1 : Number(x > y);
  return a < b ? -1 : 1;
}

function escaped(text: string): string {
  const bytes = Buffer.from(text);
  return [...bytes]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
