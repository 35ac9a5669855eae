/**
 * Connects the tills of a Square seller: sales, returns, exchanges, stock, store days, articles, prices and customers.
 *
 * @module @crossdock/connector-pos/square
 */
export { square } from './connector.ts';
export { type SquareOptions } from './options.ts';
