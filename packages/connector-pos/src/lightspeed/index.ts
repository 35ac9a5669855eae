/**
 * Connects the tills of a Lightspeed X-Series retailer: sales, returns, voids, stock, store days, articles, prices and customers.
 *
 * @module @crossdock/connector-pos/lightspeed
 */
export { fileTokenStore } from './auth/file-token-store.ts';
export { type GrantedToken, memoryTokenStore, type TokenStore } from './auth/token-store.ts';
export { type Closure, type ClosureStore, memoryClosures } from './closures.ts';
export { fileClosures } from './file-closures.ts';
export { lightspeed } from './connector.ts';
export { type LightspeedOptions } from './options.ts';
