/** What a person tells about a sandbox account, besides that it may be written to. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { NetsuiteSettings } from '../../src/index.ts';

export const LiveSettings = z.object({
  /** The options of the connector; they are checked by the connector. */
  options: z.looseObject({}).transform((options) => options as unknown as NetsuiteSettings),
  /** Inventory items that are sold by the piece, have a base price and are in stock at the default location. */
  skus: z.tuple([z.string(), z.string()]).rest(z.string()),
  /** Names from the option `accounts`, whose lines need no customer: one is debited, the others are credited. */
  journalAccounts: z.tuple([z.string(), z.string()]).rest(z.string()),
});

export type LiveSettings = z.output<typeof LiveSettings>;

export async function readLiveSettings(path: string): Promise<LiveSettings> {
  return LiveSettings.parse(JSON.parse(await readFile(path, 'utf8')));
}
