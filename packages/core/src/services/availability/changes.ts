import { type Quantity } from '../../primitives/index.ts';
import { type Core } from './core.ts';

/** A sellable number that became another one. */
export interface SellableChange {
  readonly sku: string;
  readonly channel: string | undefined;
  readonly sellable: Quantity;
}

/**
 * Tells every SKU whose sellable number in a channel is another one than it was told last; first all of them as they are.
 * What changes several times before it is read is told once.
 */
export async function* watchChanges(
  core: Core,
  { channel, method, signal }: { channel?: string | undefined; method?: string | undefined; signal: AbortSignal },
): AsyncGenerator<readonly SellableChange[], void, undefined> {
  const told: (number | undefined)[] = [];
  const dirty = new Set<number>();
  let isAllDirty = true;
  let wake = () => undefined as void;
  const stop = core.onChange((sku) => {
    if (sku === 'all') isAllDirty = true;
    else dirty.add(sku);
    wake();
  });
  const aborted = () => wake();
  signal.addEventListener('abort', aborted);
  try {
    while (!signal.aborted) {
      const { table } = core.state.ledger;
      const skus = isAllDirty ? table.skus.all().keys() : [...dirty];
      isAllDirty = false;
      dirty.clear();
      const changes: SellableChange[] = [];
      for (const sku of skus) {
        const sellable = core.offers().sellable(sku, channel, method);
        if (told[sku] === sellable) continue;
        told[sku] = sellable;
        changes.push({ sku: table.skus.name(sku), channel, sellable: core.offers().answer(sku, channel, method) });
      }
      if (changes.length > 0) yield changes;
      if (isAllDirty || dirty.size > 0 || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    signal.removeEventListener('abort', aborted);
    stop();
  }
}
