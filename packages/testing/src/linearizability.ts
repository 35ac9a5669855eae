/** What was asked of a service that promises stock. Units are whole numbers. */
export type StockCall =
  | { readonly op: 'reserve'; readonly key: string; readonly units: Readonly<Record<string, number>> }
  | { readonly op: 'release' | 'commit' | 'fulfil'; readonly key: string }
  | { readonly op: 'move'; readonly ref: string; readonly sku: string; readonly delta: number }
  | { readonly op: 'read'; readonly sku: string };

/**
 * What was answered. `refused`: not enough. `gone`: there is no such promise, or it has ended. `unknown`: no answer came; it
 * may have happened until the instant that stands for the answer, and not after it. A number is what was read.
 */
export type StockAnswer = 'done' | 'refused' | 'gone' | 'unknown' | number;

/** One call of a history. Its two instants are positions in the one order of all calls and answers. */
export interface StockOperation {
  readonly calledAt: number;
  readonly answeredAt: number;
  readonly call: StockCall;
  readonly answer: StockAnswer;
}

/** Whether some order of the calls explains every answer. */
export type Linearizability =
  | { readonly ok: true; readonly operations: number; readonly partitions: number; readonly explored: number }
  | {
      readonly ok: false;
      /** The SKUs whose answers no order explains. */
      readonly skus: readonly string[];
      /** How many operations of theirs the best order explains, of how many. */
      readonly explained: number;
      readonly operations: number;
      /** Operations of which none can come next in the best order. */
      readonly stuckAt: readonly StockOperation[];
    };

/**
 * Decides whether the answers of concurrent calls can be explained by the calls having taken effect one after the other,
 * each at some instant between its call and its answer. It knows nothing of the service: only what a promise of stock means.
 *
 * The search is that of Wing and Gong with Lowe's memory, for each group of SKUs that share a reservation by itself: an
 * object is linearizable exactly when each of its independent parts is. Once the answers are given, what the calls of a set do
 * to the stock does not depend on their order, so a set that was tried before need not be tried again; nor one that differs
 * only in calls without an answer that come to the same sums and are never spoken of again.
 *
 * @param opening - units on hand before the first call, by SKU; 0 where it says nothing
 */
export function checkLinearizability(
  history: readonly StockOperation[],
  opening: Readonly<Record<string, number>> = {},
): Linearizability {
  let explored = 0;
  const groups = groupsOf(history);
  for (const { skus, operations } of groups) {
    const found = new Search(operations, skus, opening).run();
    explored += found.explored;
    if (found.ok) continue;
    const { explained, stuckAt } = found;
    return { ok: false, skus, explained, operations: operations.length, stuckAt };
  }
  return { ok: true, operations: history.length, partitions: groups.length, explored };
}

interface Found {
  readonly ok: boolean;
  readonly explored: number;
  readonly explained: number;
  readonly stuckAt: readonly StockOperation[];
}

/** What may be done next: let an operation take effect, or say that it never did. */
interface Choice {
  readonly operation: number;
  readonly happens: boolean;
}

interface Level {
  readonly choices: readonly Choice[];
  next: number;
  /** Takes the choice of this level back. */
  undo: (() => void) | undefined;
}

/** Looks for an order of the operations of one group, first answered first. */
class Search {
  readonly #operations: readonly StockOperation[];
  readonly #placed: Uint8Array;
  readonly #omitted: number[] = [];
  /** Of each operation, the last one that speaks of the same promise or movement. */
  readonly #lastOfItsName: readonly number[];
  readonly #books: Books;
  readonly #tried = new Set<string>();
  /** Every operation before this one is placed. */
  #low = 0;
  #count = 0;

