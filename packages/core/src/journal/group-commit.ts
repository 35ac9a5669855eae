/** Work that waits for the next transaction. */
interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (error: unknown) => void;
}

/** How one piece of a group ended. */
export type Settled<Out> = { readonly output: Out } | { readonly error: unknown };

/** Most pieces of work in one transaction, so that a flood does not hold up timers and requests. */
const maxGroup = 500;

/** Collects what is asked for in one turn of the event loop and commits it together. */
export class GroupCommit<In, Out> {
  readonly #commit: (inputs: readonly In[]) => readonly Settled<Out>[];
  #waiting: Waiting<In, Out>[] = [];
  #scheduled: Promise<void> | undefined;
  #held: Promise<unknown> | undefined;

  constructor(commit: (inputs: readonly In[]) => readonly Settled<Out>[]) {
    this.#commit = commit;
  }

  add(input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      this.#schedule();
    });
  }

  /** Runs the work while commits wait; what is added meanwhile is committed after it. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    while (this.#held !== undefined) await this.#held.then(ignore, ignore);
    // Nothing may come between the look and the claim, so both stand in this function.
    const held = work();
    this.#held = held;
    try {
      return await held;
    } finally {
      this.#held = undefined;
      if (this.#waiting.length > 0) this.#schedule();
    }
  }

  /** Runs work that writes beside the commits, at a moment at which they are not held back. */
  async beside<T>(work: () => T): Promise<T> {
    while (this.#held !== undefined) await this.#held.then(ignore, ignore);
    return work();
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#scheduled !== undefined || this.#held !== undefined) {
      await this.#held?.then(ignore, ignore);
      await this.#scheduled;
    }
  }

  #schedule(): void {
    this.#scheduled ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#scheduled = undefined;
        this.#flush();
        resolve();
      });
    });
  }

  #flush(): void {
    if (this.#held !== undefined) return;
    const group = this.#waiting.splice(0, maxGroup);
    if (this.#waiting.length > 0) this.#schedule();
    const settled = this.#commit(group.map(({ input }) => input));
    for (const [position, { resolve, reject }] of group.entries()) {
      const result = settled[position];
      if (result !== undefined && 'output' in result) resolve(result.output);
      else reject(result?.error);
    }
  }
}

function ignore(): void {
  // How the held work ended is told to who asked for it.
}
