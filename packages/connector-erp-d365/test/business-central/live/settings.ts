/** What a person tells about a sandbox company, besides that it may be written to. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { BusinessCentralSettings } from '../../../src/business-central/index.ts';

export const LiveSettings = z.object({
  /** The options of the connector; they are checked by the connector. */
  options: z.looseObject({}).transform((options) => options as unknown as BusinessCentralSettings),
  /** Items that are sold by the piece, have a price, and are in stock at the default location. */
  skus: z.tuple([z.string(), z.string()]).rest(z.string()),
  /** Names from the option `accounts`: one is debited, the others are credited. */
  journalAccounts: z.tuple([z.string(), z.string()]).rest(z.string()),
});

export type LiveSettings = z.output<typeof LiveSettings>;

export async function readLiveSettings(path: string): Promise<LiveSettings> {
  return LiveSettings.parse(JSON.parse(await readFile(path, 'utf8')));
}
