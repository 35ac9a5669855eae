/** The credentials that the simulated shop accepts. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token that never expires, as custom apps have it. */
  readonly staticToken: string;
}

/** How long a token of the client credentials grant lives, in seconds. */
const tokenLifetimeSeconds = 86_399;

/** How long an offline token that ends lives, and what it is renewed with, in seconds. */
const offlineLifetimeSeconds = 3_600;
const refreshLifetimeSeconds = 90 * 86_400;

const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** An offline token under its refresh token. */
interface OfflinePair {
  readonly access: string;
  readonly refresh: string;
  readonly refreshUntil: number;
  /** The access token was used, or the refresh token: from then on the pair before is worth nothing. */
  used: boolean;
}

/** Issues and checks access tokens. */
export class AccessTokens {
  readonly #credentials: Credentials;
  readonly #now: () => number;
  readonly #scope: string;
  readonly #validUntil = new Map<string, number>();
  readonly #sessions = new Set<string>();
  /** One refreshable token for each app and shop: the last one, and the one before as long as the last is unused. */
  #pair: OfflinePair | undefined;
  #before: OfflinePair | undefined;
  #issued = 0;
  #uninstalled = false;

  constructor(credentials: Credentials, now: () => number, scopes: readonly string[]) {
    this.#credentials = credentials;
    this.#now = now;
    this.#scope = scopes.join(',');
  }

  /** How many tokens were asked for. */
  get issued(): number {
    return this.#issued;
  }

  /** What the app's page in the shop's admin sends along: good for one minute on the platform, for one exchange here. */
  sessionToken(): string {
    const token = `simulated.session.${this.#sessions.size + 1}`;
    this.#sessions.add(token);
    return token;
  }

  /** Answers `POST /admin/oauth/access_token`. */
  async answer(request: Request): Promise<Response> {
    const asked = await readForm(request);
    const known =
      !this.#uninstalled &&
      asked.get('client_id') === this.#credentials.clientId &&
      asked.get('client_secret') === this.#credentials.clientSecret;
    switch (asked.get('grant_type')) {
      case 'client_credentials':
        return known ? this.#grant() : refused(400, 'invalid_client');
      case tokenExchange: {
        if (!known) return refused(400, 'invalid_client');
        const session = String(asked.get('subject_token'));
        if (!this.#sessions.delete(session)) return refused(400, 'invalid_subject_token');
        this.#before = undefined;
        return this.#grantOffline();
      }
      case 'refresh_token':
        // Taken out of the shop, the client is still known, but its grants are gone.
        if (this.#uninstalled) return refused(400, 'invalid_grant');
        return known ? this.#renew(String(asked.get('refresh_token'))) : refused(400, 'invalid_client');
      default:
        return refused(400, 'unsupported_grant_type');
    }
  }

  /** Whether the token of a request is good now. */
  accepts(token: string | null): boolean {
    if (token === null || this.#uninstalled) return false;
    if (token === this.#credentials.staticToken) return true;
    const good = (this.#validUntil.get(token) ?? 0) > this.#now();
    if (good && this.#pair?.access === token) this.#pair.used = true;
    return good;
  }

  /** Takes the app out of the shop: neither token nor client is known any more. */
  uninstall(): void {
    this.#uninstalled = true;
    this.#pair = undefined;
    this.#before = undefined;
  }

  /** Makes every issued token invalid at once. */
  expireAll(): void {
    this.#validUntil.clear();
  }

  #grant(): Response {
    const token = this.#issue(tokenLifetimeSeconds);
    return Response.json({ access_token: token, scope: this.#scope, expires_in: tokenLifetimeSeconds });
  }

  #grantOffline(): Response {
    const access = this.#issue(offlineLifetimeSeconds);
    const refresh = `shprt_simulated_${this.#issued}`;
    const refreshUntil = this.#now() + refreshLifetimeSeconds * 1000;
    this.#pair = { access, refresh, refreshUntil, used: false };
    return Response.json({
      access_token: access,
      scope: this.#scope,
      expires_in: offlineLifetimeSeconds,
      refresh_token: refresh,
      refresh_token_expires_in: refreshLifetimeSeconds,
    });
  }

  /** A refresh token is good once; again only as long as what it brought was never used. */
  #renew(refresh: string): Response {
    const [pair, before] = [this.#pair, this.#before];
    const current = pair?.refresh === refresh ? pair : undefined;
    const again = before?.refresh === refresh && pair?.used === false ? before : undefined;
    const found = current ?? again;
    if (!found || found.refreshUntil <= this.#now()) return refused(400, 'invalid_grant');
    this.#before = { ...found, used: true };
    return this.#grantOffline();
  }

  #issue(lifetimeSeconds: number): string {
    const token = `shpat_simulated_${++this.#issued}`;
    this.#validUntil.set(token, this.#now() + lifetimeSeconds * 1000);
    return token;
  }
}

async function readForm(request: Request): Promise<Map<string, unknown>> {
  const text = await request.text();
  if (request.headers.get('content-type')?.includes('json') !== true) return new Map(new URLSearchParams(text));
  const body: unknown = JSON.parse(text);
  return new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
}

function refused(status: number, error: string): Response {
  return Response.json(
    { error, error_description: 'The simulated shop does not accept these credentials' },
    { status },
  );
}
