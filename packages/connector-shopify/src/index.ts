/**
 * Connects a Shopify shop: its orders by webhook and sweep, read by the Admin GraphQL API.
 *
 * @module @crossdock/connector-shopify
 */
export { shopify } from './connector.ts';
export { type ShopifyOptions } from './options.ts';
