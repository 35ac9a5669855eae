import { type z } from 'zod';
import { IntegrationError, type Disposition } from '../primitives/index.ts';

/** `lines.0.sku`: where in a document a schema found fault. */
export const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Parses, or throws the code with the path of the first fault. Neither the value nor the schema's words are in the error: both may show data. */
export function checkSchema<S extends z.ZodType>(
  schema: S,
  value: unknown,
  failure: {
    readonly code: 'input-invalid' | 'output-invalid';
    readonly message: string;
    readonly disposition: Disposition;
  },
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = pathOf(parsed.error.issues[0]?.path ?? []);
  const { code, message, disposition } = failure;
  throw new IntegrationError(path === '' ? message : `${message} at '${path}'`, {
    code,
    disposition,
    path: path === '' ? undefined : path,
  });
}
