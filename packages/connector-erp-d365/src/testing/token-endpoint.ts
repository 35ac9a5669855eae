import { X509Certificate } from 'node:crypto';
import { importX509, jwtVerify } from 'jose';

/** An app registration in the simulated tenant. */
export interface RegisteredApp {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Certificate in PEM. */
  readonly certificate?: string;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
const claims = ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'];

/** The token endpoint of a Microsoft Entra tenant. */
export interface TokenEndpoint {
  /** Answers a request for a token. */
  grant(request: Request): Promise<Response>;
  /** Whether the header carries a token that was given out for the scope and has not ended. */
  accepts(authorization: string | null, scope: string): boolean;
  revokeTokens(): void;
  /** Nobody gets a token any more. */
  forgetApps(): void;
  readonly granted: number;
}

export interface TokenEndpointOptions {
  readonly apps: readonly RegisteredApp[];
  readonly now: () => number;
  readonly lifetimeSeconds: number;
}

export function createTokenEndpoint({ apps, now, lifetimeSeconds }: TokenEndpointOptions): TokenEndpoint {
  const tokens = new Map<string, { readonly scope: string; readonly until: number }>();
  let known = [...apps];
  const assertionsSeen = new Set<string>();
  let granted = 0;

  const proves = async (form: URLSearchParams, app: RegisteredApp, audience: string): Promise<boolean> => {
    const secret = form.get('client_secret');
    if (secret !== null) return app.clientSecret !== undefined && secret === app.clientSecret;
    const assertion = form.get('client_assertion');
    if (assertion === null || app.certificate === undefined) return false;
    if (form.get('client_assertion_type') !== assertionType) return false;
    try {
      const key = await importX509(app.certificate, 'PS256');
      const options = { audience, issuer: app.clientId, subject: app.clientId, currentDate: new Date(now()) };
      const { payload, protectedHeader } = await jwtVerify(assertion, key, { ...options, requiredClaims: claims });
      const { jti = '', exp = 0 } = payload;
      if (protectedHeader['x5t#S256'] !== thumbprintOf(app.certificate)) return false;
      if (exp > now() / 1000 + longestAssertionSeconds || assertionsSeen.has(jti)) return false;
      assertionsSeen.add(jti);
      return true;
    } catch {
      return false;
    }
  };

  return {
    async grant(request) {
      const { origin, pathname } = new URL(request.url);
      const [, tenant = ''] = pathname.split('/');
      const form = new URLSearchParams(await request.text());
      const scope = form.get('scope') ?? '';
      const app = known.find((it) => it.tenant === tenant && it.clientId === form.get('client_id'));
      if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type', 400);
      if (!app) return refused('unauthorized_client', 400);
      if (!/^https:\/\/[^/]+(?:\/[^/]+)*\/\.default$|^[0-9a-f-]{36}\/\.default$/.test(scope))
        return refused('invalid_scope', 400);
      if (!(await proves(form, app, `${origin}${pathname}`))) return refused('invalid_client', 401);
      granted += 1;
      const token = `entra-token-${granted}`;
      tokens.set(token, { scope, until: now() + lifetimeSeconds * 1000 });
      return Response.json({ token_type: 'Bearer', expires_in: lifetimeSeconds, access_token: token });
    },
    accepts(authorization, scope) {
      const held = tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      return held !== undefined && held.scope === scope && held.until > now();
    },
    revokeTokens: () => tokens.clear(),
    forgetApps: () => {
      known = [];
      tokens.clear();
    },
    get granted() {
      return granted;
    },
  };
}

/** An assertion is for one use soon. */
const longestAssertionSeconds = 600;

function thumbprintOf(certificate: string): string {
  const { fingerprint256 } = new X509Certificate(certificate);
  return Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}

function refused(error: string, status: number): Response {
  return Response.json({ error, error_description: 'AADSTS: the request was refused.' }, { status });
}
