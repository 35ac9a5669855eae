/** Side doors of what is written: orders, journals, payments, customers. */
import { money, sum } from '@crossdock/core';
import { generateCustomer, generateJournalEntry } from '@crossdock/testing';
import { customerAccountOf, journalReferenceOf } from '../../src/references.ts';
import { anOrder, type Arranger, type LiveDoor, sold } from './door.ts';

const ordersOf = ({ books }: LiveDoor, ref: string) =>
  books.rows('SalesOrderHeadersV4', { CustomersOrderReference: ref });

export function liveOrders(arrange: Arranger) {
  return {
    createOrder: arrange<'createOrder'>((door) => ({
      input: () => anOrder(door),
      count: async (ref) => (await ordersOf(door, ref)).length,
      async inspect(ref) {
        const [order] = await ordersOf(door, ref);
        if (!order) return undefined;
        const lines = await door.books.rows('SalesOrderLinesV3', { SalesOrderNumber: order['SalesOrderNumber'] ?? '' });
        const goods = lines.filter((line) => line['OrderLineReference']?.startsWith('L-'));
        const total = money(order['OrderTotalAmount'] ?? '', door.settings.currency);
        return { total, skus: goods.map((line) => line['ExternalItemNumber'] ?? '') };
      },
      refused: () => {
        const input = { ...anOrder(door), location: 'nowhere-99' };
        return [{ what: 'a location that is unknown', input, code: 'unmapped' }];
      },
    })),
    cancelOrder: arrange<'cancelOrder'>((door) => {
      const cancelled = async (ref: string) =>
        (await ordersOf(door, ref)).filter(
          (it) => it['SalesOrderStatus'] === 'Canceled' || it['SalesOrderName'] === 'CANCELLED',
        );
      return {
        async input() {
          const { ref } = await sold(door);
          return { orderRef: ref, reason: 'customer', occurredAt: door.occurredAt, restock: true };
        },
        count: async (ref) => (await cancelled(ref)).length,
        inspect: async (ref) => ({ cancelled: (await cancelled(ref)).length === 1 }),
      };
    }),
    getOrder: arrange<'getOrder'>((door) => ({
      input: async () => ({ orderRef: (await sold(door)).ref }),
      async truth({ orderRef }) {
        const [order] = await ordersOf(door, orderRef);
        const total = money(order?.['OrderTotalAmount'] ?? '', door.settings.currency);
        return { ref: orderRef, number: order?.['SalesOrderNumber'] ?? '', total };
      },
    })),
  };
}

/** Journals with our reference, and what of their lines is debited and credited. */
function journals(door: LiveDoor, kind: 'GJ' | 'PAY', sets: { readonly headers: string; readonly lines: string }) {
  const booked = (ref: string) =>
    door.books.rows(sets.headers, { Description: journalReferenceOf(door.books.config.prefix, kind, ref) });
  return {
    count: async (ref: string) => (await booked(ref)).length,
    async inspect(ref: string) {
      const [journal] = await booked(ref);
      if (!journal) return undefined;
      const lines = await door.books.rows(sets.lines, { JournalBatchNumber: journal['JournalBatchNumber'] ?? '' });
      const { currency } = door.settings;
      const side = (field: string) =>
        sum(
          lines.map((line) => money(line[field] ?? '', currency)),
          currency,
        );
      return { debit: side('DebitAmount'), credit: side('CreditAmount') };
    },
  };
}

export function liveJournals(arrange: Arranger) {
  return {
    postJournal: arrange<'postJournal'>((door) => ({
      ...journals(door, 'GJ', { headers: 'LedgerJournalHeaders', lines: 'LedgerJournalLines' }),
      input() {
        const { currency, journalAccounts: accounts } = door.settings;
        const businessDate = door.occurredAt.slice(0, 10);
        return { ...generateJournalEntry(door.random, { accounts, currency, businessDate }), ref: door.nextRef() };
      },
    })),
    recordPayment: arrange<'recordPayment'>((door) => {
      const sets = { headers: 'CustomerPaymentJournalHeaders', lines: 'CustomerPaymentJournalLines' };
      const { count, inspect } = journals(door, 'PAY', sets);
      return {
        async input() {
          const tender = { kind: 'card' as const, amount: money('12.50', door.settings.currency) };
          return { ref: door.nextRef(), orderRef: (await sold(door)).ref, tender, occurredAt: door.occurredAt };
        },
        count,
        async inspect(ref) {
          const journal = await inspect(ref);
          return journal && { total: journal.credit };
        },
      };
    }),
  };
}

export function liveCustomers(arrange: Arranger) {
  return {
    upsertCustomer: arrange<'upsertCustomer'>((door) => {
      const customersOf = (ref: string) =>
        door.books.rows('CustomersV3', { CustomerAccount: customerAccountOf(door.books.config.prefix, ref) });
      return {
        input: () => ({ ...generateCustomer(door.random), ref: door.nextRef() }),
        count: async (ref) => (await customersOf(ref)).length,
        async inspect(ref) {
          const [customer] = await customersOf(ref);
          return customer && { email: customer['PrimaryContactEmail'], lastName: customer['PersonLastName'] };
        },
      };
    }),
    findCustomers: arrange<'findCustomers'>((door) => ({
      async input() {
        const ref = door.nextRef();
        const email = `${ref}@shoppers.example`;
        await door.office('upsertCustomer', { ...generateCustomer(door.random), ref, email });
        return { email };
      },
      truth: ({ email }) => Promise.resolve([{ email }]),
    })),
  };
}
