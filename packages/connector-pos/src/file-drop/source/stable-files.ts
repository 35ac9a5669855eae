import { type ListedFile } from './file-source.ts';

/** How it is known that a file is complete. */
export type Completeness =
  /** A file of the same name and this ending lies beside it: `sales.xml` is complete with `sales.xml.done`. */
  | { readonly marker: string }
  /** Size and time of change were the same at so many looks in a row. */
  | { readonly stableLooks: number };

/** Names that senders give files while they write them. */
const unfinished = /(^\.|~$|\.(tmp|part|partial|filepart|crdownload|writing|inprogress|swp|lock)$)/i;

/** Looks for which a file stays unchanged beside a marker that is older. */
const looksBesideOldMarker = 2;

interface Seen {
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly looks: number;
}

/** Remembers what was seen in a folder, and tells which files are complete. */
export class StableFiles {
  readonly #completeness: Completeness;
  #seen = new Map<string, Seen>();

  constructor(completeness: Completeness) {
    this.#completeness = completeness;
  }

  /** Takes in one look at the folder, and gives the complete files that are wanted, oldest first. */
  look(listed: readonly ListedFile[], isWanted: (name: string) => boolean): readonly ListedFile[] {
    const files = listed.filter(({ name }) => isWanted(name) && !unfinished.test(name));
    const complete =
      'marker' in this.#completeness
        ? this.#marked(files, listed, this.#completeness.marker)
        : this.#unchanged(files, this.#completeness.stableLooks);
    return complete.toSorted((a, b) => a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1));
  }

  #marked(files: readonly ListedFile[], listed: readonly ListedFile[], marker: string): readonly ListedFile[] {
    const markers = new Map(listed.map((it) => [it.name, it.modifiedAt]));
    const marked = files.filter(({ name }) => !name.endsWith(marker) && markers.has(`${name}${marker}`));
    // An older marker may have been left behind by an earlier file of that name, and this one may still be written.
    const isOfThisFile = ({ name, modifiedAt }: ListedFile): boolean =>
      (markers.get(`${name}${marker}`) ?? 0) >= modifiedAt;
    const unchanged = new Set(this.#unchanged(marked, looksBesideOldMarker));
    return marked.filter((it) => isOfThisFile(it) || unchanged.has(it));
  }

  #unchanged(files: readonly ListedFile[], needed: number): readonly ListedFile[] {
    const seen = new Map<string, Seen>();
    for (const { name, bytes, modifiedAt } of files) {
      const before = this.#seen.get(name);
      const isSame = before?.bytes === bytes && before.modifiedAt === modifiedAt;
      seen.set(name, { bytes, modifiedAt, looks: isSame ? before.looks + 1 : 1 });
    }
    this.#seen = seen;
    // The first look begins the count: so many more must find it unchanged.
    return files.filter(({ name }) => (seen.get(name)?.looks ?? 0) > needed);
  }
}
