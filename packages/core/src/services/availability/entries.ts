import { type LevelFact, type MovementFact, type StockFact, type TransferFact } from './facts.ts';
import { type Hold, type HoldLine, type HoldPatch, newHold } from './holds.ts';
import { type AvailabilityRules } from './rules.ts';

/** One thing that happened or was decided. Applied twice it is the same as applied once. */
export type Entry =
  | StockFact
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'hold.changed'; readonly key: string; readonly patch: HoldPatch }
  /** Goods did not leave after all: they are held again. */
  | { readonly kind: 'departure.voided'; readonly documentRef: string; readonly ref: string }
  | { readonly kind: 'rules'; readonly rules: AvailabilityRules }
  /** Up to which event of the journal everything was taken over. */
  | { readonly kind: 'cursor'; readonly seq: number }
  | { readonly kind: 'product'; readonly sku: string; readonly unit: string; readonly category?: string };

/** Entries that are durable together. */
export interface EntryBatch {
  /** Epoch milliseconds at which they were taken. */
  readonly at: number;
  /** The system that told them. */
  readonly teller?: string;
  readonly entries: readonly Entry[];
}

type Packed = readonly [string, ...unknown[]];

/** Version of what is stored. It grows when the form of an entry changes; older ones are read forever. */
const version = 1;

/** Facts and promises are most of the log, so they are stored without the names of their members. */
export function writeBatch({ at, teller, entries }: EntryBatch): string {
  return JSON.stringify([version, at, teller ?? null, ...entries.map(pack)]);
}

type PackedBatch = readonly [number, number, string | null, ...Packed[]];

/** The batches of one entry of the log: one, or a list of them. */
export function readBatches(text: string): readonly EntryBatch[] {
  const entry = JSON.parse(text) as PackedBatch | readonly PackedBatch[];
  return isList(entry) ? entry.map(unpackBatch) : [unpackBatch(entry)];
}

const isList = (entry: PackedBatch | readonly PackedBatch[]): entry is readonly PackedBatch[] =>
  Array.isArray(entry[0]);

function unpackBatch([, at, teller, ...packed]: PackedBatch): EntryBatch {
  return { at, ...(teller !== null && { teller }), entries: packed.map(unpack) };
}

function pack(entry: Entry): Packed {
  switch (entry.kind) {
    case 'level': {
      const { sku, location, unit, onHand, damaged, asOf, source, counted } = entry;
      return ['L', sku, location, unit, onHand, damaged, asOf, source, counted ? 1 : 0];
    }
    case 'movement': {
      const { ref, sku, location, unit, delta, at, documentRef, arrival } = entry;
      const rest = arrival ? [documentRef ?? null, 1] : documentRef === undefined ? [] : [documentRef];
      return ['M', ref, sku, location, unit, delta, at, ...rest];
    }
    case 'hold':
      return isNew(entry.hold) ? packHold(entry.hold) : ['E', entry];
    default:
      return ['E', entry];
  }
}

/** Whether nothing has happened to a hold yet, as when it is promised. */
function isNew({ state, extensions, released, departures, voided, committedAt, endedAt, orderAsOf }: Hold): boolean {
  return (
    state === 'held' &&
    extensions === 0 &&
    released.length === 0 &&
    departures.length === 0 &&
    voided === undefined &&
    committedAt === undefined &&
    endedAt === undefined &&
    orderAsOf === undefined
  );
}

function packHold({ key, content, orderRef, channel, lines, createdAt, expiresAt }: Hold): Packed {
  const packed: [string, ...unknown[]] = ['H', key, content, createdAt, expiresAt, orderRef, channel];
  for (const { sku, location, unit, units } of lines) packed.push(sku, location, unit, units);
  return packed;
}

function unpackHold(members: readonly unknown[]): Hold {
  const [key, content, createdAt, expiresAt, orderRef, channel, ...rest] = members as [
    string,
    string,
    number,
    number | null,
    string | null,
    string | null,
    ...unknown[],
  ];
  const lines: HoldLine[] = [];
  for (let at = 0; at < rest.length; at += 4) {
    const [sku, location, unit, units] = rest.slice(at, at + 4) as [string, string, string, number];
    lines.push({ sku, location, unit, units });
  }
  return newHold({
    key,
    content,
    createdAt,
    lines,
    expiresAt: expiresAt ?? undefined,
    orderRef: orderRef ?? undefined,
    channel: channel ?? undefined,
  });
}

function unpack([tag, ...members]: Packed): Entry {
  if (tag === 'L') {
    const [sku, location, unit, onHand, damaged, asOf, source, counted] = members as [
      string,
      string,
      string,
      number,
      number,
      number,
      string,
      number,
    ];
    return {
      kind: 'level',
      sku,
      location,
      unit,
      onHand,
      damaged,
      asOf,
      source,
      counted: counted === 1,
    } satisfies LevelFact;
  }
  if (tag === 'M') {
    const [ref, sku, location, unit, delta, at, documentRef, arrival] = members as [
      string,
      string,
      string,
      string,
      number,
      number,
      (string | null)?,
      number?,
    ];
    return {
      kind: 'movement',
      ref,
      sku,
      location,
      unit,
      delta,
      at,
      ...(typeof documentRef === 'string' && { documentRef }),
      ...(arrival === 1 && { arrival: true }),
    } satisfies MovementFact;
  }
  if (tag === 'H') return { kind: 'hold', hold: unpackHold(members) };
  return members[0] as Exclude<Entry, LevelFact | MovementFact>;
}

/** The movement by which a line of a transfer leaves. */
export function sendingOf({ ref, from, at }: TransferFact, line: TransferFact['lines'][number]): MovementFact {
  return { kind: 'movement', ref, sku: line.sku, location: from, unit: line.unit, delta: -line.units, at };
}
