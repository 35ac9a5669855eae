import { type Json } from './answers.ts';
import { type Books } from './books.ts';
import { type BookedLevel } from './entries.ts';
import { numberOf } from './numbers.ts';
import { type Route } from './router.ts';
import { pageCap } from './stores-api.ts';

/** Reading levels: absolute numbers, without what moved them. */
export function inventoryApi(books: Books): readonly Route[] {
  const page = { cap: pageCap };
  return [
    { method: 'GET', path: '/api/2.0/inventory', answer: ({ query }) => books.levels.page(query, wireLevel, page) },
    {
      method: 'GET',
      path: '/api/2.0/products/{id}/inventory',
      answer: ({ query, params }) => books.levels.page(query, wireLevel, page, (it) => it.productId === params['id']),
    },
  ];
}

function wireLevel({ id, productId, outletId, level, version }: BookedLevel): Json {
  return { id, product_id: productId, outlet_id: outletId, inventory_level: numberOf(level), version };
}
