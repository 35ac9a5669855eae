export {
  type Availability,
  type AvailabilityOptions,
  type AvailabilityService,
  createAvailability,
  type SellableOptions,
  type ToldBy,
} from './availability/availability.ts';
export { type SellableChange } from './availability/changes.ts';
export { type DryRun, type DryRunChange, type DryRunChannel } from './availability/dry-run.ts';
export { type StockEvent } from './availability/event-facts.ts';
export { EventFeed, type RefusedEvent, type TakenFrom } from './availability/event-feed.ts';
export { type ExplainedHold, type ExplainedLocation, type Explanation } from './availability/explain.ts';
export { type HoldState } from './availability/holds.ts';
export {
  type ChannelPort,
  type PublicationOptions,
  type PublicationStatus,
  Publisher,
} from './availability/publisher.ts';
export {
  type HoldLineRef,
  type HoldRef,
  ofOrder,
  type ReserveRequest,
  type StockHold,
} from './availability/reservations.ts';
export { type RiskOptions, type Risks } from './availability/risk.ts';
export { AvailabilityRules, type AvailabilityRulesInput } from './availability/rules.ts';
export { type AvailabilityStatus, type FeedStatus } from './availability/status.ts';
export { type AvailabilityCapability, availabilitySystem } from './availability/system.ts';
