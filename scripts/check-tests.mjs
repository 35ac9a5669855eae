// Reads the report of the test run, prints its last line, and fails when a test failed or did not run.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(new URL('../.cache/vitest.json', import.meta.url), 'utf8'));
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0 } = report;
const skipped = numPendingTests + numTodoTests;
const without = report.testResults.flatMap((file) => file.assertionResults.filter((it) => it.status !== 'passed'));
for (const { fullName, status } of without) console.log(`${status}: ${fullName}`);
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${skipped} skipped`);
if (numFailedTests > 0 || numPassedTests === 0) process.exit(1);
