import { type ExceptionRecord, type Journal, type RunRecord, type TraceEntry } from '../journal/index.ts';
import { describeChange } from './describe-change.ts';

/** Everything that is known of one business transaction, in the order in which it was journaled. */
export interface Trace {
  /** The business transaction id. */
  readonly txn: string;
  readonly lines: readonly TraceLine[];
  readonly runs: readonly RunRecord[];
  readonly exceptions: readonly ExceptionRecord[];
}

/** One line of a trace. */
export interface TraceLine {
  /** ISO instant. */
  readonly at: string;
  readonly run?: number;
  readonly flow?: string;
  /** What happened, in words. */
  readonly what: string;
  readonly entry: TraceEntry;
}

/** Traces of all transactions that are known under an id of any system. */
export async function traceOf(
  journal: Journal,
  id: string,
  otherForms: readonly string[] = [],
): Promise<readonly Trace[]> {
  const keys = new Set<string>();
  for (const form of [id, ...otherForms]) for (const key of await journal.keysOf(form)) keys.add(key);
  return Promise.all([...keys].map((key) => traceOfKey(journal, key)));
}

async function traceOfKey(journal: Journal, key: string): Promise<Trace> {
  const [entries, runs, exceptions] = await Promise.all([
    journal.trace(key),
    journal.runs({ key }),
    journal.exceptions({ key }),
  ]);
  const lines = entries.map((entry) => ({
    at: entry.at,
    ...(entry.run !== undefined && { run: entry.run }),
    ...(entry.flow !== undefined && { flow: entry.flow }),
    what: describeChange(entry.change),
    entry,
  }));
  return { txn: key, lines, runs, exceptions };
}

/** A trace as text: one line an entry, times relative to the first. */
export function formatTrace({ txn, lines }: Trace): string {
  const first = Date.parse(lines[0]?.at ?? '');
  const rows = lines.map(
    ({ at, what }) => `  ${`+${((Date.parse(at) - first) / 1000).toFixed(2)} s`.padStart(10)}  ${what}`,
  );
  return [`${txn}${lines[0] ? `, from ${lines[0].at}` : ''}`, ...rows].join('\n');
}