  constructor(
    operations: readonly StockOperation[],
    skus: readonly string[],
    opening: Readonly<Record<string, number>>,
  ) {
    this.#operations = operations.toSorted((a, b) => a.calledAt - b.calledAt);
    this.#placed = new Uint8Array(operations.length);
    const last = new Map(this.#operations.map(({ call }, index) => [nameOf(call), index]));
    this.#lastOfItsName = this.#operations.map(({ call }) => last.get(nameOf(call)) ?? 0);
    this.#books = new Books(skus, opening);
  }

  run(): Found {
    const { length } = this.#operations;
    const stack: Level[] = [];
    let best = { explained: -1, stuckAt: [] as readonly StockOperation[] };
    let explored = 0;
    const open = () => {
      const choices = this.#choices();
      stack.push({ choices, next: 0, undo: undefined });
      if (this.#count > best.explained) {
        best = {
          explained: this.#count,
          stuckAt: choices.map((it) => this.#operations[it.operation] as StockOperation),
        };
      }
    };
    open();
    while (this.#count < length) {
      const level = stack.at(-1);
      if (!level) return { ok: false, explored, ...best };
      level.undo?.();
      level.undo = undefined;
      const choice = level.choices[level.next];
      level.next += 1;
      if (!choice) {
        stack.pop();
        continue;
      }
      explored += 1;
      level.undo = this.#place(choice);
      if (!level.undo) continue;
      const set = this.#setPlaced();
      if (this.#tried.has(set)) continue;
      this.#tried.add(set);
      if (this.#count < length) open();
    }
    return { ok: true, explored, explained: length, stuckAt: [] };
  }

  /** Operations that may come next: those that were called before any other open one was answered. */
  #choices(): readonly Choice[] {
    const open: number[] = [];
    let firstAnswer = Infinity;
    for (let index = this.#low; index < this.#operations.length; index++) {
      if (this.#placed[index] === 1) continue;
      const { calledAt, answeredAt } = this.#operations[index] as StockOperation;
      if (calledAt > firstAnswer) break;
      firstAnswer = Math.min(firstAnswer, answeredAt);
      open.push(index);
    }
    const answered = (index: number) => this.#operations[index]?.answeredAt ?? 0;
    const mayBeNext = open.filter((index) => (this.#operations[index]?.calledAt ?? 0) < firstAnswer);
    // One whose answer fits as things stand, and that changes nothing, stands in nobody's way: it is next.
    const idle = mayBeNext.find((index) => this.#isIdle(this.#operations[index] as StockOperation));
    if (idle !== undefined) return [{ operation: idle, happens: true }];
    return mayBeNext
      .toSorted((a, b) => answered(a) - answered(b))
      .flatMap((operation): Choice[] =>
        this.#operations[operation]?.answer === 'unknown'
          ? [
              { operation, happens: true },
              { operation, happens: false },
            ]
          : [{ operation, happens: true }],
      );
  }

  #isIdle(operation: StockOperation): boolean {
    const takeBack = this.#books.apply(operation);
    takeBack?.();
    return takeBack === nothing;
  }

  #place({ operation, happens }: Choice): (() => void) | undefined {
    const takeBack = happens ? this.#books.apply(this.#operations[operation] as StockOperation) : nothing;
    if (!takeBack) return undefined;
    const low = this.#low;
    this.#placed[operation] = 1;
    this.#count += 1;
    if (!happens) this.#omitted.push(operation);
    while (this.#placed[this.#low] === 1) this.#low += 1;
    return () => {
      this.#placed[operation] = 0;
      this.#count -= 1;
      if (!happens) this.#omitted.pop();
      this.#low = low;
      takeBack();
    };
  }

  /**
   * Stands for all that what follows can depend on. That an operation never happened is told apart only as long as
   * something may still be asked of the same promise or movement; from then on all that is left of it is in the sums.
   */
  #setPlaced(): string {
    const beyond: number[] = [];
    for (let index = this.#low, left = this.#count - this.#low; left > 0; index++) {
      if (this.#placed[index] !== 1) continue;
      beyond.push(index);
      left -= 1;
    }
    const omitted = this.#omitted.filter((it) => (this.#lastOfItsName[it] ?? 0) >= this.#low).toSorted((a, b) => a - b);
    return `${this.#low}:${beyond.join()}:${omitted.join()}:${this.#books.sums()}`;
  }
}

/** The promise or movement that a call speaks of; a read speaks of none. */
const nameOf = (call: StockCall): string =>
  call.op === 'move' ? `move ${call.ref}` : call.op === 'read' ? 'read' : `key ${call.key}`;

type PromiseState = 'live' | 'released' | 'fulfilled';

/** What a promise of stock means, one call after the other. */
class Books {
  readonly #skus: readonly string[];
  readonly #onHand: Map<string, number>;
  readonly #held = new Map<string, number>();
  readonly #promises = new Map<
    string,
    { readonly units: Readonly<Record<string, number>>; readonly state: PromiseState }
  >();
  readonly #moved = new Set<string>();

  constructor(skus: readonly string[], opening: Readonly<Record<string, number>>) {
    this.#skus = skus;
    this.#onHand = new Map(Object.entries(opening));
  }

  /**
   * Lets an operation take effect; gives back how to take that back, or nothing if its answer would have been another. One
   * without an answer has to change something: that it changed nothing is the other choice, so that what a set of
   * operations comes to does not depend on their order.
   */
  apply({ call, answer }: StockOperation): (() => void) | undefined {
    switch (call.op) {
      case 'reserve':
        return this.#reserve(call.key, call.units, answer);
      case 'release':
      case 'commit':
      case 'fulfil':
        return this.#settle(call.op, call.key, answer);
      case 'move':
        return this.#move(call.ref, call.sku, call.delta, answer);
      case 'read':
        return answer === Math.max(0, this.#free(call.sku)) ? nothing : undefined;
    }
  }

  #reserve(key: string, units: Readonly<Record<string, number>>, answer: StockAnswer): (() => void) | undefined {
    const known = this.#promises.get(key);
    if (known) {
      const says = known.state === 'released' ? 'gone' : 'done';
      return answer === says ? nothing : undefined;
    }
    const isEnough = Object.entries(units).every(([sku, count]) => count <= this.#free(sku));
    if (!isEnough) return answer === 'refused' ? nothing : undefined;
    if (answer !== 'done' && answer !== 'unknown') return undefined;
    this.#promises.set(key, { units, state: 'live' });
    this.#hold(units, 1);
    return () => {
      this.#promises.delete(key);
      this.#hold(units, -1);
    };
  }

  #settle(op: 'release' | 'commit' | 'fulfil', key: string, answer: StockAnswer): (() => void) | undefined {
    const known = this.#promises.get(key);
    const isDone =
      known !== undefined &&
      (known.state === 'live' || op === 'release' || (op === 'fulfil' && known.state === 'fulfilled'));
    if (!isDone) return answer === 'gone' ? nothing : undefined;
    if (answer !== 'done' && answer !== 'unknown') return undefined;
    if (known.state !== 'live' || op === 'commit') return answer === 'unknown' ? undefined : nothing;
    this.#promises.set(key, { ...known, state: op === 'release' ? 'released' : 'fulfilled' });
    this.#hold(known.units, -1);
    if (op === 'fulfil') this.#leave(known.units, -1);
    return () => {
      this.#promises.set(key, known);
      this.#hold(known.units, 1);
      if (op === 'fulfil') this.#leave(known.units, 1);
    };
  }

  #move(ref: string, sku: string, delta: number, answer: StockAnswer): (() => void) | undefined {
    if (this.#moved.has(ref)) return answer === 'unknown' ? undefined : nothing;
    this.#moved.add(ref);
    this.#leave({ [sku]: delta }, 1);
    return () => {
      this.#moved.delete(ref);
      this.#leave({ [sku]: delta }, -1);
    };
  }

  /** What is free of each SKU, in words that are the same for the same sums. */
  sums(): string {
    return this.#skus.map((sku) => this.#free(sku)).join();
  }

  #free(sku: string): number {
    return (this.#onHand.get(sku) ?? 0) - (this.#held.get(sku) ?? 0);
  }

  #hold(units: Readonly<Record<string, number>>, sign: 1 | -1): void {
    for (const [sku, count] of Object.entries(units)) this.#held.set(sku, (this.#held.get(sku) ?? 0) + sign * count);
  }

  #leave(units: Readonly<Record<string, number>>, sign: 1 | -1): void {
    for (const [sku, count] of Object.entries(units))
      this.#onHand.set(sku, (this.#onHand.get(sku) ?? 0) + sign * count);
  }
}

const nothing = (): void => undefined;

interface Group {
  readonly skus: readonly string[];
  readonly operations: readonly StockOperation[];
}

/** Operations by the SKUs that they touch; SKUs that share a reservation are one group. */
function groupsOf(history: readonly StockOperation[]): readonly Group[] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    const above = parent.get(name) ?? name;
    if (above === name) return name;
    const root = rootOf(above);
    parent.set(name, root);
    return root;
  };
  const namesOf = ({ call }: StockOperation): readonly string[] => {
    if (call.op === 'move' || call.op === 'read') return [`sku ${call.sku}`];
    const skus = call.op === 'reserve' ? Object.keys(call.units) : [];
    return [`key ${call.key}`, ...skus.map((it) => `sku ${it}`)];
  };
  for (const operation of history) {
    const [first = '', ...others] = namesOf(operation);
    parent.set(first, parent.get(first) ?? first);
    for (const other of others) {
      parent.set(other, parent.get(other) ?? other);
      parent.set(rootOf(other), rootOf(first));
    }
  }
  const groups = new Map<string, StockOperation[]>();
  for (const operation of history) {
    const root = rootOf(namesOf(operation)[0] ?? '');
    const group = groups.get(root);
    if (group) group.push(operation);
    else groups.set(root, [operation]);
  }
  const skusOf = (root: string) =>
    [...parent.keys()].filter((name) => name.startsWith('sku ') && rootOf(name) === root);
  return [...groups].map(([root, operations]) => ({ skus: skusOf(root).map((name) => name.slice(4)), operations }));
}
