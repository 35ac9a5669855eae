/** Topics that the simulated shop can send, as the header writes them. Each is a value of the real enum of 2026-10. */
export const webhookTopics = [
  'app/scopes_update',
  'app/uninstalled',
  'bulk_operations/finish',
  'customers/create',
  'customers/delete',
  'customers/merge',
  'customers/update',
  'disputes/create',
  'disputes/update',
  'fulfillments/create',
  'fulfillments/update',
  'inventory_items/create',
  'inventory_items/delete',
  'inventory_items/update',
  'inventory_levels/connect',
  'inventory_levels/disconnect',
  'inventory_levels/update',
  'locations/activate',
  'locations/create',
  'locations/deactivate',
  'locations/delete',
  'locations/update',
  'order_transactions/create',
  'orders/cancelled',
  'orders/create',
  'orders/delete',
  'orders/edited',
  'orders/fulfilled',
  'orders/paid',
  'orders/partially_fulfilled',
  'orders/updated',
  'products/create',
  'products/delete',
  'products/update',
  'refunds/create',
  'returns/approve',
  'returns/cancel',
  'returns/close',
  'returns/decline',
  'returns/process',
  'returns/reopen',
  'returns/request',
  'returns/update',
  'reverse_fulfillment_orders/dispose',
  'tender_transactions/create',
  'variants/in_stock',
  'variants/out_of_stock',
] as const;

/** A topic of the platform, as the header writes it. */
export type WebhookTopic = (typeof webhookTopics)[number];

/** The topic as GraphQL writes it, `ORDERS_CREATE`. */
export function enumOf(topic: string): string {
  return topic.toUpperCase().replace('/', '_');
}
