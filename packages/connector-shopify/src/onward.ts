import { IntegrationError } from '@crossdock/core';

/** The place behind a page that is not the last. A list that leads to where it was would be read for ever. */
export function onward({ endCursor }: { readonly endCursor: string | null }, before: string | null): string {
  if (endCursor !== null && endCursor !== before) return endCursor;
  throw new IntegrationError('A list of Shopify does not come to its end', {
    code: 'response-invalid',
    disposition: 'reject',
    path: 'pageInfo.endCursor',
  });
}
