import { inMoney } from './audit.ts';
import { type Outcome } from './story.ts';

/** The day in a retailer's words. */
export function inWords({ seed, tickets, files, late, exceptions, openExceptions, faults, audit }: Outcome): string {
  const wrong = Object.entries(faults).map(([name, times]) => `${name} ${times}`);
  return [
    '',
    `${audit.storeDays} store days, ${tickets} tickets, ${files} files (seed ${seed})`,
    `On the road: ${wrong.length > 0 ? wrong.join(', ') : 'nothing'}`,
    '',
    'What came late, and how the ledger names it',
    ...late.map(({ store, total, memo }) => `  ${store} ${total}: ${memo}`),
    '',
    'What needed a person',
    ...(exceptions.length > 0 ? exceptions.map(({ reason, note }) => `  ${reason}\n    ${note}`) : ['  nothing']),
    '',
    "The audit, from the tills' and the ledger's own books",
    `  store days = journals   ${audit.storeDays} = ${audit.journals}   corrections ${audit.corrections}`,
    `  taken = booked   ${inMoney(audit.taken)} = ${inMoney(audit.booked)}   cents adrift ${audit.centsAdrift}`,
    `  exceptions open ${openExceptions}`,
    ...audit.findings.map((finding) => `  ! ${finding}`),
  ].join('\n');
}

/** Whether the books say what they should. */
export function isClean({ audit, late, openExceptions }: Outcome): boolean {
  return (
    audit.journals === audit.storeDays &&
    audit.corrections === late.length &&
    audit.taken === audit.booked &&
    audit.centsAdrift === 0 &&
    audit.findings.length === 0 &&
    openExceptions === 0
  );
}
