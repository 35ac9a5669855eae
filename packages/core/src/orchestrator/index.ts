export {
  type BackfillDefinition,
  Backfiller,
  type BackfillOptions,
  type BackfillProgress,
  type BackfillReport,
} from './backfiller.ts';
export { decodeFailure, decodeResult, encodeResult } from './codec.ts';
export { type ActionOptions } from './exception-filter.ts';
export { type ActionReport, createExceptions, type ExceptionReport, type Exceptions } from './exceptions.ts';
export { type AnyFlow } from './flow-registry.ts';
export {
  type CallOptions,
  defineFlow,
  type Flow,
  type FlowContext,
  type FlowEvent,
  type FlowTools,
  type Needs,
  reservedNames,
  type StepOptions,
  type StepScope,
  type SystemHandle,
  type WaitOptions,
} from './flow.ts';
export { type Decode, Intake } from './intake.ts';
export { type Notice, Orchestrator, type StopReport } from './orchestrator.ts';
export { type AttemptRecorder, type CapabilityRequest, type DurableRetry, type SystemsPort } from './ports.ts';
export { type Found, type SweepDefinition, Sweeper } from './sweeper.ts';
export { type UpkeepDefinition, Upkeeper } from './upkeeper.ts';
export {
  type DepartureOptions,
  type HoldLineRef,
  type HoldRef,
  type HoldState,
  type StockHold,
  type StockPromises,
  type StockRequest,
} from './stock.ts';
