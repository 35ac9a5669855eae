import { type SQLOutputValue } from 'node:sqlite';

import {
  type AttemptRecord,
  type Change,
  type DeliveryRecord,
  type EventRecord,
  type ExceptionRecord,
  type RunRecord,
  type StepRecord,
} from './journal.ts';
import { upcast } from './entry-versions.ts';

/** A row as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** Columns of a run; `begun` is looked up in its entries, so that beginning a run costs no write. */
export const runColumns = `id, flow, version, key, lane, event_seq, generation, started_at, state, undoing, wake_at,
  waiting_for, finished_at, EXISTS (
    SELECT 1 FROM entries WHERE entries.run = runs.id AND type IN ('step.finished', 'step.attempted')
  ) AS begun`;

export function toRun(row: Row): RunRecord {
  return {
    id: integer(row, 'id'),
    flow: text(row, 'flow'),
    version: integer(row, 'version'),
    key: text(row, 'key'),
    lane: text(row, 'lane'),
    eventSeq: integer(row, 'event_seq'),
    state: text(row, 'state') as RunRecord['state'],
    generation: integer(row, 'generation'),
    begun: integer(row, 'begun') === 1,
    undoing: integer(row, 'undoing') === 1,
    startedAt: text(row, 'started_at'),
    ...(row['finished_at'] !== null && { finishedAt: text(row, 'finished_at') }),
    ...(row['wake_at'] !== null && { wakeAt: integer(row, 'wake_at') }),
    ...(row['waiting_for'] !== null && { waitingFor: text(row, 'waiting_for') }),
  };
}

export function toDelivery(row: Row): DeliveryRecord {
  return {
    id: integer(row, 'id'),
    source: text(row, 'source'),
    dedupeKey: text(row, 'dedupe_key'),
    topic: text(row, 'topic'),
    headers: json(row, 'headers') as Record<string, string>,
    body: row['body'] as Uint8Array,
    receivedAt: text(row, 'received_at'),
    state: text(row, 'state') as DeliveryRecord['state'],
  };
}

export function toEvent(row: Row): EventRecord {
  return {
    seq: integer(row, 'seq'),
    id: text(row, 'id'),
    source: text(row, 'source'),
    name: text(row, 'name'),
    key: text(row, 'key'),
    occurredAt: text(row, 'occurred_at'),
    recordedAt: text(row, 'recorded_at'),
    envelope: text(row, 'envelope'),
    identifiers: row['identifiers'] === null ? [] : (json(row, 'identifiers') as string[]),
  };
}

const exceptionTexts = ['flow', 'key', 'system', 'step', 'path', 'amount', 'units', 'note'] as const;

export function toException(row: Row): ExceptionRecord {
  const texts = exceptionTexts.flatMap((name) => (row[name] === null ? [] : [[name, text(row, name)] as const]));
  return {
    id: integer(row, 'id'),
    state: text(row, 'state') as ExceptionRecord['state'],
    kind: text(row, 'kind') as ExceptionRecord['kind'],
    ...(row['run'] !== null && { run: integer(row, 'run') }),
    ...(row['delivery'] !== null && { delivery: integer(row, 'delivery') }),
    ...(Object.fromEntries(texts) as Partial<Record<(typeof exceptionTexts)[number], string>>),
    code: text(row, 'code'),
    reason: text(row, 'reason'),
    owner: text(row, 'owner'),
    actions: json(row, 'actions') as ExceptionRecord['actions'],
    openedAt: text(row, 'opened_at'),
    ...(row['closed_at'] !== null && { closedAt: text(row, 'closed_at') }),
  };
}

/** Reads an entry back as the change it was told as, whichever version it was written by. */
export function toChange(row: Row): Change {
  const change: unknown =
    row['type'] === 'step.finished'
      ? { type: 'step.finished', step: toStep(row), ...identifiersOf(row) }
      : json(row, 'body');
  return upcast(change, integer(row, 'version'));
}

export function toStep(row: Row): StepRecord {
  const title = text(row, 'name');
  const colon = title.indexOf(':');
  return {
    run: integer(row, 'run'),
    ordinal: integer(row, 'subject'),
    kind: title.slice(0, colon) as StepRecord['kind'],
    name: title.slice(colon + 1),
    result: text(row, 'body'),
    at: text(row, 'at'),
  };
}

export function toAttempt(row: Row): AttemptRecord {
  return (toChange(row) as Extract<Change, { readonly type: 'step.attempted' }>).attempt;
}

export function text(row: Row, column: string): string {
  return row[column] as string;
}

export function integer(row: Row, column: string): number {
  return row[column] as number;
}

export function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column));
}

function identifiersOf(row: Row): Pick<Extract<Change, { readonly type: 'step.finished' }>, 'identifiers'> {
  if (row['identifiers'] === null) return {};
  return { identifiers: json(row, 'identifiers') as readonly { readonly id: string; readonly key: string }[] };
}
