import { type QueryValue } from '../capabilities/index.ts';
import { IntegrationError } from '../primitives/index.ts';

/** Where a client may go. */
export interface Address {
  /** The URL of one request. `path` has placeholders, or is a link of the same origin that the platform gave us. */
  url(
    path: string,
    params: Readonly<Record<string, string | number>>,
    query: Readonly<Record<string, QueryValue>>,
  ): URL;
  /** A path that may be printed: placeholders stay, links lose everything. */
  printable(path: string): string;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Pins a client to the origin of its base URL. Credentials in the URL and, except towards this machine, plain HTTP are
 * refused with `config-invalid`.
 */
export function createAddress(baseUrl: string, allowInsecure: boolean): Address {
  const base = parseBase(baseUrl);
  if (base.username !== '' || base.password !== '') throw badBase('must not carry credentials');
  const secure = base.protocol === 'https:' || loopback.has(base.hostname) || allowInsecure;
  if (!secure || !/^https?:$/.test(base.protocol)) throw badBase('must begin with https://');
  const prefix = base.pathname.replace(/\/+$/, '');

  return {
    url(path, params, query) {
      const filled = isLink(path) ? path : `${base.origin}${prefix}${fill(path, params)}`;
      const url = URL.parse(filled);
      if (!url || url.origin !== base.origin || url.username !== '' || !url.pathname.startsWith(prefix)) {
        throw new IntegrationError('A request would leave the address of its system', { code: 'redirect-refused' });
      }
      for (const [name, value] of Object.entries(query)) {
        for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
      }
      return url;
    },
    printable: (path) => (isLink(path) ? '(link)' : (path.split('?')[0] ?? path)),
  };
}

const isLink = (path: string): boolean => !path.startsWith('/') || path.startsWith('//');

function fill(path: string, params: Readonly<Record<string, string | number>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '');
    // URL parsers swallow dot segments, encoded or not: such an id would address something else.
    if (value === '' || value === '.' || value === '..') {
      throw new IntegrationError('A path needs a value that can stand in a URL', { code: 'input-invalid', path: name });
    }
    return encodeURIComponent(value);
  });
}

function parseBase(baseUrl: string): URL {
  const url = URL.parse(baseUrl);
  if (!url) throw badBase('is no URL');
  return url;
}

const badBase = (problem: string): IntegrationError =>
  new IntegrationError(`The base URL ${problem}`, { code: 'config-invalid', path: 'baseUrl' });
