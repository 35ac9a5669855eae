import { Refusal } from './answers.ts';

/** With what an application signs in. */
export interface Credentials {
  /** A token that a person made for good. */
  readonly personalToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first refresh token: it is good once. */
  readonly refreshToken: string;
}

/** How long a granted token is good for, in seconds. */
const lifeSeconds = 86_400;

/** Grants access tokens and knows which is good: a renewal ends the access token and the refresh token before it. */
export class AccessTokens {
  readonly #credentials: Credentials;
  readonly #now: () => number;
  #refreshToken: string;
  #granted: { readonly token: string; expiresAt: number } | undefined;
  #revoked = false;
  #serial = 0;

  constructor(credentials: Credentials, now: () => number) {
    this.#credentials = credentials;
    this.#refreshToken = credentials.refreshToken;
    this.#now = now;
  }

  get issued(): number {
    return this.#serial;
  }

  /** The only refresh token that is good now. */
  get refreshToken(): string {
    return this.#refreshToken;
  }

  /** Lets the granted token expire now. */
  expireAll(): void {
    if (this.#granted) this.#granted.expiresAt = this.#now();
  }

  /** Takes the retailer's consent back. */
  revoke(): void {
    this.#revoked = true;
  }

  /** Answers `POST /api/1.0/token`. */
  grant(form: URLSearchParams): Record<string, unknown> {
    const { clientId, clientSecret } = this.#credentials;
    if (form.get('grant_type') !== 'refresh_token') throw new Refusal(400, 'unsupported_grant_type');
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      throw new Refusal(401, 'invalid_client');
    }
    if (this.#revoked || form.get('refresh_token') !== this.#refreshToken) throw new Refusal(400, 'invalid_grant');
    const serial = ++this.#serial;
    const expiresAt = this.#now() + lifeSeconds * 1000;
    this.#granted = { token: `simulated-token-${serial}`, expiresAt };
    this.#refreshToken = `simulated-refresh-token-${serial}`;
    return {
      access_token: this.#granted.token,
      token_type: 'Bearer',
      expires: Math.floor(expiresAt / 1000),
      expires_in: lifeSeconds,
      refresh_token: this.#refreshToken,
    };
  }

  /** Refuses a request that is not signed in. */
  check(authorization: string | null): void {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
    const granted = this.#granted;
    const isPersonal = token === this.#credentials.personalToken;
    const isGranted = granted !== undefined && token === granted.token && this.#now() < granted.expiresAt;
    if (this.#revoked || !(isPersonal || isGranted)) throw new Refusal(401, 'Unauthorized');
  }
}
