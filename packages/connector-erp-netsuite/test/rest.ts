/** A bare REST client for tests of the simulator: what any program would send, without the connector. */
import { importPKCS8, SignJWT } from 'jose';
import type { NetsuiteSimulator, TestCredentials } from '../src/testing/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** Internal id in the `Location` header. */
  readonly id: string;
  /** First error code and detail. */
  readonly problem: string;
}

export async function assertion(
  simulator: NetsuiteSimulator,
  credentials: TestCredentials,
  claims: Readonly<Record<string, unknown>> = {},
  algorithm = 'ES256',
  nowMs = Date.parse('2026-11-24T12:00:00Z'),
): Promise<string> {
  const now = Math.floor(nowMs / 1000);
  const payload = {
    iss: credentials.clientId,
    scope: 'rest_webservices',
    aud: `${simulator.origin}/services/rest/auth/oauth2/v1/token`,
    iat: now,
    exp: now + 300,
    ...claims,
  };
  const key = await importPKCS8(credentials.privateKeyPem, algorithm);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, kid: credentials.certificateId, typ: 'JWT' })
    .sign(key);
}

export async function requestToken(simulator: NetsuiteSimulator, clientAssertion: string): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: clientAssertion,
  });
  return answerOf(
    await simulator.handle(
      new Request(`${simulator.origin}/services/rest/auth/oauth2/v1/token`, { method: 'POST', body: form }),
    ),
  );
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Signs in and returns a function that sends `/services/rest` requests. */
export async function signIn(simulator: NetsuiteSimulator, credentials: TestCredentials): Promise<Send> {
  const { body } = await requestToken(simulator, await assertion(simulator, credentials));
  return async (method, path, payload, headers = {}) =>
    answerOf(
      await simulator.handle(
        new Request(`${simulator.origin}/services/rest${path}`, {
          method,
          headers: {
            authorization: `Bearer ${String(body['access_token'])}`,
            'content-type': 'application/json',
            'x-netsuite-propertynamevalidation': 'Error',
            prefer: 'transient',
            ...headers,
          },
          ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
        }),
      ),
    );
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>;
  const details = (body['o:errorDetails'] ?? []) as readonly {
    readonly detail: string;
    readonly 'o:errorCode': string;
  }[];
  const first = details[0];
  return {
    status: response.status,
    headers: response.headers,
    body,
    id: /\/(\d+)$/.exec(response.headers.get('location') ?? '')?.[1] ?? '',
    problem: first ? `${first['o:errorCode']}: ${first.detail}` : '',
  };
}
