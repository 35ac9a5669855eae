import { type Change, type StepRecord } from '../journal/index.ts';
import { type Clock, type IntegrationError } from '../primitives/index.ts';
import { encodeFailure } from './codec.ts';
import { timerOver, type Unit } from './unit.ts';

/** A failure that was handed to the flow. */
interface HandedFailure {
  readonly unit: Unit;
  readonly text: string;
  /** The flow went on after it. */
  survived: boolean;
}

/**
 * What a run journals of its units, each under the next ordinal.
 *
 * A failure is journaled only if the flow survives it: a run that ends with it tries the unit again when it is resumed.
 */
export class StepRecords {
  readonly #run: number;
  readonly #clock: Clock;
  #ordinal: number;
  #failures: HandedFailure[] = [];

  constructor(run: number, journaled: readonly StepRecord[], clock: Clock) {
    this.#run = run;
    this.#clock = clock;
    this.#ordinal = Math.max(0, ...journaled.map((it) => it.ordinal));
  }

  /** A failure of the unit goes to the flow now. Call what comes back when the flow has not ended of it. */
  handed(unit: Unit, error: IntegrationError): () => void {
    const failure: HandedFailure = { unit, text: encodeFailure(error), survived: false };
    this.#failures.push(failure);
    return () => {
      failure.survived = true;
    };
  }

  /** The flow asks for something else, so it has survived every failure up to here. */
  goesOn(): void {
    for (const failure of this.#failures) failure.survived = true;
  }

  get anySurvived(): boolean {
    return this.#failures.some((it) => it.survived);
  }

  /** The failures that the flow survived and that are not journaled yet. They come before whatever it did next. */
  survived(): Change[] {
    if (this.#failures.length === 0) return [];
    const survived = this.#failures.filter((it) => it.survived);
    this.#failures = this.#failures.filter((it) => !it.survived);
    return survived.map(({ unit, text }) => this.#finished(unit.kind, unit.name, text));
  }

  /** A unit came out, after the failures that the flow survived. */
  finished(unit: Unit, result: string, identifiers: readonly { id: string; key: string }[]): Change[] {
    const name = unit.kind === 'sleep' ? timerOver(unit.name) : unit.name;
    const failures = this.survived();
    const change = this.#finished(unit.kind, name, result);
    return [...failures, { ...change, ...(identifiers.length > 0 && { identifiers }) }];
  }

  /** The timer of a unit is set, after the failures that the flow survived. */
  timer(unit: Unit, result: string): Change[] {
    return [...this.survived(), this.#finished('sleep', unit.name, result)];
  }

  undone(name: string, result: string): Change {
    return this.#finished('undo', name, result);
  }

  #finished(kind: StepRecord['kind'], name: string, result: string): Change & { readonly type: 'step.finished' } {
    const at = new Date(this.#clock.now()).toISOString();
    return { type: 'step.finished', step: { run: this.#run, ordinal: ++this.#ordinal, kind, name, result, at } };
  }
}
