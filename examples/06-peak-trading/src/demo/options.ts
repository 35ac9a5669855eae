import { parseArgs } from 'node:util';
import { z } from 'zod';

const wholeNumber = (least: number, most: number) => {
  const says = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(says).int(says).min(least, says).max(most, says);
};

const Options = z.object({
  seed: wholeNumber(0, 4_294_967_295).default(1129),
  stores: wholeNumber(3, 1_000).default(300),
  hours: wholeNumber(9, 14).default(12),
  minutes: wholeNumber(1, 30).default(1),
  report: z.string().min(1).default('peak-trading.html'),
  json: z.boolean().default(false),
});

/** How the demo was called. */
export type DemoOptions = z.output<typeof Options>;

/** What `--help` says. */
export const usage = `npm run demo:peak -- [options]
  --seed S       decides everything that happens: same seed, same story (default 1129)
  --stores N     stores of the chain, from 3 (default 300)
  --hours H      hours from the opening of the stores to their closing, 9 to 14 (default 12)
  --minutes M    how long the flash sale is on (default 1)
  --report FILE  where the HTML report is written (default peak-trading.html)
  --json         print one JSON object instead of the story`;

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
        seed: { type: 'string' },
        stores: { type: 'string' },
        hours: { type: 'string' },
        minutes: { type: 'string' },
        report: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
