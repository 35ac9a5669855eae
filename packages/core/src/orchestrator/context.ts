import { type EventRecord, type Journal } from '../journal/index.ts';
import { type Duration, IntegrationError, toMs } from '../primitives/index.ts';
import { isEventName } from '../schemas/index.ts';
import { encodeResult } from './codec.ts';
import { type DurableRetryState } from './durable-retry.ts';
import { readEnvelope } from './envelope.ts';
import {
  type CallOptions,
  type FlowContext,
  type FlowTools,
  type Needs,
  type StepOptions,
  type StepScope,
  type WaitOptions,
} from './flow.ts';
import { type AttemptRecorder, type ExecutionPorts } from './ports.ts';
import { type RunExecution } from './run-execution.ts';
import { currentUnit } from './scope.ts';
import { insideSteps } from './stock.ts';
import { createUnit, type Suspension, type Unit, type UnitOutcome } from './unit.ts';

/** What the context of one execution is made from. */
export interface ContextParts {
  readonly execution: RunExecution;
  readonly attempts: DurableRetryState;
  readonly ports: ExecutionPorts;
  readonly txn: string;
  readonly needs: Needs;
  /** Seqs of events that earlier waits of this run took. */
  readonly taken: Set<number>;
}

const timer = 'sleep';

/** Builds what a flow sees: its tools and one handle for each system it asked for. */
export function createContext(parts: ContextParts): FlowContext<Needs> {
  const handles = Object.entries(parts.needs).map(([system, names]) => [
    system,
    Object.fromEntries(names.map((capability) => [capability, callOf(parts, system, capability)])),
  ]);
  const availability = insideSteps(parts.ports.availability);
  return { ...toolsOf(parts), availability, ...Object.fromEntries(handles) } as FlowContext<Needs>;
}

function toolsOf(parts: ContextParts): FlowTools {
  const { execution, ports, txn } = parts;
  const counted = new Map<string, number>();
  return {
    txn,
    signal: execution.signal,
    step: heard(async <T>(name: string, run: (scope: StepScope) => T | Promise<T>, options: StepOptions<T> = {}) => {
      mustBeOutside(`step '${name}'`);
      if (typeof run !== 'function') throw noWork(name);
      const unit = stepUnit(parts, name, run, options as StepOptions<unknown>);
      return (await execution.ask(unit)) as T;
    }),
    sleep: heard(async (duration: Duration, options: { readonly as?: string } = {}) => {
      mustBeOutside('a sleep');
      const name = join(timer, options.as ?? next(counted, timer));
      await execution.ask(sleepUnit(parts, name, toMs(duration)));
    }),
    waitFor: heard(async (name: string | readonly string[], options: WaitOptions & { timeout?: Duration } = {}) => {
      mustBeOutside('a wait');
      const names = typeof name === 'string' ? [name] : name;
      for (const it of names) mustBeEvent(it);
      const subject = `wait for ${names.join(' or ')}`;
      const unitName = join(subject, options.as ?? next(counted, subject));
      const record = (await execution.ask(waitUnit(parts, unitName, names, options))) as EventRecord | undefined;
      if (record) parts.taken.add(record.seq);
      return (record && toFlowEvent(record)) as never;
    }),
    log: (message, attributes = {}) => {
      if (execution.replaying) return;
      ports.observer.log('info', message, { ...attributes, 'crossdock.txn': txn });
      execution.say(message);
    },
  };
}

/** A failure that the flow does not wait for is the run's to deal with: it must not bring the process down. */
function heard<A extends readonly unknown[], T>(ask: (...values: A) => Promise<T>): (...values: A) => Promise<T> {
  return (...values) => {
    const asked = ask(...values);
    asked.catch(() => undefined);
    return asked;
  };
}

/** An event that nobody tells would be waited for without end. */
function mustBeEvent(name: string): void {
  if (isEventName(name)) return;
  throw new IntegrationError(`There is no event '${name}' to wait for`, { code: 'input-invalid', path: 'waitFor' });
}

/** What happens inside a step is one unit: after a crash it is skipped or run again as a whole. */
function mustBeOutside(what: string): void {
  const outer = currentUnit();
  if (!outer) return;
  throw new IntegrationError(`Step '${outer.name}' asks for ${what} inside itself; put it beside the step`, {
    code: 'input-invalid',
    path: outer.name,
  });
}

function toFlowEvent({ name, id, source, occurredAt, envelope }: EventRecord) {
  return { name, id, source, occurredAt, data: readEnvelope(envelope).data };
}

function stepUnit(
  parts: ContextParts,
  name: string,
  run: (scope: StepScope) => unknown,
  options: StepOptions<unknown>,
): Unit {
  const unitName = join(checkName(name), options.as);
  if (options.retry === 'never') parts.attempts.neverRetry(unitName);
  return createUnit({
    kind: 'step',
    name: unitName,
    undo: options.undo,
    work: async () => {
      const early = tooEarly(parts, unitName);
      if (early) return early;
      const { execution } = parts;
      const value = await run({ key: execution.keyOf(unitName), signal: execution.signal });
      return { state: 'done', value, encoded: encodeResult(value, unitName) };
    },
  });
}

