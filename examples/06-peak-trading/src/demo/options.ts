import { readCommandLine, wholeNumber } from '@crossdock/testing';
import { z } from 'zod';

const options = z.object({
  seed: wholeNumber(0, 4_294_967_295).default(1129),
  stores: wholeNumber(3, 1_000).default(300),
  hours: wholeNumber(9, 14).default(12),
  minutes: wholeNumber(1, 30).default(1),
  kills: wholeNumber(0, 50).default(0),
  report: z.string().min(1).default('peak-trading.html'),
  json: z.boolean().default(false),
});

/** How the demo was called. */
export type DemoOptions = z.output<typeof options>;

/** What `--help` says. */
export const usage = `npm run demo:peak -- [options]
  --seed S       decides everything that happens: same seed, same story (default 1129)
  --stores N     stores of the chain, from 3 (default 300)
  --hours H      hours from the opening of the stores to their closing, 9 to 14 (default 12)
  --minutes M    how long the flash sale is on (default 1)
  --kills N      how often the process dies beside the one time that is told (default 0)
  --report FILE  where the HTML report is written (default peak-trading.html)
  --json         print one JSON object instead of the story`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong and how to call it
 */
export const readOptions = (argv: readonly string[]): DemoOptions | 'help' => readCommandLine(argv, { options, usage });
