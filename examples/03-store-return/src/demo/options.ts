import { readCommandLine, wholeNumber } from '@crossdock/testing';
import { z } from 'zod';

const options = z
  .object({
    orders: wholeNumber(2, 200).default(15),
    returns: wholeNumber(2, 200).default(9),
    seed: wholeNumber(0, 4_294_967_295).default(1129),
    json: z.boolean().default(false),
  })
  .refine(({ orders, returns }) => returns <= orders, {
    error: 'must not be more than there are orders',
    path: ['returns'],
  });

/** How the demo was called. */
export type DemoOptions = z.output<typeof options>;

/** What `--help` says. */
export const usage = `npm run demo:return -- [options]
  --orders N    how many web orders are placed (default 15)
  --returns N   how many of them come back in the store (default 9)
  --seed S      decides what is bought, brought back, and goes wrong: same seed, same story (default 1129)
  --json        print one JSON object instead of the story`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong and how to call it
 */
export const readOptions = (argv: readonly string[]): DemoOptions | 'help' => readCommandLine(argv, { options, usage });