function callOf(parts: ContextParts, system: string, capability: string) {
  const { execution, ports, attempts, txn } = parts;
  return heard(async (input: unknown, options: CallOptions<unknown> = {}): Promise<unknown> => {
    const outer = currentUnit();
    const reference = ports.systems.reference(capability, input);
    const request = { system, capability, input, txn, signal: execution.signal };
    if (outer) {
      // Inside a step (or its undo) a call belongs to that step: same protection, no journal entry of its own.
      if (options.undo) throw undoBelongsToStep(outer.name, `${system}.${capability}`);
      if (options.hold === 'until-open') attempts.holdUntilOpen(outer.name);
      const name = join(`${outer.name}/${system}.${capability}`, options.as ?? reference);
      const key = `${outer.key}/${system}.${capability}/${options.as ?? reference}`;
      return ports.systems.call({ ...request, key, ...attempts.sendings(name), record: recorder(parts, name, system) });
    }
    const name = join(`${system}.${capability}`, options.as ?? reference);
    if (options.hold === 'until-open') attempts.holdUntilOpen(name);
    const unit = createUnit({
      kind: 'call',
      name,
      undo: options.undo,
      work: async () => {
        const early = tooEarly(parts, name);
        if (early) return early;
        const record = recorder(parts, name, system);
        const key = execution.keyOf(name);
        const value = await ports.systems.call({ ...request, key, ...attempts.sendings(name), record });
        return {
          state: 'done',
          value,
          encoded: encodeResult(value, name),
          identifiers: ports.systems.identifiers(value),
        };
      },
    });
    return execution.ask(unit);
  });
}

function noWork(step: string): IntegrationError {
  return new IntegrationError(`Step '${step}' has nothing to do: its second argument is a function`, {
    code: 'input-invalid',
    path: step,
  });
}

function undoBelongsToStep(step: string, call: string): IntegrationError {
  return new IntegrationError(`The call ${call} belongs to step '${step}': give its undo to the step`, {
    code: 'input-invalid',
    path: step,
  });
}

function sleepUnit(parts: ContextParts, name: string, durationMs: number): Unit {
  return createUnit({
    kind: 'sleep',
    name,
    work: async (unit) => {
      const waiting = await untilDeadline(parts, unit, durationMs);
      return waiting ?? { state: 'done', value: undefined, encoded: encodeResult(undefined, name) };
    },
  });
}

function waitUnit(
  parts: ContextParts,
  name: string,
  events: readonly string[],
  options: WaitOptions & { timeout?: Duration },
): Unit {
  const key = options.key ?? parts.txn;
  return createUnit({
    kind: 'event',
    name,
    work: async (unit): Promise<UnitOutcome> => {
      const { event, lookedUpTo } = await nextFree(parts.ports.journal, events, key, parts.taken);
      if (event) return { state: 'done', value: event.seq, encoded: encodeResult(event.seq, name) };
      const wait = { events, key, afterSeq: lookedUpTo };
      const words = events.join(' or ');
      if (options.timeout === undefined) return { state: 'waiting', until: { wait, words } };
      const waiting = await untilDeadline(parts, unit, toMs(options.timeout));
      if (waiting?.state === 'waiting') return { state: 'waiting', until: { ...waiting.until, wait, words } };
      return { state: 'done', value: null, encoded: encodeResult(null, name) };
    },
  });
}

async function nextFree(
  journal: Journal,
  events: readonly string[],
  key: string,
  taken: Set<number>,
): Promise<{ event?: EventRecord; lookedUpTo: number }> {
  let lookedUpTo = 0;
  for (;;) {
    const event = await journal.nextEvent(events, key, lookedUpTo);
    if (!event) return { lookedUpTo };
    if (!taken.has(event.seq)) {
      // At once, so that a wait beside this one does not take it too.
      taken.add(event.seq);
      return { event, lookedUpTo };
    }
    lookedUpTo = event.seq;
  }
}

/** Journals the unit's deadline when it is new; says how to wait for it, or `undefined` when it is over. */
async function untilDeadline(
  parts: ContextParts,
  unit: Unit,
  durationMs: number,
): Promise<{ readonly state: 'waiting'; readonly until: Suspension } | undefined> {
  const now = parts.ports.clock.now();
  if (unit.deadline === undefined) await parts.execution.setTimer(unit, now + durationMs);
  const wakeAt = unit.deadline ?? now;
  if (wakeAt <= parts.ports.clock.now()) return undefined;
  return { state: 'waiting', until: { wakeAt, words: `until ${new Date(wakeAt).toISOString()}` } };
}

function tooEarly(parts: ContextParts, unit: string): UnitOutcome | undefined {
  const notBefore = parts.attempts.notBefore(unit);
  if (notBefore === undefined || notBefore <= parts.ports.clock.now()) return undefined;
  return { state: 'waiting', until: { wakeAt: notBefore, words: `'${unit}' to be tried again` } };
}

function recorder({ ports, attempts }: ContextParts, unit: string, system: string): AttemptRecorder {
  return {
    attempted: async () => {
      await ports.journal.append([attempts.sent(unit, system)]);
    },
    failed: (error: IntegrationError) => {
      // For the trace only: nothing depends on it, so nothing waits for it.
      ports.journal.append([attempts.lost(unit, system, error)]).catch(() => undefined);
    },
  };
}

function next(counted: Map<string, number>, name: string): string | undefined {
  const count = (counted.get(name) ?? 0) + 1;
  counted.set(name, count);
  return count === 1 ? undefined : String(count);
}

function join(name: string, discriminator: string | undefined): string {
  return discriminator === undefined ? name : `${name}/${discriminator}`;
}

function checkName(name: string): string {
  if (name.length > 0 && name.length <= 120) return name;
  throw new IntegrationError('A step needs a name of 1 to 120 characters', {
    code: 'input-invalid',
    path: 'step.name',
    details: { characters: name.length },
  });
}
