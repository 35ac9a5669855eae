import type { Product } from '@crossdock/core';
import { z } from 'zod';

/** What we remember beside a variant, in a metafield of the app's own. */
const Published = z.object({
  /** Fingerprint of what it said after we published it. */
  is: z.string(),
  /** The state that its owner wants: the platform has one state for all variants of a product. */
  state: z.enum(['draft', 'active', 'archived']).catch('active'),
  /** The images that were handed over: the platform keeps copies under addresses of its own. */
  images: z.array(z.string()).catch([]),
});

/** The fingerprint of a variant that we added a moment ago: what it says is still to come. */
export const unfinished = 'unfinished';

/** What we remember beside a variant. */
export interface PublishedState {
  readonly is: string;
  readonly state: Product['state'];
  readonly images: readonly string[];
}

/** Reads what we remember; undefined where we never published, or somebody wrote over it. */
export function publishedState(metafield: { readonly value: string } | null): PublishedState | undefined {
  if (!metafield) return undefined;
  try {
    return Published.safeParse(JSON.parse(metafield.value)).data;
  } catch {
    return undefined;
  }
}
