import { describe, expect, test } from 'vitest';
import { event, noSystems, openExceptions, orderEvent, run, type Run, states } from '../../test/orchestrator-world.ts';
import { IntegrationError } from '../primitives/index.ts';
import { type SystemsPort } from './ports.ts';

describe('steps', () => {
  test('a finished step is never run again, whatever happens after it', async () => {
    const ran: string[] = [];
    let down = true;
    const { journal, clock, world } = await run(async (_order, { step }) => {
      const first = await step('first', () => {
        ran.push('first');
        return { at: new Date(5), n: 7n };
      });
      expect(first).toEqual({ at: new Date(5), n: 7n });
      await step('second', () => {
        if (down) throw new IntegrationError('not now', { code: 'system-unavailable' });
        ran.push('second');
      });
    });
    expect(await states(journal)).toEqual(['waiting']);
    down = false;
    await clock.advance(5_000);
    await world.idle();
    expect(ran).toEqual(['first', 'second']);
    expect(await states(journal)).toEqual(['done']);
  });

  test('a step that asks for the same name twice parks the run and names the step', async () => {
    const { journal, world } = await run(async (_order, { step }) => {
      await step('twice', () => 1);
      await step('twice', () => 2);
    });
    expect(await openExceptions(journal)).toMatchObject([
      { code: 'step-name-reused', reason: expect.stringContaining("'twice'") },
    ]);
    await world.stop();
  });

  test('a discriminator tells steps of one name apart', async () => {
    const { journal } = await run(async (_order, { step }) => {
      for (const line of ['1', '2', '3']) await step('ship', () => line, { as: line });
    });
    const steps = await journal.steps(1);
    expect(steps.map((it) => it.name)).toEqual(['ship/1', 'ship/2', 'ship/3']);
  });

  test('the key of a step is flow, version, key and step', async () => {
    const keys: string[] = [];
    await run(async (_order, { step }) => {
      await step('book', ({ key }) => void keys.push(key), { as: 'x' });
    });
    expect(keys).toEqual(['test/1/A-1/book/x']);
  });

  test('a refusal parks the run with its reason, system and path', async () => {
    const { journal } = await run(async (_order, { step }) => {
      await step('book', () => {
        throw new IntegrationError('SKU is unknown', { code: 'unmapped', path: 'lines.1.sku', system: 'erp' });
      });
    });
    expect(await openExceptions(journal)).toMatchObject([
      {
        code: 'unmapped',
        path: 'lines.1.sku',
        system: 'erp',
        step: 'book',
        key: 'A-1',
        state: 'open',
        amount: '19.99 USD',
      },
    ]);
  });

  test('a failure that the flow catches is met again on re-entry, and the step is not run again', async () => {
    let tries = 0;
    const seen: string[] = [];
    const { journal, clock, world } = await run(async (_order, { step, sleep }) => {
      const outcome = await step('risky', () => {
        tries++;
        throw new IntegrationError('refused', { code: 'conflict' });
      }).catch((error: unknown) => (error as IntegrationError).code);
      await sleep('1h');
      seen.push(outcome);
    });
    await clock.advance(3_600_000);
    await world.idle();
    expect({ tries, seen, states: await states(journal) }).toEqual({ tries: 1, seen: ['conflict'], states: ['done'] });
  });

  test('a failure that may pass is tried again with growing waits, then brought to a person', async () => {
    let tries = 0;
    const { journal, clock, world } = await run(
      async (_order, { step }) => {
        await step('flaky', () => {
          tries++;
          throw new IntegrationError('down', { code: 'system-unavailable' });
        });
      },
      { retry: { firstDelayMs: 1_000, maxDelayMs: 4_000, giveUpAfterMs: 10_000 } },
    );
    const waits: number[] = [];
    for (let last = clock.now(); (await states(journal))[0] === 'waiting'; last = clock.now()) {
      await clock.advance(500);
      await world.idle();
      if (tries > waits.length + 1) waits.push(clock.now() - last);
    }
    expect(tries).toBeGreaterThan(3);
    expect(await openExceptions(journal)).toMatchObject([{ code: 'system-unavailable', state: 'open' }]);
  });

  test('what may have happened is looked up again while that is safe, and brought to a person when it is not', async () => {
    const story = async (retryAfterMs: number | undefined) => {
      let looks = 0;
      const systems: SystemsPort = {
        ...noSystems,
        call: () => {
          looks++;
          if (looks === 3) return Promise.resolve({ id: '42' });
          const details = { lastCode: 'system-unavailable' };
          return Promise.reject(
            new IntegrationError('It may have happened', { code: 'outcome-unknown', retryAfterMs, details }),
          );
        },
      };
      const { journal, clock, world } = await run((order, { erp }) => erp!['createOrder']!(order), {
        systems,
        needs: { erp: ['createOrder'] },
      });
      await clock.advance(60_000);
      await world.idle();
      return { looks, states: await states(journal) };
    };
    expect(await story(0)).toEqual({ looks: 3, states: ['done'] });
    expect(await story(undefined)).toEqual({ looks: 1, states: ['parked'] });
  });

  test('a failure is never tried again sooner than told', async () => {
    let tries = 0;
    const { clock, world } = await run(async (_order, { step }) => {
      await step('slow down', () => {
        tries++;
        if (tries === 1) throw new IntegrationError('slow down', { code: 'throttled', retryAfterMs: 60_000 });
      });
    });
    await clock.advance(59_000);
    await world.idle();
    expect(tries).toBe(1);
    await clock.advance(1_000);
    await world.idle();
    expect(tries).toBe(2);
  });
});

