import { type Change, type RunRecord, type StepRecord } from '../journal/index.ts';
import { IntegrationError, toIntegrationError } from '../primitives/index.ts';
import { asJournaled, decodeFailure, decodeResult, encodeResult } from './codec.ts';
import { type DurableRetryState } from './durable-retry.ts';
import { type ExecutionPorts } from './ports.ts';
import { RunUndo } from './run-undo.ts';
import { insideUnit, outsideUnits } from './scope.ts';
import { StepRecords } from './step-records.ts';
import { turn } from './turn.ts';
import { type Suspension, timerOver, type Unit } from './unit.ts';

/** How one execution of a run ended. The run itself may go on in a later execution. */
export type ExecutionEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'suspended'; readonly suspensions: readonly Suspension[] }
  | { readonly kind: 'failed'; readonly error: IntegrationError; readonly step?: string }
  | { readonly kind: 'halted' }
  /** The journal could not be written: nothing is lost, the run is entered again later. */
  | { readonly kind: 'broken'; readonly error: IntegrationError };

/** How many rounds of the event loop a flow may take to reach its next journaled step on re-entry. */
const replayPatience = 100;

/**
 * One execution of a run: enters the flow, answers finished units from the journal in the order in which they
 * finished, and does the rest live.
 *
 * While journaled results are still to be delivered nothing new begins. So a flow that changed under the run (a step
 * missing, renamed, out of order) is found before it can act twice.
 */
export class RunExecution {
  readonly #run: RunRecord;
  readonly #identity: string;
  readonly #recorded: readonly StepRecord[];
  readonly #ports: ExecutionPorts;
  readonly #attempts: DurableRetryState;
  readonly #units = new Map<string, Unit>();
  readonly #fresh: Unit[] = [];
  readonly #suspended = new Map<Unit, Suspension>();
  /** Names of the units whose result or failure the flow has heard of. */
  readonly #heard = new Set<string>();
  readonly #records: StepRecords;
  readonly #undo: RunUndo;
  readonly #end = Promise.withResolvers<ExecutionEnd>();
  readonly #abort = new AbortController();
  #position = 0;
  #active = 0;
  /** How the flow itself came out, once it did. */
  #outcome: ExecutionEnd | undefined;
  #ended = false;
  #frozen = false;
  #abandoned = false;
  /** A unit was asked for and not begun, because the execution is to come to rest. */
  #heldBack = false;
  /** Failure of a step that the flow did not wait for. */
  #late: { readonly error: IntegrationError; readonly step: string } | undefined;
  #whenQuiet: (() => void)[] = [];
  #replayed: Promise<void> | undefined;
  #asked = 0;
  #failedStep: string | undefined;

