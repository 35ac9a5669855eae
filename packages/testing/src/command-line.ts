import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What the command line of a demo may say. */
export interface CommandLineOptions<Shape extends z.ZodRawShape> {
  /** Each option by its name. A `z.boolean()` with a default is a switch; every other option takes a value. */
  readonly options: z.ZodObject<Shape>;
  /** What `--help` says, and every refusal ends with. */
  readonly usage: string;
}

/**
 * Reads the command line of a demo: `--orders 500 --json`.
 *
 * @returns the options, checked and with their defaults; `help` when `--help` or `-h` is among them
 * @throws Error that says what is wrong, by the option's name, and how to call it
 *
 * @example
 * ```ts
 * import { readCommandLine, wholeNumber } from '@crossdock/testing';
 * import { z } from 'zod';
 *
 * const options = z.object({ orders: wholeNumber(1, 1_000).default(50), json: z.boolean().default(false) });
 * readCommandLine(['--orders', '20'], { options, usage: '--orders N, --json' }); // { orders: 20, json: false }
 * ```
 */
export function readCommandLine<Shape extends z.ZodRawShape>(
  argv: readonly string[],
  { options, usage }: CommandLineOptions<Shape>,
): z.output<z.ZodObject<Shape>> | 'help' {
  const words = argumentsOf(argv, options, usage);
  if (words['help'] === true) return 'help';
  const parsed = options.safeParse(words);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new Error(`${problems.join('\n')}\n\n${usage}`);
}

/** A whole number of a command line, from the least to the most. */
export function wholeNumber(least: number, most: number) {
  const says = `must be a whole number from ${least} to ${most}`;
  return z
    .string(says)
    .regex(/^\d{1,15}$/, says)
    .transform(Number)
    .pipe(z.number().min(least, says).max(most, says));
}

function argumentsOf<Shape extends z.ZodRawShape>(
  argv: readonly string[],
  options: z.ZodObject<Shape>,
  usage: string,
): Record<string, unknown> {
  const kinds = Object.entries(options.shape).map(
    ([name, schema]) => [name, { type: isSwitch(schema) ? ('boolean' as const) : ('string' as const) }] as const,
  );
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { ...Object.fromEntries(kinds), help: { type: 'boolean', short: 'h' } },
    });
    return { ...values };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}

function isSwitch(schema: unknown): boolean {
  if (schema instanceof z.ZodBoolean) return true;
  return schema instanceof z.ZodDefault && isSwitch(schema.unwrap());
}
