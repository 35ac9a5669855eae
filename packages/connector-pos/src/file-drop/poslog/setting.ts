import { type NameRules } from '../reading/names.ts';
import { type ReadingLimits } from '../reading/limits.ts';
import { type XmlRecordOptions } from '../reading/xml-records.ts';
import { type PosLogDialect } from './dialect.ts';
import { droppedElements } from './read-transaction.ts';

/** Namespaces of the standard, in all its versions. */
const standard = 'http://www.nrf-arts.org/IXRetail/';

/** How the transactions of a dialect are found in a file. */
export function recordsOf(dialect: PosLogDialect, limits: ReadingLimits): XmlRecordOptions {
  return {
    names: namesOf(dialect),
    record: 'Transaction',
    roots: dialect.roots ?? ['POSLog', 'Transaction'],
    dropped: droppedElements,
    limits,
  };
}

function namesOf({ namespaces = [], extensions = {} }: PosLogDialect): NameRules {
  const own = new Set(['', ...namespaces]);
  const prefixes = new Map(Object.entries(extensions).map(([prefix, namespace]) => [namespace, prefix]));
  return {
    isOwn: (namespace) => own.has(namespace) || namespace.startsWith(standard),
    extensionPrefix: (namespace) => prefixes.get(namespace),
  };
}