describe('waiting', () => {
  test('an event that came before the wait counts, once', async () => {
    const got: string[] = [];
    const { journal, world } = await run(
      async (_order, { step, waitFor }) => {
        await step('something', () => 1);
        got.push((await waitFor('fulfillment.created')).id);
        got.push((await waitFor('fulfillment.created')).id);
      },
      { before: [event('fulfillment.created', 'f1', 'A-1')] },
    );
    expect(await states(journal)).toEqual(['waiting']);
    await world.record([event('fulfillment.created', 'f2', 'A-1')]);
    await world.idle();
    expect(got.at(-2)).toBe('shop/fulfillment.created/f1');
    expect(got.at(-1)).toBe('shop/fulfillment.created/f2');
    expect(await states(journal)).toEqual(['done']);
  });

  test('an event of another transaction does not wake the run', async () => {
    const { journal, world } = await run(async (_order, { waitFor }) => {
      await waitFor('fulfillment.created');
    });
    await world.record([event('fulfillment.created', 'f9', 'OTHER')]);
    await world.idle();
    expect(await states(journal)).toEqual(['waiting']);
  });

  test('a wait that is over gives undefined, at the instant that was set first', async () => {
    const got: unknown[] = [];
    const { journal, clock, world } = await run(async (_order, { waitFor }) => {
      got.push(await waitFor('fulfillment.created', { timeout: '2h' }));
    });
    await clock.advance(3_600_000);
    await world.restart();
    await clock.advance(3_599_000);
    await world.idle();
    expect(got).toEqual([]);
    await clock.advance(1_000);
    await world.idle();
    expect(got).toEqual([undefined]);
    expect(await states(journal)).toEqual(['done']);
  });

  test('a race between an event and a timer is decided the same way on re-entry', async () => {
    const taken: string[] = [];
    const { clock, world, journal } = await run(async (_order, { step, sleep, waitFor }) => {
      const winner = await Promise.race([
        sleep('1h').then(() => 'timer'),
        waitFor('fulfillment.created').then(() => 'event'),
      ]);
      await step(`took ${winner}`, () => void taken.push(winner));
      await sleep('1h', { as: 'afterwards' });
      await step(`ended ${winner}`, () => void taken.push(winner));
    });
    await world.record([event('fulfillment.created', 'f1', 'A-1')]);
    await world.idle();
    await clock.advance(7_200_000);
    await world.restart();
    await world.idle();
    expect(taken).toEqual(['event', 'event']);
    expect(await states(journal)).toEqual(['done']);
  });

  test('a waiting run costs no execution', async () => {
    const { world } = await run(async (_order, { sleep }) => {
      await sleep('6h');
    });
    expect(world.load()).toBe(0);
  });
});

describe('a flow that changed under a run', () => {
  const original: Run = async (_order, { step, sleep }) => {
    await step('one', () => 1);
    await step('two', () => 2);
    await sleep('1h');
    await step('three', () => 3);
  };
  const changed: Record<string, Run> = {
    'a step renamed': async (_order, { step, sleep }) => {
      await step('one', () => 1);
      await step('zwei', () => effects.push('zwei'));
      await sleep('1h');
    },
    'a step missing': async (_order, { step, sleep }) => {
      await step('one', () => 1);
      await sleep('1h');
      await step('three', () => effects.push('three'));
    },
    'two steps swapped': async (_order, { step, sleep }) => {
      await step('two', () => effects.push('two'));
      await step('one', () => effects.push('one'));
      await sleep('1h');
    },
    'everything gone': async () => undefined,
  };
  let effects: unknown[] = [];

  test.each(Object.keys(changed))('%s: the run is parked and nothing new was done', async (how) => {
    effects = [];
    const { journal, clock, world } = await run(original);
    const definition = changed[how];
    if (!definition) throw new Error('no such case');
    await world.restart({ run: definition });
    await clock.advance(3_600_000);
    await world.idle();
    expect(await openExceptions(journal)).toMatchObject([{ code: 'flow-changed' }]);
    expect(effects).toEqual([]);
  });

  test('an open run keeps the version it began with; without it the run is parked', async () => {
    const { journal, clock, world } = await run(original);
    await world.restart({ version: 2 });
    await clock.advance(3_600_000);
    await world.idle();
    expect(await openExceptions(journal)).toMatchObject([{ code: 'flow-version-missing' }]);
  });
});

