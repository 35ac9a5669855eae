import {
  type ItemMeaning,
  type PosLogDialect,
  standardItems,
  standardStatuses,
  standardTenders,
  standardUnits,
  type StatusMeaning,
  type TenderMeaning,
} from './dialect.ts';

/** The words of a dialect: the standard's and its own. */
interface Words {
  readonly items: ReadonlyMap<string, ItemMeaning>;
  readonly tenders: ReadonlyMap<string, TenderMeaning>;
  readonly statuses: ReadonlyMap<string, StatusMeaning>;
  readonly units: ReadonlyMap<string, string>;
}

const known = new WeakMap<PosLogDialect, Words>();

/** Put together once for each dialect: they are looked up for every line. */
export function wordsOf(dialect: PosLogDialect): Words {
  let words = known.get(dialect);
  if (!words) {
    words = {
      items: table(standardItems, dialect.items),
      tenders: table(standardTenders, dialect.tenders),
      statuses: table(standardStatuses, dialect.statuses),
      units: table(standardUnits, dialect.units),
    };
    known.set(dialect, words);
  }
  return words;
}

function table<T>(
  standard: Readonly<Record<string, T>>,
  own: Readonly<Record<string, T>> = {},
): ReadonlyMap<string, T> {
  return new Map([...Object.entries(standard), ...Object.entries(own)]);
}
