import { type z } from 'zod';
import { IntegrationError, toIntegrationError, type Disposition } from '../primitives/index.ts';
import { parse } from '../schemas/index.ts';

/**
 * Checks what a system gave us against a schema. Unlike a document of ours, whose own fault (`unbalanced`) is the point, this
 * fails with the code and the disposition of the place: after a write it may have happened.
 */
export function checkAnswer<S extends z.ZodType>(
  schema: S,
  value: unknown,
  failure: {
    readonly what: string;
    readonly code: 'output-invalid' | 'response-invalid';
    readonly disposition: Disposition;
  },
): z.output<S> {
  const { what, code, disposition } = failure;
  try {
    return parse(schema, value, { what, code });
  } catch (error) {
    const { message, path, details } = toIntegrationError(error);
    throw new IntegrationError(message, { code, disposition, path, details });
  }
}
