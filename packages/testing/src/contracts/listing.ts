import { type CapabilityInput, type CapabilityName, type CapabilityOutput } from '@crossdock/core';
import { expect } from 'vitest';
import { type Promises } from './contract.ts';

/** The capabilities that answer page by page. */
export type ListingName = Extract<CapabilityName, `list${string}`>;

interface Page {
  readonly items: readonly unknown[];
  readonly refused: readonly unknown[];
  readonly next?: string | undefined;
}

/**
 * What every listing promises. The truth is everything that the first input lists, as one page; the side door has at least two
 * things in it.
 */
export function listingPromises<N extends ListingName>(): Promises<N> {
  const ask = async (
    call: (input: CapabilityInput<N>) => Promise<CapabilityOutput<N>>,
    input: CapabilityInput<N>,
  ): Promise<readonly Page[]> => {
    const pages: Page[] = [];
    for (let cursor: string | undefined; ;) {
      const page = (await call({ ...input, ...(cursor !== undefined && { cursor }) })) as Page;
      pages.push(page);
      if (page.next === undefined) return pages;
      expect(pages.length, 'pages').toBeLessThan(1000);
      cursor = page.next;
    }
  };
  const itemsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.items);
  return {
    'everything is listed once, as the platform has it': async ({ door, input, call }) => {
      const pages = await ask(call, input);
      const truth = (await door.truth(input)) as Page;
      expect(truth.items.length, 'things to list').toBeGreaterThan(1);
      expect(itemsOf(pages)).toHaveLength(truth.items.length);
      for (const item of truth.items) expect(itemsOf(pages)).toContainEqual(expect.objectContaining(item as object));
    },
    'small pages list the same': async ({ input, call }) => {
      const whole = itemsOf(await ask(call, input));
      const pages = await ask(call, { ...input, limit: 1 });
      expect(pages.length, 'pages').toBeGreaterThan(1);
      expect(sorted(itemsOf(pages))).toEqual(sorted(whole));
    },
    'what cannot be told is refused by name, and what can is listed': async ({ door, input, call }) => {
      const truth = (await door.truth(input)) as Page;
      const refused = (await ask(call, input)).flatMap((page) => page.refused);
      expect(refused).toHaveLength(truth.refused?.length ?? 0);
      for (const item of truth.refused ?? []) expect(refused).toContainEqual(expect.objectContaining(item as object));
    },
    'what changed before the span is not listed': async ({ door, input, call }) => {
      const changedFrom = new Date(door.system.clock.now() + 86_400_000).toISOString();
      expect(itemsOf(await ask(call, { ...input, changedFrom }))).toEqual([]);
    },
  };
}

const sorted = (items: readonly unknown[]): readonly string[] => items.map((it) => JSON.stringify(it)).toSorted();