describe('undo', () => {
  test('parallel steps: when one fails, all its finished siblings are undone in reverse order', async () => {
    const done: string[] = [];
    const { journal } = await run(
      async (_order, { step }) => {
        await Promise.all([
          step('a', () => void done.push('a'), { undo: () => void done.push('undo a') }),
          step('b', () => void done.push('b'), { undo: () => void done.push('undo b') }),
          step('c', async () => {
            await Promise.resolve();
            throw new IntegrationError('no', { code: 'conflict' });
          }),
        ]);
      },
      { onFailure: 'undo' },
    );
    expect(done).toEqual(['a', 'b', 'undo b', 'undo a']);
    expect(await states(journal)).toEqual(['undone']);
    expect(await openExceptions(journal)).toMatchObject([{ code: 'conflict', actions: ['replay', 'resolve', 'skip'] }]);
  });

  test('an undo that was interrupted goes on where it stopped, each undo once', async () => {
    const done: string[] = [];
    let broken = true;
    const { journal, clock, world } = await run(
      async (_order, { step }) => {
        await step('a', () => 1, { undo: () => void done.push('undo a') });
        await step('b', () => 2, {
          undo: () => {
            if (broken) throw new IntegrationError('down', { code: 'system-unavailable' });
            done.push('undo b');
          },
        });
        await step('c', () => 3, { undo: () => void done.push('undo c') });
        await step('d', () => {
          throw new IntegrationError('no', { code: 'conflict' });
        });
      },
      { onFailure: 'undo' },
    );
    expect(await states(journal)).toEqual(['waiting']);
    broken = false;
    await world.restart();
    await clock.advance(5_000);
    await world.idle();
    expect(done).toEqual(['undo c', 'undo b', 'undo a']);
    expect(await states(journal)).toEqual(['undone']);
  });

  test('a cancelled run undoes what it finished, also when it was waiting', async () => {
    const done: string[] = [];
    const { journal, world } = await run(async (_order, { step, sleep }) => {
      await step('a', () => 1, { undo: (one) => void done.push(`undo ${String(one)}`) });
      await sleep('1d');
    });
    await world.cancel(1, 'the customer changed their mind');
    await world.idle();
    expect(done).toEqual(['undo 1']);
    expect(await states(journal)).toEqual(['cancelled']);
  });
});

describe('order and limits', () => {
  test('runs of one flow and key are strictly one after the other, others run beside them', async () => {
    const trail: string[] = [];
    const open = new Map<string, () => void>();
    const { world } = await run(
      async (order, { step }) => {
        await step('work', async () => {
          trail.push(`begin ${order.ref}#${order.number}`);
          await new Promise<void>((resolve) => open.set(order.number, resolve));
          trail.push(`end ${order.ref}#${order.number}`);
        });
      },
      { first: [] },
    );
    await world.record([orderEvent('A', '1'), orderEvent('A', '2'), orderEvent('B', '3')]);
    await world.rest();
    expect(trail).toEqual(['begin A#1', 'begin B#3']);
    open.get('1')?.();
    await world.rest();
    open.get('2')?.();
    open.get('3')?.();
    await world.idle();
    expect(trail.filter((it) => it.includes('A#'))).toEqual(['begin A#1', 'end A#1', 'begin A#2', 'end A#2']);
  });

  test('a parked run holds back later ones of its key until it is resolved', async () => {
    const done: string[] = [];
    const { journal, world } = await run(
      async (order, { step }) => {
        await step('work', () => {
          if (order.number === '1') throw new IntegrationError('no', { code: 'conflict' });
          done.push(order.number);
        });
      },
      { first: [] },
    );
    await world.record([orderEvent('A', '1'), orderEvent('A', '2')]);
    await world.idle();
    expect(done).toEqual([]);
    await world.exceptions.resolve(1, { note: 'booked by hand' });
    await world.idle();
    expect(done).toEqual(['2']);
    expect(await states(journal)).toEqual(['resolved', 'done']);
  });

  test('a newer level supersedes older ones that have not begun', async () => {
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { journal, world } = await run(
      async (order, { step }) => {
        await step('publish', async () => {
          await gate.promise;
          done.push(order.number);
        });
      },
      { first: [], kind: 'level' },
    );
    await world.record([orderEvent('A', '1')]);
    await world.rest();
    await world.record([orderEvent('A', '2'), orderEvent('A', '3')]);
    gate.resolve();
    await world.idle();
    expect(done.at(-1)).toBe('3');
    expect(done).not.toContain('2');
    expect(await states(journal)).toContain('superseded');
  });

  test('not more runs are active at once than allowed', async () => {
    let active = 0;
    let most = 0;
    const { world } = await run(
      async (_order, { step }) => {
        await step('work', async () => {
          most = Math.max(most, ++active);
          await Promise.resolve();
          active--;
        });
      },
      { first: [], concurrency: 3 },
    );
    await world.record(Array.from({ length: 20 }, (_, i) => orderEvent(`K${i}`)));
    await world.idle();
    expect(most).toBe(3);
  });
});

