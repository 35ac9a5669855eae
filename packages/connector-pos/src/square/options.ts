import { type Duration, secret, toMs } from '@crossdock/core';
import { z } from 'zod';

/** The API version that the connector is written and tested against, sent with every request. */
export const apiVersion = '2026-09-16';

const Span = z.custom<Duration>(isDuration, "must be a duration like '5m'");
const DayCut = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time like '04:00'");

/** What a Square seller is connected with. */
export const Options = z.object({
  /**
   * How we prove who we are: a token that somebody else renews, or the application's id and secret with the refresh token
   * that the seller granted, with which the connector renews tokens itself.
   */
  credentials: z.union([
    z.strictObject({ accessToken: secret() }),
    z.strictObject({ clientId: z.string().min(1), clientSecret: secret(), refreshToken: secret() }),
  ]),
  /**
   * Webhooks: the URL exactly as it is registered at Square (it is part of what is signed), and the signature keys of the
   * subscription, also the former one during a rotation. Without it webhooks are refused.
   */
  webhooks: z.object({ url: z.url(), signatureKeys: z.array(secret()).min(1) }).optional(),
  /**
   * Our codes of the stores by Square's location id, each with the local time at which its business day begins. A location
   * that is not named is left alone, and refused where a document names it.
   *
   * @default every active location, with its id as its code
   */
  locations: z.record(z.string().min(1), z.object({ code: z.string().min(1), dayCut: DayCut.optional() })).optional(),
  /**
   * Local time at which the business day of a store begins, where the store names none. Square does not tell it.
   *
   * @default '00:00'
   */
  dayCut: DayCut.default('00:00'),
  /** The SKU of gift cards that are sold without one. Without it such a line is refused. */
  giftCardSku: z.string().min(1).optional(),
  /** The SKU of amounts that a cashier typed in without an article. Without it such a line is refused. */
  customAmountSku: z.string().min(1).optional(),
  /**
   * What becomes of goods that are returned at a till. The order does not tell it; the stock movement beside it does.
   *
   * @default 'undecided'
   */
  returnedGoods: z.enum(['undecided', 'restock']).default('undecided'),
  /**
   * How a return of what Square did not sell, a web order say, names its sale: not at all, or by our business reference in
   * `reference_id`, as an app at the counter writes it. It is not proved that Square's own till can.
   *
   * @default 'unlinked'
   */
  soldElsewhere: z.enum(['unlinked', 'reference-id']).default('unlinked'),
  /**
   * State that units go to when they are taken away and were neither sold nor moved. `NONE` is not proved to be taken by
   * the platform.
   *
   * @default 'WASTE'
   */
  takenAway: z.enum(['WASTE', 'NONE']).default('WASTE'),
  /** Id of our application at Square: stock changes that it made itself are not told again. */
  applicationId: z.string().min(1).optional(),
  /** Orders paid before this instant are left alone: they were handled before crossdock was connected. */
  ordersFrom: z.iso.datetime({ offset: true }).optional(),
  /**
   * For how long a till may be offline: how far behind its own clock is believed, and how long late tickets are expected.
   *
   * @default '72h'
   */
  offlineFor: Span.default('72h'),
  /**
   * How long after the end of its day a store day is closed first.
   *
   * @default '2h'
   */
  closeAfter: Span.default('2h'),
  /**
   * How often late tickets are gathered into a revision of a closed store day.
   *
   * @default '6h'
   */
  reviseEvery: Span.default('6h'),
  /**
   * For how long a repeated idempotency key is trusted. Square does not publish how long it remembers one.
   *
   * @default '24h'
   */
  keysKeptFor: Span.default('24h'),
  /**
   * How often the seller is asked for what changed, as a backstop for lost webhooks.
   *
   * @default '5m'
   */
  sweepEvery: Span.default('5m'),
  /**
   * How far each of these looks reaches back into the last one.
   *
   * @default '10m'
   */
  sweepOverlap: Span.default('10m'),
  /**
   * Where the API is: the sandbox, or a simulator.
   *
   * @default 'https://connect.squareup.com'
   */
  baseUrl: z.url().default('https://connect.squareup.com'),
});

/** The options, resolved. */
export type ResolvedOptions = z.output<typeof Options>;

/** What a user gives. */
export type SquareOptions = z.input<typeof Options>;

function isDuration(value: unknown): value is Duration {
  try {
    return (typeof value === 'string' || typeof value === 'number') && toMs(value as Duration) >= 0;
  } catch {
    return false;
  }
}
