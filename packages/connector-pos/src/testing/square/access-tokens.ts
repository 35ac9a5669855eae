import { type Json, Refusal, requiredText } from './answers.ts';

/** With what an application signs in. */
export interface Credentials {
  /** A token that somebody else renews. */
  readonly accessToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** How long a granted token is good for. */
const lifeMs = 30 * 86_400_000;

/** Grants access tokens and knows which are good. */
export class AccessTokens {
  readonly #credentials: Credentials;
  readonly #now: () => number;
  readonly #granted = new Map<string, number>();
  #revoked = false;
  #serial = 0;

  constructor(credentials: Credentials, now: () => number) {
    this.#credentials = credentials;
    this.#now = now;
  }

  get issued(): number {
    return this.#serial;
  }

  /** Lets every granted token expire now. */
  expireAll(): void {
    for (const token of this.#granted.keys()) this.#granted.set(token, this.#now());
  }

  /** Takes the seller's consent back. */
  revoke(): void {
    this.#revoked = true;
  }

  /** Answers `POST /oauth2/token`. */
  grant(body: Json): Json {
    const { clientId, clientSecret, refreshToken } = this.#credentials;
    if (requiredText(body, 'grant_type') !== 'refresh_token') throw new Refusal(400, 'BAD_REQUEST', 'grant_type');
    const isRight =
      body['client_id'] === clientId &&
      body['client_secret'] === clientSecret &&
      body['refresh_token'] === refreshToken &&
      !this.#revoked;
    if (!isRight) throw new Refusal(401, 'UNAUTHORIZED');
    const token = `simulated-token-${++this.#serial}`;
    const expiresAt = this.#now() + lifeMs;
    this.#granted.set(token, expiresAt);
    return {
      access_token: token,
      token_type: 'bearer',
      expires_at: new Date(expiresAt).toISOString(),
      merchant_id: 'MERCHANTSIM',
      refresh_token: refreshToken,
    };
  }

  /** Refuses a request that is not signed in. */
  check(authorization: string | null): void {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new Refusal(401, 'UNAUTHORIZED');
    if (this.#revoked) throw new Refusal(401, 'ACCESS_TOKEN_REVOKED');
    if (token === this.#credentials.accessToken) return;
    const expiresAt = this.#granted.get(token);
    if (expiresAt === undefined) throw new Refusal(401, 'UNAUTHORIZED');
    if (this.#now() >= expiresAt) throw new Refusal(401, 'ACCESS_TOKEN_EXPIRED');
  }
}