  constructor(
    run: RunRecord,
    eventId: string,
    journaled: readonly StepRecord[],
    attempts: DurableRetryState,
    ports: ExecutionPorts,
  ) {
    this.#run = run;
    this.#identity = identityOf(run, eventId);
    this.#ports = ports;
    this.#attempts = attempts;
    this.#recorded = journaled.filter((it) => it.kind !== 'undo');
    const { clock } = ports;
    this.#records = new StepRecords(run.id, journaled, clock);
    const append = (changes: readonly Change[]) => this.#append(changes);
    this.#undo = new RunUndo(journaled, { clock, attempts, records: this.#records, append });
    this.#frozen = run.undoing;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True once a result of the journal is still to be delivered: what the flow says now it said before. */
  get replaying(): boolean {
    return this.#position < this.#recorded.length;
  }

  /** Writes that may have happened, and whose end the flow has not heard of, with the system they went to. */
  get inDoubt(): readonly { readonly name: string; readonly system: string | undefined }[] {
    const unanswered = [...this.#attempts.unanswered()].map(([name, system]) => ({ name, system }));
    return unanswered.filter(({ name }) => !this.#isHeard(name));
  }

  /** Enters the flow and resolves when the run is over, has to wait, or was halted. */
  async execute(enter: () => Promise<unknown>): Promise<ExecutionEnd> {
    if (this.replaying) this.#replayed = this.#replay();
    // Whoever made the run ready may have been inside a step of another run.
    void outsideUnits(() => this.#enter(enter));
    const end = await this.#end.promise;
    // What is still under way would meet itself if the run were entered again now.
    await this.#quiet();
    return end;
  }

  /** Nothing new begins; what is under way finishes and is journaled. */
  halt(): void {
    this.#frozen = true;
    this.#considerEnd();
  }

  /** Tells everything under way to stop now. */
  abort(reason: IntegrationError): void {
    this.halt();
    this.#abort.abort(reason);
  }

  /** Puts a sentence into the trace. Nothing depends on it, so nothing waits for it. */
  say(text: string): void {
    const { id: run, key } = this.#run;
    const at = new Date(this.#ports.clock.now()).toISOString();
    if (!this.#abandoned)
      this.#ports.journal.append([{ type: 'decision.made', run, key, text, at }]).catch(() => undefined);
  }

  /** Gives up on whatever is still under way: nothing of it is journaled any more. */
  abandon(): void {
    this.#abandoned = true;
    this.#finish({ kind: 'halted' });
    for (const resolve of this.#whenQuiet.splice(0)) resolve();
  }

  /** The flow asks for a unit. */
  ask(unit: Unit): Promise<unknown> {
    if (this.#units.has(unit.name)) {
      throw new IntegrationError(`Step '${unit.name}' is asked for twice in one run; tell them apart with 'as'`, {
        code: 'step-name-reused',
        details: { step: unit.name },
      });
    }
    if (this.#ended) return unit.promise;
    this.#units.set(unit.name, unit);
    this.#asked++;
    this.#records.goesOn();
    if (this.replaying) this.#fresh.push(unit);
    else this.#begin(unit);
    return unit.promise;
  }

  /**
   * Undoes the finished units in reverse order, each once.
   *
   * @returns what it has to wait for, or `undefined` when all is undone
   * @throws IntegrationError when an undo failed for good; the ones after it are not begun
   */
  undo(): Promise<Suspension | undefined> {
    return this.#undo.undo();
  }

  async #enter(enter: () => Promise<unknown>): Promise<void> {
    let end: ExecutionEnd;
    try {
      await enter();
      end = { kind: 'done' };
    } catch (error) {
      const failure = toIntegrationError(error);
      end = { kind: 'failed', error: failure, ...(this.#failedStep !== undefined && { step: this.#failedStep }) };
    }
    this.#outcome = end;
    // The last journaled result may have been all that the flow waited for.
    await this.#replayed;
    // Siblings that are under way finish first: what they did must be known before the run ends or is undone.
    await this.#quiet();
    this.#finish(end.kind === 'done' ? this.#endOfAll() : end);
  }

  /** The flow came to its end. The run does so when everything that the flow asked for has, awaited or not. */
  #endOfAll(): ExecutionEnd {
    if (this.replaying) return { kind: 'failed', error: this.#changed('was never reached') };
    if (this.#late) return { kind: 'failed', ...this.#late };
    if (this.#heldBack) return { kind: 'halted' };
    const forgotten = this.#suspended.size > 0 ? undefined : this.inDoubt[0];
    if (forgotten) {
      const how = 'may have happened and is not asked for any more';
      return { kind: 'failed', error: this.#changed(how, forgotten.name), step: forgotten.name };
    }
    const open = [...this.#suspended].filter(([{ kind }]) => kind === 'step' || kind === 'call');
    if (open.length === 0) return { kind: 'done' };
    return { kind: 'suspended', suspensions: open.map(([, suspension]) => suspension) };
  }

  async #quiet(): Promise<void> {
    while (this.#active > 0 && !this.#abandoned) {
      await new Promise<void>((resolve) => {
        this.#whenQuiet.push(resolve);
      });
    }
  }

  async #replay(): Promise<void> {
    for (; this.#position < this.#recorded.length; this.#position++) {
      const record = this.#recorded[this.#position];
      if (record === undefined) break;
      const unit = await this.#askedFor(record);
      if (unit === undefined) {
        if (this.#outcome === undefined)
          this.#finish({ kind: 'failed', error: this.#changed('is not asked for at its place') });
        return;
      }
      await this.#deliver(unit, record);
      await turn();
    }
    for (const unit of this.#fresh.splice(0)) if (!isDelivered(unit, this.#recorded)) this.#begin(unit);
    this.#considerEnd();
  }

  async #askedFor(record: StepRecord): Promise<Unit | undefined> {
    const name = record.kind === 'sleep' ? record.name.replace(/ \(over\)$/, '') : record.name;
    let asked = this.#asked;
    for (let rounds = 0; rounds < replayPatience; rounds++) {
      const unit = this.#units.get(name);
      if (unit !== undefined) {
        return unit.kind === record.kind || (record.kind === 'sleep' && unit.kind === 'event') ? unit : undefined;
      }
      if (this.#outcome) return undefined;
      await turn();
      if (asked !== this.#asked) rounds = 0;
      asked = this.#asked;
    }
    return undefined;
  }

  async #deliver(unit: Unit, record: StepRecord): Promise<void> {
    if (record.kind === 'sleep' && record.name === unit.name) {
      unit.deadline = Number(decodeResult(record.result));
      return;
    }
    this.#heard.add(unit.name);
    const failure = decodeFailure(record.result);
    if (failure) {
      this.#failedStep = unit.name;
      unit.reject(failure);
      return;
    }
    const value = decodeResult(record.result);
    this.#remember(unit, value);
    unit.resolve(unit.kind === 'event' ? await this.#ports.journal.event(Number(value ?? 0)) : value);
  }

  #begin(unit: Unit): void {
    if (this.#frozen) {
      this.#heldBack = true;
      this.#considerEnd();
    } else {
      void this.#work(unit);
    }
  }

  async #work(unit: Unit): Promise<void> {
    this.#active++;
    try {
      const outcome = await insideUnit({ key: this.keyOf(unit.name), name: unit.name }, () => unit.work(unit));
      if (outcome.state === 'waiting') {
        this.#suspended.set(unit, outcome.until);
        return;
      }
      const identifiers = (outcome.identifiers ?? []).map((id) => ({ id, key: this.#run.key }));
      await this.#append(this.#records.finished(unit, outcome.encoded, identifiers));
      this.#heard.add(unit.name);
      const value = asJournaled(outcome.value, outcome.encoded);
      this.#remember(unit, value);
      unit.resolve(unit.kind === 'event' ? await this.#ports.journal.event(Number(value ?? 0)) : value);
    } catch (error) {
      // A journal that cannot be written ends the execution by itself; see #append.
      await this.#fail(unit, toIntegrationError(error)).catch(() => undefined);
    } finally {
      this.#active--;
      this.#considerEnd();
      if (this.#active === 0) for (const resolve of this.#whenQuiet.splice(0)) resolve();
    }
  }

  /** A failure is waited out durably, or handed to the flow. */
  async #fail(unit: Unit, error: IntegrationError): Promise<void> {
    if (this.#ended || (this.#abort.signal.aborted && this.#outcome === undefined)) return;
    const retryAt = this.#attempts.nextAttempt(unit.name, error);
    if (retryAt !== undefined && this.#outcome?.kind !== 'failed') {
      await this.#append([this.#attempts.failed(unit.name, error, retryAt)]);
      this.#suspended.set(unit, { wakeAt: retryAt, words: `'${unit.name}' to be tried again (${error.code})` });
      return;
    }
    if (this.#outcome?.kind === 'done') this.#late ??= { error, step: unit.name };
    this.#heard.add(unit.name);
    const survived = this.#records.handed(unit, error);
    this.#failedStep = unit.name;
    unit.reject(error);
    await turn();
    if (this.#outcome === undefined) survived();
  }

  /** A call inside a step, or inside an undo, is heard of with it. */
  #isHeard(name: string): boolean {
    for (let end = name.length; end > 0; end = name.lastIndexOf('/', end - 1)) {
      const outer = name.slice(0, end);
      if (this.#units.has(outer)) return this.#heard.has(outer);
      if (this.#undo.isFinished(outer)) return true;
    }
    return false;
  }

  #remember(unit: Unit, value: unknown): void {
    const { undo, name } = unit;
    if (undo === undefined) return;
    const scope = { key: `${this.keyOf(name)}/undo`, name: `undo ${name}` };
    this.#undo.remember(name, () => insideUnit(scope, () => undo(value as never)));
  }

  /** Journals a timer of a unit, so that it ends at the same instant after a crash. */
  async setTimer(unit: Unit, deadline: number): Promise<void> {
    await this.#append(this.#records.timer(unit, encodeResult(deadline, unit.name)));
    unit.deadline = deadline;
  }

  async #append(changes: readonly Change[]): Promise<void> {
    if (this.#abandoned) throw new IntegrationError('The process stops', { code: 'cancelled' });
    try {
      await this.#ports.journal.append(changes);
    } catch (error) {
      this.#finish({ kind: 'broken', error: toIntegrationError(error) });
      throw error;
    }
  }

  /** From here on the flow is not listened to any more: it is entered again when there is reason to. */
  #finish(end: ExecutionEnd): void {
    this.#ended = true;
    this.#frozen = true;
    this.#end.resolve(end);
  }

  /** The stable identity of a unit: `flow/version/key[@source/fact]/step[/discriminator]`. */
  keyOf(name: string): string {
    return `${this.#identity}/${name}`;
  }

  #considerEnd(): void {
    if (this.#active === 0 && this.#outcome === undefined && (this.#suspended.size > 0 || this.#frozen))
      void this.#endWhenQuiet();
  }

  async #endWhenQuiet(): Promise<void> {
    const asked = this.#asked;
    await turn();
    if (this.#ended) return;
    if (this.#active > 0 || this.#outcome !== undefined || this.replaying || asked !== this.#asked) {
      if (this.#frozen && this.#outcome === undefined && this.#active === 0 && !this.replaying) this.#considerEnd();
      return;
    }
    if (this.#records.anySurvived) await this.#append(this.#records.survived());
    this.#finish(this.#frozen ? { kind: 'halted' } : { kind: 'suspended', suspensions: [...this.#suspended.values()] });
  }

  #changed(how: string, step = this.#recorded[this.#position]?.name ?? ''): IntegrationError {
    return new IntegrationError(
      `Flow '${this.#run.flow}' changed under this run: journaled step '${step}' ${how}. Give the changed flow a new version and keep the old one until its runs end.`,
      { code: 'flow-changed', details: { flow: this.#run.flow, version: this.#run.version, step } },
    );
  }
}

/** One key may have many facts (every sale of a SKU, every change of a price), and each has keys of its own. */
function identityOf({ flow, version, key, generation }: RunRecord, eventId: string): string {
  const [source = '', , ...fact] = eventId.split('/');
  const business = fact.join('/') === key ? key : `${key}@${source}/${fact.join('/')}`;
  return `${flow}/${version}/${business}${generation > 1 ? `~${generation}` : ''}`;
}

function isDelivered(unit: Unit, recorded: readonly StepRecord[]): boolean {
  const over = unit.kind === 'sleep' ? timerOver(unit.name) : unit.name;
  return recorded.some((it) => it.name === over && it.kind === unit.kind);
}
