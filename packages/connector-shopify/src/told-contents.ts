import { BoundedMemory } from './bounded-memory.ts';

/** A state of something, as it would be told. */
export interface TellableContent {
  /** What it is about, `product/7`: of one thing, one memory. */
  readonly about: string;
  /** ISO instant of the platform's last change. */
  readonly updatedAt: string;
  /** Fingerprint of what we map. */
  readonly content: string;
  /** The content is what we wrote ourselves: it is not told back. */
  readonly own: boolean;
}

/** Decides under which id a state is told, or that it is not. */
export interface ToldContents {
  /** The id of the event; undefined when there is nothing to tell. */
  idOf(state: TellableContent): string | undefined;
  /** Forgets what was told of a thing: it is another now, and whoever changes it back tells something new. */
  forget(about: string): void;
}

/**
 * Remembers what was told last about each thing, so that a change of something that we do not map (a tag, a count of views) has
 * the id of what was told before and counts once. The memory is bounded and of this process: what it has forgotten is
 * told once more, with the same content.
 */
export function toldContents(most = 50_000): ToldContents {
  const last = new BoundedMemory<{
    readonly content: string;
    readonly updatedAt: string;
    readonly id: string | undefined;
    /** What it was within that second of the platform, which dates no finer. */
    readonly since: readonly string[];
  }>(most);
  return {
    idOf({ about, updatedAt, content, own }) {
      const before = last.get(about);
      if (before?.content === content) return before.id;
      // An answer that was overtaken by a newer one.
      if (before && Date.parse(before.updatedAt) > Date.parse(updatedAt)) return undefined;
      const since = before?.updatedAt === updatedAt ? before.since : [];
      const again = since.includes(content) ? `/${since.length}` : '';
      const id = own
        ? undefined
        : `${about.slice(about.indexOf('/') + 1)}/${updatedAt}/${content.slice(0, 12)}${again}`;
      last.set(about, { content, updatedAt, id, since: [...since, content] });
      return id;
    },
    forget: (about) => last.delete(about),
  };
}
