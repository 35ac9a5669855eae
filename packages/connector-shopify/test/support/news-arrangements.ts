import type { EventName } from '@crossdock/core';
import type { EventArrangement, Happening } from '@crossdock/testing/contracts';
import type { WebhookTopic } from '../../src/testing/index.ts';
import { happenings } from './arrangements.ts';
import { openShop, type OpenShop, type OpenShopOptions } from './open-shop.ts';

/** The topics about products, stock and customers. */
const newsTopics = [
  'products/create',
  'products/update',
  'inventory_levels/connect',
  'inventory_levels/update',
  'inventory_levels/disconnect',
  'locations/create',
  'locations/update',
  'locations/activate',
  'locations/deactivate',
  'locations/delete',
  'customers/create',
  'customers/update',
  'customers/merge',
] as const satisfies readonly WebhookTopic[];

/** A shop that also posts what happens to products, stock, locations and customers. */
export function openNewsShop(options: OpenShopOptions = {}): OpenShop {
  const open = openShop(options);
  open.shop.webhooks.deliverTo(
    async (request) => {
      const headers = Object.fromEntries(request.headers);
      open.posted.push({ topic: headers['x-shopify-topic'] ?? '', headers, body: await request.text() });
      return new Response(null, { status: 200 });
    },
    { topics: newsTopics, address: 'https://crossdock.example/news' },
  );
  return open;
}

/** Opens a fresh shop for all event sources. */
export function arrangeAllEvents(options: OpenShopOptions = {}): () => EventArrangement {
  return () => {
    const open = openNewsShop(options);
    const orders = happenings(open);
    let facts = 0;
    return {
      system: open.system,
      happen: (event) => newsOf(open, event, ++facts) ?? orders.happen(event),
    };
  };
}

/** Lets something happen to a product, level, location or customer; undefined when the event is about something else. */
function newsOf({ shop, clock, delivery }: OpenShop, event: EventName, fact: number): Promise<Happening> | undefined {
  const told = async (key: string, topic: WebhookTopic): Promise<Happening> => ({
    key,
    delivery: await delivery(topic),
  });
  switch (event) {
    case 'product.changed':
    case 'price.changed':
      shop.addProduct({
        title: `News ${fact}`,
        variants: [{ sku: `NEWS-${fact}`, price: '12.50', options: { size: 'M' } }],
      });
      return told(`NEWS-${fact}`, 'products/create');
    case 'inventory.changed': {
      const sku = `STOCKED-${fact}`;
      shop.addProduct({ title: `Stocked ${fact}`, variants: [{ sku }] });
      shop.setStock(sku, '70000000001', { available: 4, committed: 1 });
      return told(`${sku}@70000000001`, 'inventory_levels/update');
    }
    case 'location.changed': {
      const { id } = shop.addLocation({ name: `Store ${fact}`, country: 'CH' });
      return told(`${id}`, 'locations/create');
    }
    case 'customer.changed': {
      const { id } = shop.addCustomer({ lastName: 'Byrne', email: `ada.${fact}@shoppers.example` });
      return told(`shop-${id}`, 'customers/create');
    }
    case 'customer.merged': {
      const kept = shop.addCustomer({ lastName: 'Byrne', email: `ada.${fact}@shoppers.example` });
      const gone = shop.addCustomer({ lastName: 'Byrne', phone: `+4170000${1000 + fact}` });
      return clock.advance(2_000).then(() => {
        shop.mergeCustomers(kept.id, gone.id);
        return told(`shop-${kept.id}`, 'customers/merge');
      });
    }
    default:
      return undefined;
  }
}
