import { expect, it } from 'vitest';
import { paginate } from './paginate.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it('every item of every page comes once, in order', async () => {
  const pages = { start: { items: [1, 2], next: 'b' }, b: { items: [], next: 'c' }, c: { items: [3] } };
  const load = async (cursor: 'b' | 'c' | undefined) =>
    pages[cursor ?? 'start'] as { items: number[]; next?: 'b' | 'c' };
  await expect(all(paginate(load))).resolves.toEqual([1, 2, 3]);
});

it('a page is asked for when it is needed', async () => {
  let loaded = 0;
  const items = paginate(async () => ({ items: [(loaded += 1)], next: loaded }));
  await items.next();
  await items.return();
  expect(loaded).toBe(1);
});

it('a platform that leads us round in circles is refused', async () => {
  const items = paginate(async () => ({ items: [1], next: 'again' }));
  await expect(all(items)).rejects.toMatchObject({ code: 'response-invalid', disposition: 'reject' });
});

it('a list that does not end is refused, not cut', async () => {
  let page = 0;
  const items = paginate(async () => ({ items: [1], next: (page += 1) }), { maxPages: 5 });
  await expect(all(items)).rejects.toMatchObject({ code: 'response-too-large' });
  expect(page).toBe(5);
});
