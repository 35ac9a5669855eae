import { type Outcome } from './story.ts';

/** What came of it, in a retailer's words. */
export function inWords({ seed, orders, faults, openExceptions, journalSound, audit }: Outcome): string {
  const wrong = Object.entries(faults).map(([name, times]) => `${name} ${times}`);
  return [
    '',
    `${audit.taken} of ${orders} web orders came back in the store (seed ${seed})`,
    `On the road: ${wrong.length > 0 ? wrong.join(', ') : 'nothing'}, and one process killed`,
    '',
    "The audit, from the systems' own books",
    `  taken back = refunded = credited = received   ${audit.taken} = ${audit.refunded} = ${audit.credited} = ${audit.received}`,
    `  owed = given back = credited   ${inMoney(audit.owed)} = ${inMoney(audit.givenBack)} = ${inMoney(audit.creditedAmount)}`,
    `  exceptions open ${openExceptions}   journal ${journalSound ? 'sound' : 'DAMAGED'}`,
    ...audit.findings.map((finding) => `  ! ${finding}`),
  ].join('\n');
}

/** Whether the books say what they should. */
export function isClean({ returns, openExceptions, journalSound, audit }: Outcome): boolean {
  const counts = [audit.taken, audit.refunded, audit.credited, audit.received].every((count) => count === returns);
  const amounts = audit.owed === audit.givenBack && audit.owed === audit.creditedAmount;
  return counts && amounts && audit.findings.length === 0 && openExceptions === 0 && journalSound;
}

function inMoney(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
