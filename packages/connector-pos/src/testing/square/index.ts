/** A simulated Square seller. */
export { type SquareSimulator, squareSimulator, type SquareSimulatorOptions } from './simulator.ts';
export { type Books as SquareBooks } from './books.ts';
export { squareFleetSink, type SquareFleetSink, type SquareFleetSinkOptions } from './fleet-sink.ts';
export { type Till as SquareTill } from './till.ts';
export {
  type RefundAmountInput as SquareRefundAmountInput,
  type SellInput as SquareSellInput,
  type TakeBackInput as SquareTakeBackInput,
} from './sale-input.ts';
export { type SeedArticleInput as SquareArticleInput } from './catalog-seeds.ts';
export { type PayoutInput as SquarePayoutInput } from './payouts-api.ts';
export { type ShiftInput as SquareShiftInput } from './stores-api.ts';
