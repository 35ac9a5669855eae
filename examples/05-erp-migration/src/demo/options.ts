import { readCommandLine, wholeNumber } from '@crossdock/testing';
import { z } from 'zod';
import { faultLevels } from '../../../01-order-to-cash/src/demo/fault-levels.ts';

const options = z.object({
  orders: wholeNumber(20, 20_000).default(200),
  seed: wholeNumber(0, 4_294_967_295).default(1129),
  faults: z.enum(faultLevels, `must be ${faultLevels.join(', ')}`).default('all'),
  json: z.boolean().default(false),
});

/** How the demo was called. */
export type DemoOptions = z.output<typeof options>;

/** What `--help` says. */
export const usage = `npm run demo:migration -- [options]
  --orders N               how many orders are placed, beside those of the rehearsals' script (default 200)
  --seed S                 decides orders and faults: same seed, same story (default 1129)
  --faults none|some|all   how rough the road is (default all)
  --json                   print one JSON object instead of the story`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong and how to call it
 */
export const readOptions = (argv: readonly string[]): DemoOptions | 'help' => readCommandLine(argv, { options, usage });
