import { z } from 'zod';
import type { TokenEndpoint } from '../token-endpoint.ts';

/** The security service, which exchanges an Entra token for one of the service. */
export interface SecurityService {
  exchange(request: Request): Promise<Response>;
  accepts(authorization: string | null): boolean;
  revokeTokens(): void;
  readonly granted: number;
}

export interface SecurityServiceOptions {
  readonly entra: Pick<TokenEndpoint, 'accepts'>;
  readonly environment: string;
  readonly now: () => number;
  readonly lifetimeSeconds: number;
}

const entraScope = '0cdb527f-a8d1-4bf8-9436-b352c68682b2/.default';

const Grant = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('aad_app'),
  client_assertion: z.string(),
  scope: z.literal('https://inventoryservice.operations365.dynamics.com/.default'),
  context: z.string(),
  context_type: z.literal('finops-env'),
});

export function createSecurityService({
  entra,
  environment,
  now,
  lifetimeSeconds,
}: SecurityServiceOptions): SecurityService {
  const tokens = new Map<string, number>();
  let granted = 0;
  return {
    async exchange(request) {
      if (request.headers.get('api-version') !== '1.0')
        return new Response('Api-Version is required.', { status: 400 });
      const grant = Grant.safeParse(await request.json().catch(() => undefined));
      if (!grant.success || grant.data.context !== environment) return Response.json({}, { status: 400 });
      if (!entra.accepts(`Bearer ${grant.data.client_assertion}`, entraScope))
        return Response.json({}, { status: 401 });
      granted += 1;
      const token = `iv-token-${granted}`;
      tokens.set(token, now() + lifetimeSeconds * 1000);
      return Response.json({ access_token: token, token_type: 'bearer', expires_in: lifetimeSeconds });
    },
    accepts(authorization) {
      const until = tokens.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '');
      return until !== undefined && until > now();
    },
    revokeTokens: () => tokens.clear(),
    get granted() {
      return granted;
    },
  };
}
