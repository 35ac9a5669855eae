import { contentHash } from '@crossdock/core';
import { BoundedMemory } from '../bounded-memory.ts';
import { toldContents } from '../told-contents.ts';

/** Units of a level by the platform's names of their states. */
export type LevelUnits = ReadonlyMap<string, number>;

/** What we write of a level: what can be sold, or what lies there. */
export interface WrittenUnits {
  readonly name: 'available' | 'on_hand';
  readonly units: number;
}

/** A level as it was read. */
export interface ReadLevel {
  /** `sku@location` */
  readonly about: string;
  readonly updatedAt: string;
  readonly units: LevelUnits;
  /** The memory's mark from before the level was read. */
  readonly mark: number;
}

/** Knows what was told of levels, and which of them are as this process wrote them. */
export interface LevelMemory {
  /** Comes before reading: what was written until now is seen by what is read from now on. */
  mark(): number;
  /** We are about to write, if we know what: whoever reads the level meanwhile may see it already. */
  writing(about: string, written: WrittenUnits | undefined): void;
  /** It is written, or may be. From now on other units are those of somebody else. */
  wrote(about: string, written?: WrittenUnits): void;
  /** Nothing was written: what we wrote before is what we wrote. */
  refused(about: string): void;
  /** The units as they were last read here; undefined for a level that was not. */
  lastRead(about: string): LevelUnits | undefined;
  /** The id under which a level is told; undefined for what needs no telling. */
  idOf(level: ReadLevel): string | undefined;
}

const mostLevels = 50_000;

/** States that a writing of ours does not change: when they are others than before, somebody else had a part in it. */
const othersStates = ['committed', 'incoming', 'damaged'] as const;

interface Written extends WrittenUnits {
  /** The turn in which it was done; undefined while it is under way. */
  readonly done?: number | undefined;
}

/** Opens a memory. It is bounded and of this process: what it has forgotten, or another process wrote, is told. */
export function createLevelMemory(most = mostLevels): LevelMemory {
  const told = toldContents(most);
  const seen = new BoundedMemory<LevelUnits>(most);
  const written = new BoundedMemory<Written>(most);
  /** What we wrote before that which is under way. */
  const before = new Map<string, Written>();
  let turn = 0;

  const isOurs = ({ about, units, mark }: ReadLevel): boolean => {
    const ours = written.get(about);
    if (!ours) return false;
    if (units.get(ours.name) === ours.units) {
      const last = seen.get(about);
      return last === undefined || othersPart(last) === othersPart(units);
    }
    // Somebody changed it since: when he changes it back, that is news.
    if (ours.done !== undefined && ours.done <= mark) written.delete(about);
    return false;
  };

  return {
    mark: () => turn,
    writing(about, units) {
      const last = written.get(about);
      if (last) before.set(about, last);
      if (units) written.set(about, units);
      else written.delete(about);
    },
    wrote(about, units = written.get(about)) {
      turn++;
      before.delete(about);
      told.forget(`level/${about}`);
      if (units) written.set(about, { name: units.name, units: units.units, done: turn });
    },
    refused(about) {
      const last = before.get(about);
      before.delete(about);
      if (last) written.set(about, last);
      else written.delete(about);
    },
    lastRead: (about) => seen.get(about),
    idOf(level) {
      const { about, updatedAt, units } = level;
      const own = isOurs(level);
      const content = contentHash([...units].toSorted(([one], [other]) => (one < other ? -1 : 1)));
      const id = told.idOf({ about: `level/${about}`, updatedAt, content, own });
      seen.set(about, units);
      return id;
    },
  };
}

/** What a writing of ours leaves alone; what lies there and what can be sold move together. */
function othersPart(units: LevelUnits): string {
  const apart = (units.get('on_hand') ?? 0) - (units.get('available') ?? 0);
  return [apart, ...othersStates.map((state) => units.get(state) ?? 0)].join(' ');
}

/** What a level is known by: its SKU at our code of the place. */
export function levelKey(sku: string, location: string): string {
  return `${sku}@${location}`;
}
