import { type Duration, toMs } from '@crossdock/core';
import { z } from 'zod';
import { EntraApp } from '../entra/credentials.ts';
import { Formula } from './measures.ts';

const Name = z.string().min(1).max(60);
const Span = z.custom<Duration>(isDuration, "must be a duration like '24h'");
const DimensionName = z.string().regex(/^[A-Za-z]\w{0,59}$/, "must be a dimension like 'colorId'");

/** Data sources that the service keeps by itself: `fno` is synchronised from Finance & Operations, `iv` is its own. */
const keptByService: ReadonlySet<string> = new Set(['fno', 'iv', '@iv']);

/** A data source that we may write. */
const OwnSource = z
  .string()
  .regex(/^[A-Za-z@]\w{0,59}$/, "must be a data source like 'pos'")
  .refine((name) => !keptByService.has(name.toLowerCase()), {
    error: ({ input }) =>
      `'${String(input)}' is kept by Inventory Visibility itself and is read-only: name a data source of your own`,
  });

const Measure = z.string().regex(/^[A-Za-z@]\w{0,59}$/, "must be a measure like 'inbound'");

/** Measures that go up when units come in, and when they go out. */
const Movement = z.object({
  /** Grows by units that come in. */
  inbound: Measure,
  /** Grows by units that go out. @default the inbound measure falls */
  outbound: Measure.optional(),
});

/** A product by the dimensions that tell it from others, and the unit that it is counted in. */
export interface ProductAt {
  readonly product: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
}

/** A product: its id alone, or the dimensions that tell a variant from the others. */
const Product = z.union([
  Name.transform((product): ProductAt => ({ product, dimensions: {}, unit: 'EA' })),
  z.object({
    product: Name,
    /** `{ colorId: 'Red', sizeId: 'L' }` */
    dimensions: z.record(DimensionName, z.string().min(1)).default({}),
    /** UN/ECE code of the unit that the service counts in. @default 'EA' */
    unit: z.string().default('EA'),
  }),
]);

const reasons = [
  'sale',
  'return',
  'receipt',
  'transfer-out',
  'transfer-in',
  'count',
  'damaged',
  'lost',
  'correction',
  'other',
] as const;

