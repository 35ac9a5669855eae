import { InventoryCount, InventoryMovement, parse, type SourceEvent } from '@crossdock/core';
import { type StockRecord } from '../till-record.ts';
import { identifiersOf, refOf } from './refs.ts';

/** What a stock record tells: one event for each of its lines. */
export function stockEventsOf(
  record: StockRecord,
  system: string,
): readonly SourceEvent<'inventory.moved' | 'inventory.counted'>[] {
  const { key, occurredAt } = record;
  const document = refOf(system, key);
  return record.lines.map(({ id, sku, quantity, what }, index) => {
    const ref = refOf(system, { ...key, sequence: `${key.sequence}_${index + 1}` });
    const common = { ref, refs: { [system]: `${document}:${id}` }, sku, location: key.store };
    const head = { id: ref, key: sku, occurredAt, identifiers: identifiersOf(record) };
    if (what === 'counted') {
      const count = { ...common, counted: quantity, countedAt: occurredAt };
      return {
        ...head,
        name: 'inventory.counted',
        data: parse(InventoryCount, count, { what: 'the count', code: 'body-invalid' }),
      };
    }
    const movement = {
      ...common,
      delta: quantity,
      reason: what,
      documentRef: document,
      occurredAt,
      businessDate: key.businessDate,
    };
    return {
      ...head,
      name: 'inventory.moved',
      data: parse(InventoryMovement, movement, { what: 'the movement', code: 'body-invalid' }),
    };
  });
}
