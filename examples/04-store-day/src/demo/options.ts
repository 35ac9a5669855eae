import { readCommandLine, wholeNumber } from '@crossdock/testing';
import { z } from 'zod';

const options = z.object({
  stores: wholeNumber(6, 300).default(20),
  seed: wholeNumber(0, 4_294_967_295).default(1129),
  json: z.boolean().default(false),
});

/** How the demo was called. */
export type DemoOptions = z.output<typeof options>;

/** What `--help` says. */
export const usage = `npm run demo:day -- [options]
  --stores N   how many stores there are, 6 or more (default 20)
  --seed S     decides what is sold and what goes wrong: same seed, same story (default 1129)
  --json       print one JSON object instead of the story`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong and how to call it
 */
export const readOptions = (argv: readonly string[]): DemoOptions | 'help' => readCommandLine(argv, { options, usage });
