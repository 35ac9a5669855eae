import { parseArgs } from 'node:util';
import { z } from 'zod';

const wholeNumber = (least: number, most: number) => {
  const says = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(says).int(says).min(least, says).max(most, says);
};

const Options = z.object({
  stores: wholeNumber(6, 300).default(20),
  seed: wholeNumber(0, 4_294_967_295).default(1129),
  json: z.boolean().default(false),
});

/** How the demo was called. */
export type DemoOptions = z.output<typeof Options>;

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
        stores: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
