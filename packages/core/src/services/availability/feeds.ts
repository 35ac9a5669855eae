import { type Names } from './names.ts';

/** When something was last heard, in epoch milliseconds: from every location, and from every source of levels. */
export class Feeds {
  readonly #byLocation: number[] = [];
  readonly #bySource: number[] = [];
  /** The system that last told of a location. */
  readonly #tellers: (string | undefined)[] = [];

  location(location: number): number | undefined {
    return this.#byLocation[location];
  }

  source(source: number): number | undefined {
    return this.#bySource[source];
  }

  teller(location: number): string | undefined {
    return this.#tellers[location];
  }

  /** Notes a word from a location; an older one changes nothing. */
  heardLocation(location: number, at: number, teller?: string): void {
    this.#byLocation[location] = Math.max(this.#byLocation[location] ?? -Infinity, at);
    if (teller !== undefined) this.#tellers[location] = teller;
  }

  heardSource(source: number, at: number): void {
    this.#bySource[source] = Math.max(this.#bySource[source] ?? -Infinity, at);
  }

  /** A sign of life from a system is one from every location that it tells of. */
  heardTeller(teller: string, at: number): number[] {
    const heard = this.#tellers.flatMap((it, location) => (it === teller ? [location] : []));
    for (const location of heard) this.heardLocation(location, at);
    return heard;
  }

  toJSON(locations: Names, sources: Names): StoredFeeds {
    return {
      locations: locations.all().flatMap((name, number) => {
        const at = this.#byLocation[number];
        return at === undefined ? [] : [[name, at, this.#tellers[number] ?? null] as const];
      }),
      sources: sources.all().flatMap((name, number) => {
        const at = this.#bySource[number];
        return at === undefined ? [] : [[name, at] as const];
      }),
    };
  }

  restore(stored: StoredFeeds, locations: Names, sources: Names): void {
    for (const [name, at, teller] of stored.locations) {
      this.heardLocation(locations.number(name), at, teller ?? undefined);
    }
    for (const [name, at] of stored.sources) this.heardSource(sources.number(name), at);
  }
}

/** How feeds are stored. */
export interface StoredFeeds {
  readonly locations: readonly (readonly [name: string, at: number, teller: string | null])[];
  readonly sources: readonly (readonly [name: string, at: number])[];
}
