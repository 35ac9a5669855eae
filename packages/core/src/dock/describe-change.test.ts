import { describe, expect, test } from 'vitest';
import { type Change, type NewException, type StepRecord } from '../journal/index.ts';
import { encodeResult } from '../orchestrator/index.ts';
import { describeChange } from './describe-change.ts';

const at = '2026-11-27T10:00:00.000Z';
const exception: NewException = {
  kind: 'run',
  code: 'unmapped',
  reason: 'The SKU is unknown',
  owner: 'finance',
  actions: ['retry'],
};
const attempt = { run: 1, name: 'erp.createOrder/A-1', at } as const;
const finished = (fields: Partial<StepRecord>, value: unknown = null): Change => ({
  type: 'step.finished',
  step: { run: 1, ordinal: 1, kind: 'step', name: 'hold stock', result: encodeResult(value, 'x'), at, ...fields },
});

/** Every change there is, and what people in operations read of it. */
const sentences: readonly [Change, string][] = [
  [
    {
      type: 'delivery.received',
      delivery: {
        source: 'shop',
        dedupeKey: 'k',
        topic: 'orders',
        headers: {},
        body: new Uint8Array(),
        receivedAt: at,
      },
    },
    "shop sent 'orders', stored and acknowledged",
  ],
  [{ type: 'delivery.settled', delivery: 7, state: 'decoded', at }, 'delivery 7 decoded'],
  [{ type: 'delivery.reopened', delivery: 7, at }, 'delivery 7 is to be decoded again'],
  [
    {
      type: 'run.started',
      eventSeq: 1,
      generation: 2,
      at,
      run: { flow: 'book', version: 3, key: 'A-1', lane: 'book/A-1' },
    },
    'book v3 started again (generation 2)',
  ],
  [{ type: 'step.attempted', attempt: { ...attempt, outcome: 'sent' } }, "sends 'erp.createOrder/A-1'"],
  [
    { type: 'step.attempted', attempt: { ...attempt, outcome: 'unknown', code: 'timeout', message: 'No answer' } },
    "'erp.createOrder/A-1' may have happened: No answer (timeout)",
  ],
  [
    { type: 'step.attempted', attempt: { ...attempt, outcome: 'retry', code: 'busy', message: 'Busy', retryAt: 0 } },
    "'erp.createOrder/A-1' to be tried again at 1970-01-01T00:00:00.000Z: Busy (busy)",
  ],
  [{ type: 'step.attempted', attempt: { ...attempt, name: '', outcome: 'retry' } }, 'the tries are counted anew'],
  [finished({}), "'hold stock' done"],
  [finished({}, { type: 'order', id: '7', number: 'SO-7', system: 'erp' }), "'hold stock' done: erp order SO-7 (7)"],
  [finished({}, { type: 'order', id: '7' }), "'hold stock' done: order 7"],
  [finished({ kind: 'undo' }), "'hold stock' undone"],
  [
    finished({ result: '{"$crossdock":"failure","code":"conflict","message":"No","disposition":"reject"}' }),
    "'hold stock' failed: No (conflict)",
  ],
  [{ type: 'run.woken', run: 1, at }, 'woken by its timer'],
  [{ type: 'run.parked', run: 1, exception, at }, 'stopped for finance: The SKU is unknown (unmapped)'],
  [
    { type: 'run.resumed', run: 1, exceptionState: 'replayed', note: 'mapped', at },
    'goes on, replayed by a person (mapped)',
  ],
  [{ type: 'run.undoing', run: 1, code: 'conflict', reason: 'No', at }, 'is undone: No'],
  [{ type: 'run.finished', run: 1, outcome: 'cancelled', at }, 'ended: cancelled'],
  [{ type: 'exception.opened', exception, at }, 'exception for finance: The SKU is unknown (unmapped)'],
  [{ type: 'exception.closed', exception: 1, state: 'skipped', note: 'a test', at }, 'exception skipped (a test)'],
  [{ type: 'cursor.moved', name: 'sweep/shop', value: at, at }, `cursor sweep/shop moved to ${at}`],
  [{ type: 'decision.made', text: 'The order is small', at }, 'The order is small'],
];

describe('a journal entry in words', () => {
  test.each(sentences.map(([change, sentence]) => [sentence, change] as const))('%s', (sentence, change) => {
    expect(describeChange(change)).toBe(sentence);
  });
});
