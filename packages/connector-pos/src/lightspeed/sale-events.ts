import { isIntegrationError, IntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { type ConnectorContext } from './context.ts';
import { kindBefore, kindOf, type ReadSale, saleRef, type SaleKind } from './mapping/sale-facts.ts';
import { toOrder } from './mapping/to-order.ts';
import { toReturn, toReversal } from './mapping/to-return.ts';
import { isOwnSale } from './own-sales.ts';
import { type RefusedSale } from './sale-reader.ts';

/** What a sale tells. */
export type SaleEvent = SourceEvent<'sale.recorded' | 'return.processed'>;

type Told = SaleEvent | RefusedEvent<'sale.recorded' | 'return.processed'>;

/**
 * Everything that a sale's present state tells: a sale once it is closed, a return (or exchange) once it is paid back too. One that was
 * called off after it had counted tells what it was, and its reversal: whoever knew of it is corrected, and for whoever did not
 * the two come to nothing.
 */
export function saleEvents(read: ReadSale, context: ConnectorContext): readonly SaleEvent[] {
  const kind = kindOf(read, context.mapping);
  if (kind === 'open' || kind === 'nothing' || isOwnSale(read.sale, context.name)) return [];
  const before = kind === 'void' ? kindBefore(read) : kind;
  const counted = before === 'sale' ? saleEvent(read, context) : returnEvent(read, context);
  const events = kind === 'void' ? [counted, reversalEvent(read, context)] : [counted];
  const { ordersFrom } = context.config;
  return ordersFrom !== undefined && Date.parse(counted.occurredAt) < Date.parse(ordersFrom) ? [] : events;
}

/** The same for a sweep: a sale that is refused parks by itself, and the others of the page go on. */
export function saleEventsOrRefusal(read: ReadSale, context: ConnectorContext): readonly Told[] {
  try {
    return saleEvents(read, context);
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return [refusal({ id: read.sale.id, refused: error }, context)];
  }
}

/** A sale that cannot be told. */
export function refusal({ id, refused }: RefusedSale, { name }: ConnectorContext): Told {
  return { name: 'sale.recorded', id, key: saleRef(name, id), refused };
}

/** Refuses what is no sale where a sale was asked for. */
export function mustBeSale(kind: SaleKind): void {
  if (kind === 'sale' || kind === 'open') return;
  throw new IntegrationError('It is no sale: it is a return, an exchange, called off or empty', {
    code: 'unsupported-document',
  });
}

function saleEvent(read: ReadSale, { mapping }: ConnectorContext): SaleEvent {
  const data = toOrder(read, mapping);
  const { id } = read.sale;
  const identifiers = [...new Set([id, data.number])];
  return { name: 'sale.recorded', id, key: data.ref, occurredAt: data.occurredAt, data, identifiers };
}

function returnEvent(read: ReadSale, { mapping }: ConnectorContext): SaleEvent {
  const data = toReturn(read, mapping);
  const { id } = read.sale;
  const identifiers = [...new Set([id, data.number ?? id])];
  return { name: 'return.processed', id, key: data.ref, occurredAt: data.occurredAt, data, identifiers };
}

function reversalEvent(read: ReadSale, { mapping }: ConnectorContext): SaleEvent {
  const data = toReversal(read, mapping);
  const { id } = read.sale;
  const identifiers = [...new Set([id, data.number ?? id])];
  return { name: 'return.processed', id: `${id}/void`, key: data.ref, occurredAt: data.occurredAt, data, identifiers };
}
