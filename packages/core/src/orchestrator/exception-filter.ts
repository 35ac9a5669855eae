import { type ExceptionFilter } from '../journal/index.ts';
import { IntegrationError, nearestName } from '../primitives/index.ts';

/** The parts of a filter. The compiler keeps it complete. */
const parts = {
  id: true,
  states: true,
  system: true,
  flow: true,
  code: true,
  key: true,
  kind: true,
  after: true,
  limit: true,
} satisfies { readonly [K in keyof Required<ExceptionFilter>]: true };

/**
 * A filter with nothing in it that nobody reads: a misspelt part would match every exception.
 *
 * @throws IntegrationError `input-invalid`
 */
export function checkFilter(filter: ExceptionFilter): ExceptionFilter {
  for (const name of Object.keys(filter)) {
    if (Object.hasOwn(parts, name)) continue;
    const meant = nearestName(name, Object.keys(parts));
    const hint = meant === undefined ? '' : `; did you mean '${meant}'?`;
    throw new IntegrationError(`Exceptions have no '${name}' to filter by${hint}`, {
      code: 'input-invalid',
      path: name,
    });
  }
  return filter;
}
