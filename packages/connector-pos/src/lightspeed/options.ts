import { type Duration, secret, toMs } from '@crossdock/core';
import { z } from 'zod';
import { type ClosureStore, memoryClosures } from './closures.ts';
import { type TokenStore } from './auth/token-store.ts';

/** Version of every feed and document, in the path of each request. */
export const api = '/api/2.0';
/** Version in which products are changed. */
export const productsApi = '/api/2.1';

const Span = z.custom<Duration>(isDuration, "must be a duration like '5m'");
const DayCut = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time like '04:00'");
const port = <T>(methods: readonly string[], what: string) =>
  z.custom<T>((it) => isPort(it, methods), `must be ${what}`);

/** How a payment type of the retailer counts: a means of payment, or the rounding of cash. */
export const PaymentKind = z.enum([
  'card',
  'cash',
  'gift-card',
  'store-credit',
  'wallet',
  'bank-transfer',
  'cheque',
  'invoice',
  'loyalty',
  'other',
  'rounding',
]);
/** The same as a type. */
export type PaymentKind = z.output<typeof PaymentKind>;

/** What a Lightspeed X-Series retailer is connected with. */
export const Options = z.object({
  /** The retailer's name in front of `.retail.lightspeed.app`. */
  domainPrefix: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/i, 'must be the first part of the host name'),
  /**
   * How we prove who we are: a personal token, or the application's id and secret with a store of the tokens that the retailer
   * granted. Each renewal brings another refresh token and ends the one before, so the store has to outlive the process.
   */
  credentials: z.union([
    z.strictObject({ accessToken: secret() }),
    z.strictObject({
      clientId: z.string().min(1),
      clientSecret: secret(),
      tokens: port<TokenStore>(['load', 'save'], 'a token store'),
    }),
  ]),
  /**
   * Webhooks: the secrets that sign them (the client secret of the application, also the former one during a rotation). The
   * platform signs only webhooks that an application made. Without it webhooks are refused.
   */
  webhooks: z
    .object({
      secrets: z.array(secret()).min(1),
      /**
       * How the signature is written. Which it is the platform does not say: `either` takes both.
       *
       * @default 'either'
       */
      encoding: z.enum(['hex', 'base64', 'either']).default('either'),
    })
    .optional(),
  /**
   * Our codes of the stores by Lightspeed's outlet id, each with the local time at which its business day begins. An outlet that
   * is not named is left alone, and refused where a document names it. `register` is the id of the register under which returns are
   * recorded that were taken elsewhere: by default the first of the outlet.
   *
   * @default every outlet, with its id as its code
   */
  outlets: z
    .record(
      z.string().min(1),
      z.object({ code: z.string().min(1), dayCut: DayCut.optional(), register: z.string().min(1).optional() }),
    )
    .optional(),
  /** Id of the user whom sales are booked to that we record. The platform may want one. */
  user: z.string().min(1).optional(),
  /**
   * Local time at which the business day of a store begins, where the store names none. The platform does not tell it.
   *
   * @default '00:00'
   */
  dayCut: DayCut.default('00:00'),
  /**
   * What the retailer's payment types are, by their id or name. Names that every account begins with are known: Cash, Credit
   * Card, Gift Card, Store Credit, Loyalty, Cash rounding. A sale that was paid by another one is refused.
   */
  paymentTypes: z.record(z.string().min(1), PaymentKind).default({}),
  /**
   * When a sale on account counts: once it is paid, or at once, as owed.
   *
   * @default 'when-paid'
   */
  onAccount: z.enum(['when-paid', 'at-once']).default('when-paid'),
  /**
   * What becomes of goods that are returned at a till. The sale does not tell it, and the platform puts them into stock.
   *
   * @default 'undecided'
   */
  returnedGoods: z.enum(['undecided', 'restock']).default('undecided'),
  /** Ids of products that stand for gift cards, which are money and no goods. */
  giftCardProducts: z.array(z.string().min(1)).default([]),
  /**
   * Where the reference of a customer of ours stands beside his customer code.
   *
   * @default 'custom_field_4'
   */
  referenceField: z
    .enum(['custom_field_1', 'custom_field_2', 'custom_field_3', 'custom_field_4'])
    .default('custom_field_4'),
  /**
   * How the body of a consignment is sent: the platform's guides show it bare, its specification has it in `data`.
   *
   * @default 'bare'
   */
  consignmentBodies: z.enum(['bare', 'wrapped']).default('bare'),
  /** Sales that were made before this instant are left alone: they were handled before crossdock was connected. */
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
   * Where the closings of registers are kept. The platform tells them once, by webhook, and has no list of them. In memory the store
   * days lack them after a restart: `fileClosures` keeps them.
   *
   * @default in memory
   */
  closures: port<ClosureStore>(['keep', 'openedWithin'], 'a store of closures').default(() => memoryClosures()),
  /**
   * How often the retailer is asked for what changed, as a backstop for lost webhooks.
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
   * Rows of one page. The platform gives fewer where it sees fit.
   *
   * @default 500
   */
  pageSize: z.int().min(1).max(10_000).default(500),
  /**
   * Where the API is: a simulator, for one.
   *
   * @default 'https://<domainPrefix>.retail.lightspeed.app'
   */
  baseUrl: z.url().optional(),
});

/** The options, resolved. */
export type ResolvedOptions = z.output<typeof Options>;

/** What a user gives. */
export type LightspeedOptions = z.input<typeof Options>;

/** The origin of a retailer. */
export function originOf({ baseUrl, domainPrefix }: ResolvedOptions): string {
  return baseUrl ?? `https://${domainPrefix}.retail.lightspeed.app`;
}

function isDuration(value: unknown): value is Duration {
  try {
    return (typeof value === 'string' || typeof value === 'number') && toMs(value as Duration) >= 0;
  } catch {
    return false;
  }
}

function isPort(value: unknown, methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function');
}
