// Reads the JSON of `npm run demo -- --json` and fails unless the books of the systems agree with each other.
// usage: npm run --silent demo -- --orders 500 --faults all --json | node scripts/check-demo.mjs 500
import { text } from 'node:stream/consumers';

const orders = Number(process.argv[2]);
const printed = await text(process.stdin);
const problems = [];
let audit = {};
let exceptions = [];
let trace = '';
try {
  ({ audit = {}, exceptions = [], trace = '' } = JSON.parse(printed));
} catch {
  problems.push(`the demo printed no JSON: ${printed.slice(0, 200)}`);
}
for (const count of ['placed', 'booked', 'posted']) {
  if (audit[count] !== orders) problems.push(`${count} is ${audit[count]}, not ${orders}`);
}
for (const count of ['lost', 'duplicates', 'centsAdrift', 'open']) {
  if (audit[count] !== 0) problems.push(`${count} is ${audit[count]}, not 0`);
}
if (!Array.isArray(audit.findings) || audit.findings.length > 0) {
  problems.push(`findings: ${JSON.stringify(audit.findings)?.slice(0, 500)}`);
}
if (!Number.isInteger(orders) || orders < 1) problems.push('say how many orders were placed');
if (problems.length > 0) {
  console.error(`The audit is not clean:\n  ${problems.join('\n  ')}`);
  for (const { key, code, state, reason } of exceptions)
    console.error(`  exception ${key} ${code} (${state}): ${reason}`);
  console.error(trace);
  process.exit(1);
}
console.log(`audit clean: ${orders} sold, ${orders} booked, ${orders} posted, 0 cents adrift`);
