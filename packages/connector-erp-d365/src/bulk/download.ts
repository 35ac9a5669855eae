import { type HttpClient, type HttpClientFactory, IntegrationError } from '@crossdock/core';

/** What packages are fetched and stored through. */
export interface LinkPorts {
  readonly http: HttpClientFactory;
  /** Hosts that packages may lie at. */
  readonly hosts: readonly string[];
  /** Packed. */
  readonly maxBytes: number;
}

const timeoutMs = 300_000;

/**
 * Fetches what lies behind a link. The link is a capability: it is followed only to a host that is known for packages, without our
 * credentials, always encrypted, and it appears in no error.
 *
 * @throws IntegrationError `not-found` when the link has expired, `redirect-refused` when it leads elsewhere
 */
export async function fetchPackage(link: string, ports: LinkPorts, signal: AbortSignal): Promise<Uint8Array> {
  const { client, href } = placeOf(link, ports);
  const { maxBytes: maxResponseBytes } = ports;
  return (await client.get(href, { headers: { accept: '*/*' }, maxResponseBytes, signal })).bytes;
}

/** Stores a package where the environment reads it. Storing it once more changes nothing. */
export async function storePackage(
  link: string,
  bytes: Uint8Array,
  ports: LinkPorts,
  signal: AbortSignal,
): Promise<void> {
  if (bytes.length > ports.maxBytes) {
    throw new IntegrationError(`A package is longer than ${ports.maxBytes} bytes`, {
      code: 'input-invalid',
      path: 'files',
    });
  }
  const { client, href } = placeOf(link, ports);
  const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/zip' };
  await client.put(href, { headers, body: bytes, effect: 'read', signal });
}

/** Whether a link leads to a host that is known for packages. */
function isKnownHost(url: URL, hosts: readonly string[]): boolean {
  const isPlain = url.port === '' && url.username === '' && /^https?:$/.test(url.protocol);
  return isPlain && hosts.some((host) => isAt(url.hostname, host));
}

function placeOf(link: string, { http, hosts }: LinkPorts): { readonly client: HttpClient; readonly href: string } {
  const url = URL.parse(link);
  if (!url || !isKnownHost(url, hosts)) {
    throw new IntegrationError('A package lies at a host that is not known for packages', {
      code: 'redirect-refused',
      path: 'bulk.hosts',
      ...(url && { details: { host: url.hostname } }),
    });
  }
  url.protocol = 'https:';
  const client = http({ baseUrl: url.origin, timeoutMs, errors: expired });
  return { client, href: url.href };
}

/** The store says the same of a link that ran out, of one that was changed, and of a package that was cleared away. */
function expired({ status }: { readonly status: number }): IntegrationError | undefined {
  if (status < 400 || status >= 500 || status === 408 || status === 429) return undefined;
  return new IntegrationError('The link to a package leads to nothing any more', {
    code: 'not-found',
    details: { httpStatus: status },
  });
}

function isAt(hostname: string, host: string): boolean {
  return host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host;
}
