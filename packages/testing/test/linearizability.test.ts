import { describe, expect, it, test } from 'vitest';
import {
  checkLinearizability,
  recordStockHistory,
  type StockAnswer,
  type StockCall,
  type StockHistoryOptions,
  type StockOperation,
} from '@crossdock/testing';

/** Operations from lines like `reserve a 1 → done @ 0-3`: units of one SKU, and the instants of call and answer. */
function history(...lines: readonly string[]): StockOperation[] {
  return lines.map((line) => {
    const [, op = '', key = '', units = '0', answer = '', calledAt, answeredAt] =
      /^(\w+) (\S+)(?: (-?\d+))? → (\S+) @ (\d+)-(\d+)$/.exec(line) ?? [];
    const sku = 'SHOE';
    const call = {
      reserve: { op: 'reserve', key, units: { [sku]: Number(units) } },
      both: { op: 'reserve', key, units: { [sku]: Number(units), HAT: Number(units) } },
      release: { op: 'release', key },
      commit: { op: 'commit', key },
      fulfil: { op: 'fulfil', key },
      move: { op: 'move', ref: key, sku, delta: Number(units) },
      read: { op: 'read', sku },
    }[op] as StockCall;
    const says: StockAnswer = /^\d+$/.test(answer) ? Number(answer) : (answer as StockAnswer);
    return { call, answer: says, calledAt: Number(calledAt), answeredAt: Number(answeredAt) };
  });
}

const opening = { SHOE: 1, HAT: 1 };

describe('a history is explained when', () => {
  test.each<readonly [string, readonly string[]]>([
    ['one of two at once has the last unit', ['reserve a 1 → done @ 0-3', 'reserve b 1 → refused @ 1-2']],
    [
      'a refusal rests on a promise that was answered later',
      ['reserve b 1 → refused @ 1-2', 'reserve a 1 → done @ 0-9'],
    ],
    [
      'a unit that was given back is promised again',
      ['reserve a 1 → done @ 0-1', 'release a → done @ 2-5', 'reserve b 1 → done @ 3-4'],
    ],
    [
      'the same promise is asked for twice',
      ['reserve a 1 → done @ 0-3', 'reserve a 1 → done @ 1-2', 'read x → 0 @ 4-5'],
    ],
    ['a movement is told twice', ['move m 1 → done @ 0-1', 'move m 1 → done @ 2-3', 'read x → 2 @ 4-5']],
    [
      'goods left and the number is lower',
      ['reserve a 1 → done @ 0-1', 'fulfil a → done @ 2-3', 'release a → done @ 4-5', 'read x → 0 @ 6-7'],
    ],
    ['a call without an answer took effect', ['reserve a 1 → unknown @ 0-2', 'reserve b 1 → refused @ 3-4']],
    ['a call without an answer took none', ['reserve a 1 → unknown @ 0-2', 'reserve b 1 → done @ 3-4']],
    [
      'a promise ended and is asked for again',
      ['reserve a 1 → done @ 0-1', 'release a → done @ 2-3', 'reserve a 1 → gone @ 4-5', 'commit a → gone @ 6-7'],
    ],
  ])('%s', (_what, lines) => {
    expect(checkLinearizability(history(...lines), opening)).toMatchObject({ ok: true, operations: lines.length });
  });
});

describe('a history is rejected when', () => {
  test.each<readonly [string, readonly string[]]>([
    ['the last unit is promised twice', ['reserve a 1 → done @ 0-3', 'reserve b 1 → done @ 1-2']],
    ['a unit is refused that nobody has', ['reserve a 1 → refused @ 0-1']],
    [
      'a unit is refused after it was given back',
      ['reserve a 1 → done @ 0-1', 'release a → done @ 2-3', 'reserve b 1 → refused @ 4-5'],
    ],
    [
      'a unit is promised before it is given back',
      ['reserve a 1 → done @ 0-1', 'reserve b 1 → done @ 2-3', 'release a → done @ 4-5'],
    ],
    ['a release is lost', ['reserve a 1 → done @ 0-1', 'release a → done @ 2-3', 'read x → 0 @ 4-5']],
    [
      'a repetition holds twice',
      ['move m 4 → done @ 0-1', 'reserve a 1 → done @ 2-3', 'reserve a 1 → done @ 4-5', 'read x → 3 @ 6-7'],
    ],
    ['a movement counts twice', ['move m 1 → done @ 0-1', 'move m 1 → done @ 2-3', 'read x → 3 @ 4-5']],
    ['an old number is read', ['move m 1 → done @ 0-1', 'read x → 1 @ 2-3']],
    [
      'a promise is committed after it was given back',
      ['reserve a 1 → done @ 0-1', 'release a → done @ 2-3', 'commit a → done @ 4-5'],
    ],
    [
      'a lost call takes effect after the crash',
      ['reserve a 1 → unknown @ 0-2', 'read x → 1 @ 3-4', 'read x → 0 @ 5-6'],
    ],
    [
      'half of a reservation is held',
      ['reserve a 1 → done @ 0-1', 'both b 1 → refused @ 2-3', 'release a → done @ 4-5', 'both c 1 → refused @ 6-7'],
    ],
    [
      'goods that left can be promised',
      ['reserve a 1 → done @ 0-1', 'fulfil a → done @ 2-3', 'reserve b 1 → done @ 4-5'],
    ],
  ])('%s', (_what, lines) => {
    expect(checkLinearizability(history(...lines), opening)).toMatchObject({ ok: false, operations: lines.length });
  });

  it('says which SKU, how far it came and what it could not explain', () => {
    const [first, second] = history('reserve a 1 → done @ 0-3', 'reserve b 1 → done @ 1-2');
    expect(checkLinearizability([first, second] as StockOperation[], opening)).toEqual({
      ok: false,
      skus: ['SHOE'],
      explained: 1,
      operations: 2,
      stuckAt: [first],
    });
  });
});

describe('availability is linearizable', () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed))('without a crash (seed %d)', async (seed) => {
    const found = checkLinearizability(await recordStockHistory({ seed, operations: 400 }));
    expect(found).toMatchObject({ ok: true, operations: 400 });
  });

  test.each(Array.from({ length: 12 }, (_, seed) => seed))('with kills between its writes (seed %d)', async (seed) => {
    const found = checkLinearizability(await recordStockHistory({ seed: `kill ${seed}`, operations: 400, kills: 6 }));
    expect(found).toMatchObject({ ok: true });
  });

  it('and a service that says it gave units back before it did is found out', async () => {
    const spoiled = await recordStockHistory({
      seed: 'early',
      operations: 400,
      spoil: (service) => ({
        ...boundTo(service),
        async release(hold) {
          const known = service.reservation(typeof hold === 'string' ? hold : hold.key);
          if (!known) return service.release(hold);
          setImmediate(() => void service.release(hold));
          return known;
        },
      }),
    });
    expect(checkLinearizability(spoiled)).toMatchObject({ ok: false });
  });
});

function boundTo(service: Parameters<NonNullable<StockHistoryOptions['spoil']>>[0]) {
  return {
    reserve: service.reserve.bind(service),
    commit: service.commit.bind(service),
    fulfil: service.fulfil.bind(service),
    move: service.move.bind(service),
    sellable: service.sellable.bind(service),
  };
}
