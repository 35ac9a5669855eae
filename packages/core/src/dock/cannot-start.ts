import { IntegrationError } from '../primitives/index.ts';

/** One thing that is wrong before anything starts. */
export interface WiringProblem {
  /** `systems.erp.accountId`, `flows.order-to-cash.needs.erp`. */
  readonly path: string;
  readonly message: string;
}

/** All problems in one error, each by its path. */
export function cannotStart(
  problems: readonly WiringProblem[],
  code: 'config-invalid' | 'wiring-invalid',
): IntegrationError {
  const list = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  return new IntegrationError(`crossdock cannot start; ${problems.length} to mend:${list}`, {
    code,
    path: problems[0]?.path,
    details: { problems: problems.length },
  });
}
