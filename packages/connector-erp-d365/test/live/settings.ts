/** What a person tells about a sandbox environment, besides that it may be written to. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { D365Settings } from '../../src/index.ts';

export const LiveSettings = z.object({
  /** The options of the connector; they are checked by the connector. */
  options: z.looseObject({}).transform((options) => options as unknown as D365Settings),
  /** Released products without variants, sold by the piece, with a sales price and stock at the default location. */
  skus: z.tuple([z.string(), z.string()]).rest(z.string()),
  /** Names from the option `accounts`: one is debited, the others are credited. */
  journalAccounts: z.tuple([z.string(), z.string()]).rest(z.string()),
  /** Currency of orders and journals, in which the customer of orders is kept. */
  currency: z.string().length(3),
});
export type LiveSettings = z.output<typeof LiveSettings>;

export async function readLiveSettings(path: string): Promise<LiveSettings> {
  return LiveSettings.parse(JSON.parse(await readFile(path, 'utf8')));
}
