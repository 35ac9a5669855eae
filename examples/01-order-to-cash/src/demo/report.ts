import { type Outcome } from './story.ts';

/** What each fault was, in a retailer's words, and what became of it. */
const faultWords: Readonly<Record<string, readonly [what: string, soWhat: string]>> = {
  'lost-reply': ['answers lost on the way', 'reads were asked again, writes looked up by reference'],
  'error-before': ['requests failed before anything was done', 'tried again'],
  'error-after': ['requests failed after the work was done', 'reads were asked again, writes looked up by reference'],
  timeout: ['answers that never came', 'reads were asked again, writes looked up by reference'],
  'slow-reply': ['slow answers', 'waited for'],
  'throttle-storm': ['"slow down" from a platform', 'waited as long as told'],
  'token-expiry': ['access tokens that ended early', 'renewed once for everybody'],
  outage: ['ERP away for two minutes', 'everything waited and went on by itself'],
  'duplicate-webhook': ['webhooks that came twice', 'known again, no second effect'],
  'shuffled-webhook': ['webhooks out of order', 'put in order by order'],
  'late-webhook': ['webhooks minutes late', 'taken when they came, unless a sweep was first'],
  'missing-webhook': ['webhooks that never came', 'found by the sweep'],
  'worker-killed': ['process killed in the middle', 'went on from the journal'],
};

/** The story in a retailer's words. */
export function inWords({ seed, orders, audit, faults, exceptions, trace, journalSound, seconds }: Outcome): string {
  const wrong = Object.entries(faults).map(([name, times]) => {
    const [what, soWhat] = faultWords[name] ?? [name, 'handled'];
    return `  ${String(times).padStart(5)}  ${what}: ${soWhat}`;
  });
  const waited = exceptions.map(
    ({ key = '', amount, reason, owner, state, note }) =>
      `  ${key}${amount === undefined ? '' : ` (${amount})`}, for ${owner}: ${reason}\n    ${state}${note === undefined ? '' : `: ${note}`}`,
  );
  return [
    '',
    `${orders} web orders, from the shop to the ledger (seed ${seed}, ${seconds} s)`,
    '',
    'What went wrong on the way, and what became of it',
    ...(wrong.length > 0 ? wrong : ['  nothing']),
    '',
    'What needed a person',
    ...(waited.length > 0 ? waited : ['  nothing']),
    '',
    'The order that met the most trouble',
    ...trace.split('\n').map((line) => `  ${line}`),
    '',
    "The audit, from both systems' own books",
    `  orders placed = booked = posted   ${audit.placed} = ${audit.booked} = ${audit.posted}`,
    `  duplicates ${audit.duplicates}   lost ${audit.lost}   open ${audit.open}   cents adrift ${audit.centsAdrift}`,
    `  journal ${journalSound ? 'sound' : 'DAMAGED'}`,
    ...audit.findings.map((finding) => `  ! ${finding}`),
  ].join('\n');
}

/** Whether the books say what they should. */
export function isClean({ orders, audit, journalSound }: Outcome): boolean {
  const counts = [audit.placed, audit.booked, audit.posted].every((count) => count === orders);
  return (
    counts &&
    audit.findings.length === 0 &&
    audit.duplicates + audit.lost + audit.open + audit.centsAdrift === 0 &&
    journalSound
  );
}
