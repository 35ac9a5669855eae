import { z } from 'zod';
import { isTimeZone } from '../../primitives/index.ts';
import { BusinessDate, FulfillmentMethod, Instant, LocationCode, Sku, UnsignedDecimal } from '../../schemas/index.ts';

const wholeNumber = z.int().min(0);
const percent = z.int().min(0).max(100);

/** A span of time: `30s`, `20m`, `6h`, `2d`. */
const Span = z.templateLiteral([z.number().min(0), z.enum(['ms', 's', 'm', 'h', 'd'])]);

/** Which locations are meant: named ones, or all of some kinds. Absent: all. */
const Where = z.object({
  locations: z.array(LocationCode).min(1).optional(),
  kinds: z
    .array(z.enum(['store', 'warehouse', 'dropship', 'virtual']))
    .min(1)
    .optional(),
});
export type Where = z.output<typeof Where>;

/** A location as rules see it. */
const RuledLocation = z.object({
  code: LocationCode,
  kind: z.enum(['store', 'warehouse', 'dropship', 'virtual']),
  /** Where it is, to tell which one is nearest. */
  at: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
  /**
   * Orders that it can pack in a day (UTC). Absent: as many as come. With more it is asked after all others, and not at all where
   * `sourcing.prefer` names `capacity`. A line that names its location is not held against it.
   */
  ordersPerDay: wholeNumber.optional(),
  /** Lower ones are taken first where nothing else decides. */
  priority: wholeNumber.default(0),
});

/** Units that are kept back. Of all buffers that fit a SKU at a location, the one that keeps most counts. */
const BufferRule = z
  .object({
    /** Named in every explanation. */
    id: z.string().min(1),
    skus: z.array(Sku).min(1).optional(),
    categories: z.array(z.string().min(1)).min(1).optional(),
    channels: z.array(z.string().min(1)).min(1).optional(),
    ...Where.shape,
    /** First and last day of a season, in the time zone of the rules. */
    from: BusinessDate.optional(),
    to: BusinessDate.optional(),
    /** Kept at each location, or once over all locations that serve the channel. */
    per: z.enum(['location', 'channel']).default('location'),
    /** So many units … */
    units: UnsignedDecimal.optional(),
    /** … or so much of what is on hand, rounded up to whole units. */
    percent: percent.optional(),
  })
  .refine(({ units, percent: part }) => (units === undefined) !== (part === undefined), {
    error: 'needs either units or percent',
    path: ['units'],
  });

/** How far units are trusted when nothing was heard for a while. */
const ConfidenceRule = z.object({
  id: z.string().min(1),
  /** The age of what: of the feed of a location (movements, counts, a sign of life), or of the levels of a source. */
  of: z.union([z.object({ feed: Where }), z.object({ source: z.string().min(1) })]),
  /** After so long without a word so much of what is free is still sold; the last step reached counts. */
  steps: z.array(z.object({ after: Span, keepPercent: percent })).min(1),
});

/** Where an order line is served from, when the order does not say. */
const Sourcing = z.object({
  /** What matters, most important first. */
  prefer: z
    .array(z.enum(['fewest-splits', 'nearest', 'keep-last-unit', 'capacity', 'priority']))
    .default(['fewest-splits', 'priority']),
  /** Most locations that one order may be split over. */
  mostSplits: z.int().min(1).default(3),
});

/** How long units are held. */
const HoldRules = z.object({
  /** A hold that nobody picks up. */
  expireAfter: Span.default('30m'),
  /** A hold that is being picked is extended by this, again and again, and never dropped. */
  extendPickingBy: Span.default('2h'),
  /** After so many extensions a person is told; the hold stays. */
  tellAfterExtensions: wholeNumber.default(3),
  /** A promise whose goods have not left after this is told. */
  tellCommittedAfter: Span.default('7d'),
  /** How long an ended reservation is known under its key. */
  rememberFor: Span.default('7d'),
});

/**
 * The rules of availability, as data: who owns them, from when to when they hold, and what they say. Rules with a higher
 * version replace those with a lower one, from the instant at which they take effect.
 */
export const AvailabilityRules = z
  .object({
    version: z.int().min(1),
    /** Who answers for them. */
    owner: z.string().min(1),
    /** Absent: at once. */
    effectiveFrom: Instant.optional(),
    /**
     * Absent: until a newer version takes effect. Where no other version is in effect after it, this one goes on, and
     * `status().concerns` says so.
     */
    effectiveTo: Instant.optional(),
    /** Whose days seasons are counted in: an IANA time zone. Absent: UTC. */
    timeZone: z.string().refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Berlin' }).optional(),
    /** Where there are some, whatever names a location elsewhere in the rules names one of these. */
    locations: z.array(RuledLocation).default([]),
    /** By channel and by method of fulfilment: which locations serve it. */
    channels: z.record(z.string().min(1), z.partialRecord(FulfillmentMethod, Where)).default({}),
    buffers: z.array(BufferRule).default([]),
    confidence: z.array(ConfidenceRule).default([]),
    sourcing: Sourcing.prefault({}),
    holds: HoldRules.prefault({}),
  })
  .superRefine(({ locations, channels, buffers, confidence }, context) => {
    const known = new Set(locations.map((it) => it.code));
    if (known.size > 0) {
      for (const [channel, methods] of Object.entries(channels)) {
        for (const [method, where] of Object.entries(methods))
          mustKnow(context, ['channels', channel, method], where, known);
      }
      for (const [index, it] of buffers.entries()) mustKnow(context, ['buffers', index], it, known);
      for (const [index, { of }] of confidence.entries()) {
        if ('feed' in of) mustKnow(context, ['confidence', index, 'of', 'feed'], of.feed, known);
      }
    }
    mustDiffer(
      context,
      'locations',
      locations.map((it) => it.code),
    );
    mustDiffer(
      context,
      'buffers',
      buffers.map((it) => it.id),
    );
    mustDiffer(
      context,
      'confidence',
      confidence.map((it) => it.id),
    );
  });
export type AvailabilityRules = z.output<typeof AvailabilityRules>;
/** Rules as they are written down, with what may be absent left out. */
export type AvailabilityRulesInput = z.input<typeof AvailabilityRules>;
export type BufferRule = AvailabilityRules['buffers'][number];
export type ConfidenceRule = AvailabilityRules['confidence'][number];
export type RuledLocation = AvailabilityRules['locations'][number];

/** The rules of somebody who has set none: every location serves every channel, and nothing is kept back. */
export const noRules: AvailabilityRules = AvailabilityRules.parse({ version: 1, owner: 'nobody' });

interface Issues {
  addIssue(issue: { code: 'custom'; path: (string | number)[]; message: string }): void;
}

/** A slip in a code would keep nothing back, or serve nobody, without a word. */
function mustKnow(
  context: Issues,
  path: (string | number)[],
  { locations = [] }: Where,
  known: ReadonlySet<string>,
): void {
  for (const [index, code] of locations.entries()) {
    if (known.has(code)) continue;
    context.addIssue({
      code: 'custom',
      path: [...path, 'locations', index],
      message: 'is not among the locations of the rules',
    });
  }
}

function mustDiffer(context: Issues, list: string, names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    context.addIssue({ code: 'custom', path: [list, index], message: 'has the same name as another one' });
  }
}
