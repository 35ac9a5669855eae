import { type Authorize } from '../capabilities/index.ts';
import { type TokenCache } from './token-cache.ts';

/** Puts a cached token on requests as `Authorization: Bearer …` (or another header), and has it renewed once when it is refused. */
export function bearer(
  tokens: TokenCache,
  options: { readonly header?: string; readonly scheme?: string } = {},
): Authorize {
  const { header = 'authorization', scheme = 'Bearer' } = options;
  const prefix = scheme === '' ? '' : `${scheme} `;
  return async ({ headers }, { forceRefresh }) => {
    const refused = headers.get(header);
    if (forceRefresh && refused !== null) tokens.invalidate(refused.slice(prefix.length));
    headers.set(header, `${prefix}${(await tokens.get()).reveal()}`);
  };
}
