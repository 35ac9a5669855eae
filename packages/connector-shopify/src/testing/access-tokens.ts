/** The credentials that the simulated shop accepts. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token that never expires, as custom apps have it. */
  readonly staticToken: string;
}

/** How long a token of the client credentials grant lives, in seconds. */
const tokenLifetimeSeconds = 86_399;

/** Issues and checks access tokens. */
export class AccessTokens {
  readonly #credentials: Credentials;
  readonly #now: () => number;
  readonly #validUntil = new Map<string, number>();
  #issued = 0;
  #uninstalled = false;

  constructor(credentials: Credentials, now: () => number) {
    this.#credentials = credentials;
    this.#now = now;
  }

  /** How many tokens were asked for. */
  get issued(): number {
    return this.#issued;
  }

  /** Answers `POST /admin/oauth/access_token`. */
  async answer(request: Request): Promise<Response> {
    const asked = await readForm(request);
    const known =
      !this.#uninstalled &&
      asked.get('client_id') === this.#credentials.clientId &&
      asked.get('client_secret') === this.#credentials.clientSecret;
    if (asked.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type');
    if (!known) return refused(400, 'invalid_client');
    const token = `shpat_simulated_${++this.#issued}`;
    this.#validUntil.set(token, this.#now() + tokenLifetimeSeconds * 1000);
    return Response.json({
      access_token: token,
      scope: 'read_orders,read_all_orders,read_products,read_customers,read_locations',
      expires_in: tokenLifetimeSeconds,
    });
  }

  /** Whether the token of a request is good now. */
  accepts(token: string | null): boolean {
    if (token === null || this.#uninstalled) return false;
    if (token === this.#credentials.staticToken) return true;
    return (this.#validUntil.get(token) ?? 0) > this.#now();
  }

  /** Takes the app out of the shop: neither token nor client is known any more. */
  uninstall(): void {
    this.#uninstalled = true;
  }

  /** Makes every issued token invalid at once. */
  expireAll(): void {
    this.#validUntil.clear();
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
