/** What is at stake in a document, for people who look at an exception: money and units, nothing personal. */
export interface Stake {
  readonly amount?: string;
  readonly units?: string;
}

/** Reads total and units of any canonical document that has them. */
export function stakeOf(data: unknown): Stake {
  if (typeof data !== 'object' || data === null) return {};
  const { total, lines } = data as { total?: unknown; lines?: unknown };
  return { ...amountOf(total), ...unitsOf(lines) };
}

function amountOf(total: unknown): Stake {
  const { amount, currency } = (total ?? {}) as { amount?: unknown; currency?: unknown };
  return typeof amount === 'string' && typeof currency === 'string' ? { amount: `${amount} ${currency}` } : {};
}

function unitsOf(lines: unknown): Stake {
  if (!Array.isArray(lines) || lines.length === 0) return {};
  return { units: `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}` };
}
