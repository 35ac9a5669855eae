import type { ConfigFinding } from '@crossdock/core';
import type { D365Config } from '../options/options.ts';

/** What one option needs of another, so that no document is refused later for want of it. */
export function needsOf({ tills, journals }: D365Config): readonly ConfigFinding[] {
  const needs = (path: string, message: string): ConfigFinding => ({ severity: 'error', path, message });
  switch (tills?.as) {
    case undefined:
      return [];
    case 'orders':
      return journals.payments === undefined
        ? [needs('journals.payments', 'Till sales that are posted at once need a journal name of customer payments')]
        : [];
    case 'journal':
      return journals.ledger === undefined
        ? [needs('journals.ledger', 'Till sales that their store day settles need a journal name of general journals')]
        : [];
    case 'transactions':
      return Object.entries(tills.stores)
        .filter(([, { terminal, terminals }]) => terminal === undefined && Object.keys(terminals).length === 0)
        .map(([code]) => needs(`tills.stores.${code}.terminal`, `Store '${code}' has no terminal`));
  }
}
