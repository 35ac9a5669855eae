import { type Clock, fileTokenStore as fileStore } from '@crossdock/core';
import { z } from 'zod';
import { type TokenStore } from './token-store.ts';

const Stored = z.object({
  accessToken: z.string().min(1).exactOptional(),
  expiresAt: z.iso.datetime().exactOptional(),
  refreshToken: z.string().min(1),
});

/**
 * Keeps a token in a file that only its owner can read, one process at a time; for one machine. Several machines need a
 * store of their own with a lock.
 */
export function fileTokenStore(path: string, options: { readonly clock?: Clock } = {}): TokenStore {
  return fileStore(path, { token: Stored, remedy: 'grant the access again', ...options });
}
