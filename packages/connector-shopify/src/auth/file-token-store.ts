import { fileTokenStore as fileStore, type Clock } from '@crossdock/core';
import { z } from 'zod';
import type { TokenStore } from './token-store.ts';

const Stored = z.object({
  accessToken: z.string().min(1),
  expiresAt: z.iso.datetime(),
  refreshToken: z.string().min(1),
  refreshExpiresAt: z.iso.datetime(),
});

/**
 * Keeps a token in a file that only its owner can read, one process at a time; for one machine. Several machines need a
 * store of their own with a lock.
 */
export function fileTokenStore(path: string, options: { readonly clock?: Clock } = {}): TokenStore {
  return fileStore(path, { token: Stored, remedy: 'install the app again', ...options });
}
