/**
 * Connects a Shopify shop: its orders by webhook and sweep, read by the Admin GraphQL API.
 *
 * @module @crossdock/connector-shopify
 */
export { shopify } from './connector.ts';
export { type ShopifyOptions } from './options.ts';
export { exchangeSessionToken, type ExchangeOptions } from './auth/exchange-session-token.ts';
export { fileTokenStore } from './auth/file-token-store.ts';
export { memoryTokenStore, type OfflineToken, type TokenStore } from './auth/token-store.ts';
