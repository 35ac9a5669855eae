import { Refusal, requiredText } from './answers.ts';
import { type Books } from './books.ts';
import { fieldsOf, type Route } from './router.ts';

const types = new Set([
  'sale.update',
  'product.update',
  'customer.update',
  'inventory.update',
  'register_closure.create',
  'consignment.send',
  'consignment.receive',
]);

/** Registering webhooks. The same one again is a conflict. */
export function webhooksApi(books: Books): readonly Route[] {
  const registered = new Map<string, Readonly<Record<string, unknown>>>();
  return [
    { method: 'GET', path: '/api/webhooks', envelope: 'legacy', answer: () => ({ data: [...registered.values()] }) },
    {
      method: 'POST',
      path: '/api/webhooks',
      write: true,
      envelope: 'legacy',
      answer: ({ body }) => {
        const fields = fieldsOf({ body });
        const [url, type] = [requiredText(fields, 'url'), requiredText(fields, 'type')];
        if (!types.has(type)) throw new Refusal(400, 'Is no type', 'type');
        if (registered.has(`${type} ${url}`)) throw new Refusal(409, 'The webhook exists already');
        const hook = { id: books.nextId(), url, type, active: fields['active'] !== false };
        registered.set(`${type} ${url}`, hook);
        return hook;
      },
    },
  ];
}
