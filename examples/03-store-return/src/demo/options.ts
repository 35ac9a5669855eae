import { parseArgs } from 'node:util';
import { z } from 'zod';

const wholeNumber = (least: number, most: number) => {
  const says = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(says).int(says).min(least, says).max(most, says);
};

const Options = z
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
export type DemoOptions = z.output<typeof Options>;

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
export function readOptions(argv: readonly string[]): DemoOptions | 'help' {
  const { values } = parsedArguments(argv);
  if (values.help) return 'help';
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new Error(`${problems.join('\n')}\n\n${usage}`);
}

function parsedArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        orders: { type: 'string' },
        returns: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
