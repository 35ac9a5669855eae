import { type ExceptionFilter } from '../journal/index.ts';
import { IntegrationError, nearestName } from '../primitives/index.ts';

/** How an action is meant. */
export interface ActionOptions {
  /**
   * Only say what would happen.
   *
   * @default false
   */
  readonly dryRun?: boolean;
  /** Who and why, for the audit. */
  readonly note?: string;
}

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

const ways = { dryRun: true, note: true } satisfies { readonly [K in keyof Required<ActionOptions>]: true };

/**
 * A filter with nothing in it that nobody reads.
 *
 * @throws IntegrationError `input-invalid`
 */
export function checkFilter(filter: ExceptionFilter): ExceptionFilter {
  mustBeOf(parts, filter, 'Exceptions are not filtered by');
  return filter;
}

/**
 * What an action acts on. A misspelt part, or one without a value, would act on every exception.
 *
 * @throws IntegrationError `input-invalid`
 */
export function checkChoice(which: ExceptionFilter | number | undefined): ExceptionFilter {
  if (typeof which === 'number') return { id: which };
  if (typeof which !== 'object') throw invalid('which', 'An action needs the id of an exception, or a filter');
  const filter = checkFilter(which);
  const [empty] = Object.entries(filter).find(([, value]) => value === undefined) ?? [];
  if (empty !== undefined) throw invalid(empty, `The filter has '${empty}' without a value; leave it out to match all`);
  return filter;
}

/**
 * How an action is meant. A misspelt `dryRun` would do what it was only asked about.
 *
 * @throws IntegrationError `input-invalid`
 */
export function checkWay(how: ActionOptions): ActionOptions {
  mustBeOf(ways, how, 'An action has no option');
  return how;
}

function mustBeOf(known: Readonly<Record<string, true>>, given: object, what: string): void {
  const strange = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (strange === undefined) return;
  const meant = nearestName(strange, Object.keys(known));
  throw invalid(strange, `${what} '${strange}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`);
}

function invalid(path: string, message: string): IntegrationError {
  return new IntegrationError(message, { code: 'input-invalid', path });
}
