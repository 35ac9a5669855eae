import { type NewException, type RunRecord } from '../journal/index.ts';
import { type IntegrationError, sumQuantities } from '../primitives/index.ts';
import { Quantity } from '../schemas/index.ts';

/** Why a run cannot go on, for the person who has to decide. */
export interface RunFailure {
  readonly error: IntegrationError;
  /** The step that failed, if it was one. */
  readonly step?: string | undefined;
  /** The data of the event that started the run. */
  readonly data?: unknown;
  readonly owner: string;
  readonly actions: NewException['actions'];
}

/** The exception of a run: the reason in business words, what is at stake, and what may be done. */
export function exceptionOf({ id, flow, key }: RunRecord, failure: RunFailure): NewException {
  const { error, step, data, owner, actions } = failure;
  const { code, message, system, path } = error;
  return {
    kind: 'run',
    run: id,
    flow,
    key,
    code,
    reason: message,
    ...(system !== undefined && { system }),
    ...(step !== undefined && { step }),
    ...(path !== undefined && { path }),
    owner,
    ...stakeOf(data),
    actions,
  };
}

/** What is at stake in a document, for people who look at an exception: money and units, nothing personal. */
interface Stake {
  readonly amount?: string;
  readonly units?: string;
}

/** Reads total and units of any canonical document that has them. */
function stakeOf(data: unknown): Stake {
  if (typeof data !== 'object' || data === null) return {};
  const { total, lines } = data as { total?: unknown; lines?: unknown };
  return { ...amountOf(total), ...unitsOf(lines) };
}

function amountOf(total: unknown): Stake {
  const { amount, currency } = (total ?? {}) as { amount?: unknown; currency?: unknown };
  return typeof amount === 'string' && typeof currency === 'string' ? { amount: `${amount} ${currency}` } : {};
}

/** The sum of the quantities, unit by unit: `3 EA, 1.5 KGM`. */
function unitsOf(lines: unknown): Stake {
  if (!Array.isArray(lines)) return {};
  const byUnit = new Map<string, Quantity>();
  for (const line of lines as readonly unknown[]) {
    const counted = Quantity.safeParse((line as { quantity?: unknown } | null)?.quantity);
    if (!counted.success) continue;
    const { unit } = counted.data;
    byUnit.set(unit, sumQuantities([counted.data, ...[byUnit.get(unit) ?? []].flat()], unit));
  }
  if (byUnit.size === 0) return {};
  return { units: [...byUnit.values()].map(({ amount, unit }) => `${amount} ${unit}`).join(', ') };
}
