import type { ManualClock } from '@crossdock/testing';
import { z } from 'zod';
import { apiVersion } from '../../src/options.ts';
import type { LiveSettings } from './settings.ts';

/** What the side doors reach a store by. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  readonly settings: LiveSettings;
}

/** The Admin API by a client of its own, so that the connector is never its own witness. */
export interface Admin {
  /** Asks, waiting while the shop has no points left. @throws Error for whatever else the shop refuses. */
  ask<S extends z.ZodType>(text: string, data: S, variables?: Readonly<Record<string, unknown>>): Promise<z.output<S>>;
}

const Token = z.object({ access_token: z.string() });
const Refusal = z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() });
const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(Refusal).optional(),
});
const Refused = z.object({ userErrors: z.array(z.object({ message: z.string() })).min(1) });

const pauseMs = 5_000;
const mostPauses = 20;

/** Opens the client. It signs in at the first question. */
export function adminClient({ fetch, clock, settings }: LivePorts): Admin {
  const { shop, clientId, clientSecret } = settings;
  let token: Promise<string> | undefined;

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`https://${shop}/admin/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  const signIn = async (): Promise<string> => {
    const credentials = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
    const response = await post('oauth/access_token', credentials);
    if (!response.ok) throw new Error(`The store does not let the side door in: HTTP ${response.status}`);
    return Token.parse(await response.json()).access_token;
  };

  return {
    async ask(text, data, variables = {}) {
      token ??= signIn().catch((error: unknown) => {
        token = undefined;
        throw error;
      });
      const headers = { 'x-shopify-access-token': await token };
      for (let pauses = 0; ; pauses++) {
        const response = await post(`api/${apiVersion}/graphql.json`, { query: text, variables }, headers);
        const answer = response.ok ? Answer.parse(await response.json()) : undefined;
        const isBusy = response.status === 429 || answer?.errors?.some((it) => it.extensions?.code === 'THROTTLED');
        if (isBusy === true && pauses < mostPauses) {
          await clock.advance(pauseMs);
          continue;
        }
        if (!answer) throw new Error(`The side door was answered with HTTP ${response.status}`);
        refuse(answer.errors);
        for (const field of Object.values(answer.data ?? {})) refuse(Refused.safeParse(field).data?.userErrors);
        return data.parse(answer.data);
      }
    },
  };
}

function refuse(errors: readonly { readonly message: string }[] | undefined): void {
  if (!errors || errors.length === 0) return;
  throw new Error(`The side door was refused: ${errors.map(({ message }) => message).join('; ')}`);
}

/** A value in the platform's search language. */
export function quoted(value: string): string {
  return `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
