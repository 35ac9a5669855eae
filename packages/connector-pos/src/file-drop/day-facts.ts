import { ticketOfReturn, ticketOfSale, ticketOfVoid, type Ticket } from '../rules/index.ts';
import { type TillDocument } from './mapping/to-documents.ts';
import { type DayEnd, type DrawerRecord, type PostVoid, type TicketTender, type TillRecord } from './till-record.ts';

/** What one record adds to the day of its store. */
export type DayFacts =
  | {
      readonly type: 'ticket';
      readonly register: string;
      readonly ticket: Ticket;
      /** The record that took an earlier ticket back by its key. */
      readonly voids?: PostVoid | undefined;
    }
  | {
      readonly type: 'drawer';
      readonly register: string;
      readonly record: Pick<DrawerRecord, 'movement' | 'amount' | 'currency' | 'reference'>;
    }
  | {
      readonly type: 'day-end';
      readonly register: string;
      readonly record: Pick<DayEnd, 'scope' | 'totals' | 'currency' | 'number'>;
    }
  | { readonly type: 'post-void'; readonly register: string; readonly record: PostVoid };

/** What a document of a till adds. */
export function factsOfDocument(
  { name, data }: TillDocument,
  register: string,
  receivedAt: number,
  voids?: PostVoid,
): DayFacts {
  const ticket = name === 'sale.recorded' ? ticketOfSale(data, receivedAt) : ticketOfReturn(data, receivedAt);
  // Names of tenders are the till's words; a day is by kinds.
  return {
    type: 'ticket',
    register,
    ticket: { ...ticket, tenders: ticket.tenders.map(({ kind, amount }) => ({ kind, amount })) },
    voids,
  };
}

/** What a record without a document adds, if anything. */
export function factsOfRecord(
  record: TillRecord,
  ref: string,
  currency: string,
  receivedAt: number,
): DayFacts | undefined {
  const { register } = record.key;
  switch (record.kind) {
    case 'void':
      return { type: 'ticket', register, ticket: ticketOfVoid(ref, currency, receivedAt) };
    case 'drawer': {
      const { movement, amount, currency: own, reference } = record;
      return { type: 'drawer', register, record: { movement, amount, currency: own, reference } };
    }
    case 'day-end': {
      const { scope, totals, currency: own, number } = record;
      return { type: 'day-end', register, record: { scope, totals, currency: own, number } };
    }
    case 'post-void':
      return { type: 'post-void', register, record };
    default:
      return undefined;
  }
}

/** Cash among tenders. */
export const isCash = ({ kind }: Pick<TicketTender, 'kind'>): boolean => kind === 'cash';
