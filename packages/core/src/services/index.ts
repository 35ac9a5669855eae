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
export { type Overshown, type PublicationOptions, type PublicationStatus } from './availability/publication.ts';
export { Publisher } from './availability/publisher.ts';
export { LevelFeed, type LevelFeedOptions, type LevelFeedStatus } from './availability/level-feed.ts';
export { type RiskOptions, type Risks } from './availability/risk.ts';
export { AvailabilityRules, type AvailabilityRulesInput } from './availability/rules.ts';
export { type AvailabilityStatus, type FeedStatus } from './availability/status.ts';
export { type AvailabilityCapability, availabilitySystem } from './availability/system.ts';
export { storeDayEntry, type StoreDayAccounts, type StoreDayEntryOptions } from './settlement/store-day-entry.ts';
