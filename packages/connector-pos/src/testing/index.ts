/**
 * Simulated tills, for tests and demos.
 *
 * @module @crossdock/connector-pos/testing
 */
export {
  type SquareArticleInput,
  type SquareBooks,
  squareFleetSink,
  type SquareFleetSink,
  type SquareFleetSinkOptions,
  type SquarePayoutInput,
  type SquareRefundAmountInput,
  type SquareSellInput,
  type SquareShiftInput,
  type SquareSimulator,
  squareSimulator,
  type SquareSimulatorOptions,
  type SquareTakeBackInput,
  type SquareTill,
} from './square/index.ts';
export {
  type LightspeedArticleInput,
  type LightspeedBooks,
  type LightspeedCloseInput,
  lightspeedFleetSink,
  type LightspeedFleetSink,
  type LightspeedFleetSinkOptions,
  type LightspeedOutletInput,
  type LightspeedSellInput,
  type LightspeedSimulator,
  lightspeedSimulator,
  type LightspeedSimulatorOptions,
  type LightspeedTakeBackInput,
  type LightspeedTaxInput,
  type LightspeedTill,
} from './lightspeed/index.ts';
export * from './fleet/index.ts';
export * from './file-drop/index.ts';
