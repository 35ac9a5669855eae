import { type Outcome, type Rehearsal } from './story.ts';

const most = 6;

/** The story in a retailer's words. */
export function inWords(outcome: Outcome): string {
  const { seed, orders, cutOverAt, openAtCutOver, rehearsals, audit, faults, exceptions } = outcome;
  const wrong = Object.entries(faults).map(([name, times]) => `  ${String(times).padStart(6)}  ${name}`);
  return [
    '',
    `${orders} web orders, and a retailer who moves from NetSuite to Dynamics 365 (seed ${seed})`,
    '',
    ...rehearsals.flatMap(rehearsalInWords),
    `Cut over at ${cutOverAt}: ${openAtCutOver} orders were open in NetSuite, and finished there`,
    '',
    'What went wrong on the way',
    ...(wrong.length > 0 ? wrong : ['  nothing']),
    '',
    'What waits for a person',
    ...(exceptions.length > 0
      ? exceptions.map(({ key = '', code, reason }) => `  ${key} (${code}): ${reason}`)
      : ['  nothing']),
    '',
    "The audit, from the systems' own books",
    `  placed in the shop ${audit.placed}`,
    ...Object.entries(audit.ledgers).map(
      ([name, it]) => `  ${name.padEnd(9)} orders ${it.orders}   bills ${it.bills}   credits ${it.credits}`,
    ),
    ...audit.findings.map((finding) => `  ! ${finding}`),
  ].join('\n');
}

function rehearsalInWords({ name, orders, differences }: Rehearsal): readonly string[] {
  const shown = differences
    .slice(0, most)
    .flatMap(({ ref, what, because }) => [`  ${ref}: ${what}`, ...(because === undefined ? [] : [`    ${because}`])]);
  const rest = differences.length - most;
  return [
    `The ${name} rehearsal: ${orders} orders in both ledgers, ${differences.length} differences`,
    ...shown,
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    '',
  ];
}

/** Whether the books say what they should: the first rehearsal found what was planted, the second nothing, the audit nothing. */
export function isClean({ orders, rehearsals, audit, exceptions }: Outcome): boolean {
  const [first, second] = rehearsals;
  const booked = Object.values(audit.ledgers).reduce((sum, it) => sum + it.orders, 0);
  return (
    (first?.differences.length ?? 0) > 0 &&
    second?.differences.length === 0 &&
    audit.findings.length === 0 &&
    exceptions.length === 0 &&
    booked === orders
  );
}
