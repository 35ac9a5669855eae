/** A simulated Lightspeed X-Series retailer. */
export { type LightspeedSimulator, lightspeedSimulator, type LightspeedSimulatorOptions } from './simulator.ts';
export { type Books as LightspeedBooks } from './books.ts';
export { type Till as LightspeedTill } from './till.ts';
export {
  type CloseInput as LightspeedCloseInput,
  type SellInput as LightspeedSellInput,
  type TakeBackInput as LightspeedTakeBackInput,
} from './sale-input.ts';
export {
  type ArticleInput as LightspeedArticleInput,
  type OutletInput as LightspeedOutletInput,
  type TaxInput as LightspeedTaxInput,
} from './seeds.ts';
export { lightspeedFleetSink, type LightspeedFleetSink, type LightspeedFleetSinkOptions } from './fleet-sink.ts';