describe('exceptions', () => {
  test('retry lets the run go on at the step that failed', async () => {
    const done: string[] = [];
    let broken = true;
    const { journal, world } = await run(async (_order, { step }) => {
      await step('first', () => void done.push('first'));
      await step('second', () => {
        if (broken) throw new IntegrationError('no', { code: 'unmapped' });
        done.push('second');
      });
    });
    broken = false;
    const dry = await world.exceptions.retry({ code: 'unmapped' }, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, matched: 1, done: 0, items: [{ outcome: 'would-do' }] });
    await world.exceptions.retry({ code: 'unmapped' });
    await world.idle();
    expect(done).toEqual(['first', 'second']);
    expect(await journal.exceptions({})).toMatchObject([{ state: 'retried' }]);
  });

  test('only what the filter names is replayed', async () => {
    const broken = new Set(['erp', 'shop']);
    const { journal, world } = await run(
      async (order, { step }) => {
        await step('send', () => {
          if (broken.has(order.ref)) throw new IntegrationError('no', { code: 'forbidden', system: order.ref });
        });
      },
      { first: [] },
    );
    await world.record([orderEvent('erp'), orderEvent('shop')]);
    await world.idle();
    broken.clear();
    await world.exceptions.replay({ system: 'erp' });
    await world.idle();
    expect(await states(journal)).toEqual(['done', 'parked']);
  });

  test('an action that is not open to an exception is refused with what is', async () => {
    const { world } = await run(
      async (_order, { step }) => {
        await step('no', () => {
          throw new IntegrationError('no', { code: 'conflict' });
        });
      },
      { onFailure: 'undo' },
    );
    const report = await world.exceptions.retry(1);
    expect(report.items).toMatchObject([{ outcome: 'refused', why: expect.stringContaining('replay') }]);
  });

  test('a run that was undone is replayed as a new generation with keys of its own', async () => {
    const keys: string[] = [];
    let broken = true;
    const { world } = await run(
      async (_order, { step }) => {
        await step('book', ({ key }) => void keys.push(key));
        await step('check', () => {
          if (broken) throw new IntegrationError('no', { code: 'conflict' });
        });
      },
      { onFailure: 'undo' },
    );
    broken = false;
    await world.exceptions.replay(1);
    await world.idle();
    expect(keys).toEqual(['test/1/A-1/book', 'test/1/A-1~2/book']);
  });
});

describe('stopping', () => {
  test('a stop lets the step under way finish and begins no other; the run goes on at the next start', async () => {
    const trail: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { journal, world } = await run(
      async (_order, { step }) => {
        await step('one', async () => {
          await gate.promise;
          trail.push('one');
        });
        await step('two', () => void trail.push('two'));
      },
      { first: [] },
    );
    await world.record([orderEvent('A-1')]);
    await world.rest();
    const stopped = world.stop();
    gate.resolve();
    expect(await stopped).toEqual({ halted: 1, aborted: 0 });
    expect(trail).toEqual(['one']);
    await world.restart();
    await world.idle();
    expect(trail).toEqual(['one', 'two']);
    expect(await states(journal)).toEqual(['done']);
  });

  test('what does not come to rest by the deadline is aborted and left for the next start', async () => {
    const { clock, journal, world } = await run(
      async (_order, { step }) => {
        await step(
          'hangs',
          ({ signal }) =>
            new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        );
      },
      { first: [] },
    );
    await world.record([orderEvent('A-1')]);
    await world.rest();
    const stopped = world.stop();
    await clock.advance(1_000);
    expect(await stopped).toEqual({ halted: 0, aborted: 1 });
    expect(await states(journal)).toEqual(['ready']);
  });
});
