import { IntegrationError } from '@crossdock/core';
import { unmapped } from './errors.ts';
import { gidOf, numberOf } from './mapping/ids.ts';
import type { ResolvedOptions } from './options.ts';

/** Our codes of the shop's locations, and back. */
export interface Locations {
  /** Our code; undefined for a location that the options do not name. */
  knownCodeOf(gid: string): string | undefined;
  /** Our code. A location that the options do not name is refused. */
  codeOf(gid: string, path: string): string;
  /** The location of a code. A code that is none is refused. */
  gidOf(code: string, path: string): string;
  /** The locations that the options name; undefined when the numbers are the codes. */
  readonly named: readonly string[] | undefined;
}

/** Reads the locations off the options. */
export function locationsOf({ locations }: Pick<ResolvedOptions, 'locations'>): Locations {
  const numbers = Object.entries(locations ?? {});
  const knownCodeOf = (gid: string): string | undefined => {
    const number = numberOf(gid, 'location.id');
    return locations ? numbers.find(([known]) => known === number)?.[1] : number;
  };
  return {
    named: locations && numbers.map(([number]) => gidOf('Location', number)),
    knownCodeOf,
    codeOf(gid, path) {
      const code = knownCodeOf(gid);
      if (code === undefined) throw unmapped('location', numberOf(gid, path), path);
      return code;
    },
    gidOf(code, path) {
      const known = locations ? numbers.filter(([, it]) => it === code).map(([number]) => number) : [code];
      const [number, ...others] = known.filter((it) => /^\d{1,20}$/.test(it));
      if (number !== undefined && others.length === 0) return gidOf('Location', number);
      throw new IntegrationError(
        others.length === 0
          ? `No location of the shop has the code '${code}'`
          : `Several locations of the shop have the code '${code}'`,
        { code: 'unmapped', path },
      );
    },
  };
}
