import { type z } from 'zod';
import { nearestName } from '../primitives/index.ts';
import { problemsOf } from '../schemas/index.ts';
import { type ConfigProblem } from './system.ts';

/** What became of a configuration: its value, or everything that is wrong with it. */
export type CheckedConfig<S extends z.ZodType> =
  | { readonly config: z.output<S>; readonly problems: readonly [] }
  | { readonly config?: undefined; readonly problems: readonly ConfigProblem[] };

/**
 * Checks a configuration: what its schema refuses, and every option that it does not know.
 *
 * A misspelt option would otherwise be left out without a word, and its default posts money. A schema that takes anything says so
 * with `z.looseObject`.
 */
export function checkConfig<S extends z.ZodType>(schema: S, input: unknown): CheckedConfig<S> {
  const parsed = schema.safeParse(input);
  const refused = parsed.success ? [] : problemsOf(parsed.error, input);
  const problems = [
    ...refused.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    ...unknownOptions(schema, input, ''),
  ];
  return parsed.success && problems.length === 0 ? { config: parsed.data, problems: [] } : { problems };
}

/** What of a schema's description is read here. */
interface Schema {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly catchall?: unknown;
    readonly innerType?: Schema;
    readonly in?: Schema;
    readonly element?: Schema;
    readonly valueType?: Schema;
    readonly options?: readonly Schema[];
  };
  safeParse(value: unknown): { readonly success: boolean };
}

function unknownOptions(schema: Schema, value: unknown, path: string): readonly ConfigProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, innerType, in: first, element, valueType, options, shape, catchall } = schema.def;
  if (innerType) return unknownOptions(innerType, value, path);
  if (type === 'pipe' && first) return unknownOptions(first, value, path);
  if (type === 'array' && element) return within(Object.entries(value), () => element, path);
  if (type === 'record' && valueType) return within(Object.entries(value), () => valueType, path);
  if (type === 'union') {
    const taken = options?.find((it) => it.safeParse(value).success);
    return taken ? unknownOptions(taken, value, path) : [];
  }
  if (type !== 'object' || !shape) return [];
  const given = Object.entries(value).filter(([, it]) => it !== undefined);
  const strange = catchall === undefined ? given.filter(([name]) => !Object.hasOwn(shape, name)) : [];
  return [
    ...strange.map(([name]) => ({ path: join(path, name), message: notAnOption(name, Object.keys(shape)) })),
    ...within(given, (name) => (Object.hasOwn(shape, name) ? shape[name] : undefined), path),
  ];
}

function within(
  entries: readonly (readonly [string, unknown])[],
  schemaOf: (name: string) => Schema | undefined,
  path: string,
): readonly ConfigProblem[] {
  return entries.flatMap(([name, value]) => {
    const schema = schemaOf(name);
    return schema ? unknownOptions(schema, value, join(path, name)) : [];
  });
}

/** Says that there is no option of this name, and which one may be meant. */
export function notAnOption(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant === undefined ? 'is not an option' : `is not an option; did you mean '${meant}'?`;
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
