import { BusinessDate, type Duration, isCurrency, isTimeZone, LocationCode, secret, toMs } from '@crossdock/core';
import { z } from 'zod';
import { type CsvMapping } from './csv/mapping.ts';
import { type PosLogDialect } from './poslog/dialect.ts';
import { defaultLimits } from './reading/limits.ts';
import { type FileSource } from './source/file-source.ts';

const Span = z.custom<Duration>(isDuration, "must be a duration like '5m'");

const isNamed = (it: unknown): boolean => typeof it === 'object' && it !== null && 'id' in it;

const Files = z.instanceof(RegExp);

/** The options of file drops. */
export const Options = z.object({
  /**
   * Where tills drop their files: a folder of this machine or a mounted one, an SFTP account, or a source of your own.
   */
  from: z.union([
    z.string().min(1),
    z.strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(22),
      username: z.string().min(1),
      password: secret().optional(),
      privateKey: secret().optional(),
      /** The server's key as `ssh-keygen -lf` prints it: `SHA256:…`. Any other is refused. */
      hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "must be a fingerprint like 'SHA256:…'"),
      folder: z.string().min(1),
      /** Where files are moved on the server once they are here. Without it they are deleted there. */
      takenFolder: z.string().min(1).optional(),
      /** @default 20_000 */
      timeoutMs: z.int().min(1).default(20_000),
    }),
    z.custom<FileSource>(
      (it) => typeof it === 'object' && it !== null && 'list' in it && 'take' in it,
      'must be a folder, an SFTP account or a source',
    ),
  ]),
  /**
   * A folder of the connector's own, on a local disk: `processing`, `archive`, `quarantine`, and its books. It must survive
   * restarts. Archived files hold what the tills wrote, so it is for the service's eyes only.
   */
  workFolder: z.string().min(1),
  /** What kinds of file there are, and how each is read. The first that takes a name reads it. */
  feeds: z
    .array(
      z.union([
        z.strictObject({ files: Files, dialect: z.custom<PosLogDialect>(isNamed, 'must be a dialect') }),
        z.strictObject({ files: Files, csv: z.custom<CsvMapping>(isNamed, 'must be a mapping') }),
      ]),
    )
    .min(1),
  /** The stores by the name that files give them. A store that is not named is refused. */
  stores: z.record(
    z.string().min(1),
    z.strictObject({
      /** Our code of the location. */
      code: LocationCode,
      timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone, like Europe/Zurich'),
      /** Local time at which a business day begins. @default '00:00' */
      dayCut: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time like '04:00'")
        .default('00:00'),
      currency: z.string().refine(isCurrency, 'must be an ISO 4217 code'),
    }),
  ),
  /**
   * How it is known that a file is complete: by a marker file beside it (`{ marker: '.done' }`), or by so many looks in a row that
   * found it unchanged (`{ stableLooks: 2 }`).
   */
  complete: z
    .union([
      z.strictObject({ marker: z.string().regex(/^\.[\w.-]+$/, "must be an ending like '.done'") }),
      z.strictObject({ stableLooks: z.int().min(1) }),
    ])
    .default({ stableLooks: 2 }),
  /** How often the folder is looked at. @default '30s' */
  lookEvery: Span.default('30s'),
  /**
   * Most records that are told in one look; the rest of a large file waits for the next. After a crash no more than these
   * are read again.
   *
   * @default 20_000
   */
  recordsPerLook: z.int().min(1).default(20_000),
  /** What becomes of goods that come back. @default 'restock' */
  returnedGoods: z.enum(['restock', 'undecided']).default('restock'),
  /** Tickets of business days before this one are left alone: they were handled before crossdock was connected. */
  ticketsFrom: BusinessDate.optional(),
  /** How far a till's clock may be ahead of ours. Its business day may begin two days ahead. @default '1h' */
  clockAhead: Span.default('1h'),
  /** How old a ticket may be when its file arrives. @default '90d' */
  clockBehind: Span.default('90d'),
  /** When days of stores are closed and revised. */
  storeDay: z
    .strictObject({
      /** How long after its end a day is closed, if the store does not say itself that it is over and complete. @default '6h' */
      closeAfter: Span.default('6h'),
      /** How often tickets that come later are gathered into a revision. @default '1h' */
      reviseEvery: Span.default('1h'),
    })
    .prefault({}),
  /** Bounds of what is read. */
  limits: z
    .strictObject({
      maxFileBytes: z.int().min(1).default(defaultLimits.maxFileBytes),
      maxRecordLength: z.int().min(1_000).default(defaultLimits.maxRecordLength),
    })
    .prefault({}),
});

/** The options, resolved. */
export type ResolvedOptions = z.output<typeof Options>;

/** What a user gives. */
export type FileDropOptions = z.input<typeof Options>;

function isDuration(value: unknown): value is Duration {
  try {
    return (typeof value === 'string' || typeof value === 'number') && toMs(value as Duration) >= 0;
  } catch {
    return false;
  }
}