/** What a user gives to the Inventory Visibility connector. */
export const InventoryVisibilityOptions = z
  .object({
    ...EntraApp.shape,
    /** Address of the service for the environment, `https://inventoryservice.eus-il104.gateway.prod.island.powerapps.com`, or its two parts. */
    service: z.union([
      z.url().transform((url) => url.replace(/\/+$/, '')),
      z
        .object({
          /** Short name of the region, `eus`. */
          region: z.string().regex(/^[a-z0-9]{2,12}$/, "must be the short name of a region, like 'eus'"),
          /** Number of the island, `104`. */
          island: z.string().regex(/^\d{1,5}$/, "must be a number like '104'"),
        })
        .transform(
          ({ region, island }) => `https://inventoryservice.${region}-il${island}.gateway.prod.island.powerapps.com`,
        ),
    ]),
    /** Id of the environment in Lifecycle Services. */
    environment: z.guid(),
    /**
     * Where access tokens for the service are issued. Sovereign clouds have another.
     *
     * @default 'https://securityservice.operations365.dynamics.com'
     */
    securityService: z.url().default('https://securityservice.operations365.dynamics.com'),
    /**
     * What the access token is for.
     *
     * @default 'https://inventoryservice.operations365.dynamics.com/.default'
     */
    scope: z.string().min(1).default('https://inventoryservice.operations365.dynamics.com/.default'),
    /** Legal entity, `usmf`. */
    company: z.string().regex(/^[A-Za-z0-9]{1,4}$/, 'must be a legal entity of at most four letters and digits'),
    /** Our location codes: the site and the location (warehouse) of each. Both are the partition that every call names. */
    locations: z.record(z.string().min(1), z.object({ site: Name, location: Name })).default({}),
    items: z
      .object({
        /** Dimensions that tell variants apart. They must be in an index set of the service, in this order. @default none */
        dimensions: z.array(DimensionName).default([]),
        /** SKUs that are named differently there. @default a SKU is a product id */
        overrides: z.record(z.string(), Product).default({}),
      })
      .prefault({}),
    /** Where changes of stock are counted. Without it `adjustInventory` is refused. */
    changes: z
      .object({
        source: OwnSource,
        ...Movement.shape,
        /** Reasons that are counted in measures of their own. */
        byReason: z.partialRecord(z.enum(reasons), Movement).default({}),
      })
      .optional(),
    /** The measure that `setInventory` sets. Without it, it is refused. */
    levels: z.object({ source: OwnSource, measure: Measure }).optional(),
    /** How levels are read: sums of measures, each with its data source, those with a minus taken off. */
    reading: z
      .object({
        /** @default ['fno.physicalinvent'] */
        onHand: Formula.default(['fno.physicalinvent']),
        /** What may still be reserved. @default ['iv.availabletoreserve'] */
        available: Formula.default(['iv.availabletoreserve']),
        /** @default ['iv.softreservordered'] */
        committed: Formula.default(['iv.softreservordered']),
        incoming: Formula.optional(),
        damaged: Formula.optional(),
        /**
         * Whether rows can be told apart by site and location, because an index set begins with both: then many locations are asked at
         * once. Otherwise each is asked by itself.
         *
         * @default false
         */
        byPlace: z.boolean().default(false),
        /**
         * How far a level may lag behind: what Finance & Operations counts arrives minutes late, so a level is taken as true that long ago, and
         * sales since then are taken off once more rather than forgotten.
         *
         * @default '5m'
         */
        behind: Span.default('5m'),
      })
      .prefault({}),
    reservations: z
      .object({
        /** Data source of the reservation measure. @default 'iv' */
        source: Name.default('iv'),
        /** Measure that a reservation adds to. @default 'softReservOrdered' */
        modifier: Measure.default('softReservOrdered'),
      })
      .prefault({}),
    /** SKUs with stock, by which `check` sees at start whether every measure is there. @default none */
    checkSkus: z.array(z.string().min(1)).max(100).default([]),
    /** Put before our ids. Two installations that write into one environment need two prefixes. @default 'CD' */
    prefix: z
      .string()
      .regex(/^[A-Z0-9]{1,6}$/, 'must be 1 to 6 capital letters and digits')
      .default('CD'),
    /** For how long a repeated id is trusted to be applied once. The service does not publish how long it remembers one. @default '24h' */
    idsKeptFor: Span.default('24h'),
    /** Requests in flight at once. @default 4 */
    concurrency: z.int().min(1).max(16).default(4),
    /** Longest wait for one answer, in milliseconds. @default 60_000 */
    timeoutMs: z.int().positive().max(300_000).default(60_000),
    /** Longest answer that is read, in bytes: all products of a location can be long. @default 52_428_800 */
    maxResponseBytes: z.int().min(65_536).max(536_870_912).default(52_428_800),
  })
  .superRefine(({ items, locations }, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const products = new Map<string, string>();
    for (const [sku, { product, dimensions }] of Object.entries(items.overrides)) {
      for (const name of Object.keys(dimensions)) {
        if (!items.dimensions.includes(name)) {
          refuse(['items', 'overrides', sku, 'dimensions', name], 'is not among items.dimensions');
        }
      }
      // The service tells them in lower case.
      const key = JSON.stringify([product, items.dimensions.map((name) => dimensions[name] ?? '')]).toLowerCase();
      const other = products.get(key);
      if (other !== undefined) refuse(['items', 'overrides', sku], `is the same product as '${other}'`);
      products.set(key, sku);
    }
    for (const name of items.dimensions) {
      if (/^(?:siteid|locationid)$/i.test(name)) refuse(['items', 'dimensions'], `must not name '${name}'`);
    }
    const places = new Map<string, string>();
    for (const [code, { site, location }] of Object.entries(locations)) {
      const key = JSON.stringify([site, location]).toLowerCase();
      const other = places.get(key);
      if (other !== undefined) refuse(['locations', code], `is the same place as '${other}'`);
      places.set(key, code);
    }
  });

/** The options, resolved. */
export type InventoryVisibilityConfig = z.output<typeof InventoryVisibilityOptions>;

/** What a user gives. */
export type InventoryVisibilitySettings = z.input<typeof InventoryVisibilityOptions>;

function isDuration(value: unknown): value is Duration {
  try {
    return (typeof value === 'string' || typeof value === 'number') && toMs(value as Duration) >= 0;
  } catch {
    return false;
  }
}
