import { z } from 'zod';
import type { Books } from './entity-model.ts';
import { Infolog, type Row } from './entity-model.ts';
import { postTransfer } from './entities/inventory.ts';
import { deliveredOf, invoicedOf, linesOf } from './entities/sales.ts';
import { cancelRemainder, postJournal, postPackingSlip, postSalesInvoice } from './posting.ts';

const Request = z.object({
  _request: z.object({
    Company: z.string(),
    Reference: z.string().min(1).max(80),
    DocumentNumber: z.string(),
    PostingDate: z.string().optional(),
    PackingSlip: z.string().optional(),
    Lines: z.array(z.object({ InventoryLotId: z.string(), Quantity: z.number() })).optional(),
  }),
});
type Asked = z.output<typeof Request>['_request'];

/** What the service answers; kept by reference, so that the same reference is answered again and not done again. */
export interface Posted {
  readonly Outcome: 'done' | 'refused';
  readonly Number: string;
  readonly Voucher: string;
  readonly Message: string;
}

/** The optional X++ service of the connector's `xpp/` folder, as it runs in the environment. */
export function createPostingService(books: Books) {
  const done = new Map<string, Posted>();
  const operations: Readonly<Record<string, (asked: Asked) => Pick<Posted, 'Number' | 'Voucher'>>> = {
    postPackingSlip: (asked) => {
      const slip = postPackingSlip(books, orderOf(books, asked), unitsOf(asked), dateOf(books, asked));
      return { Number: String(slip['PackingSlipId']), Voucher: String(slip['LedgerVoucher']) };
    },
    postInvoice: (asked) => {
      const invoice = invoiceDelivered(books, asked);
      return { Number: String(invoice['InvoiceNumber']), Voucher: String(invoice['LedgerVoucher']) };
    },
    cancelRemainder: (asked) => {
      const order = orderOf(books, asked);
      cancelRemainder(books, order);
      return { Number: String(order['SalesOrderNumber']), Voucher: '' };
    },
    postLedgerJournal: (asked) => journal(books, asked, 'LedgerJournalHeaders', 'ledger'),
    postInventoryJournal: (asked) => {
      const match = { dataAreaId: asked.Company, JournalNumber: asked.DocumentNumber };
      const header = books.find('InventoryTransferJournalHeaders', match);
      if (!header) throw new Infolog(`Journal ${asked.DocumentNumber} is not found.`);
      postTransfer(books, header);
      return { Number: asked.DocumentNumber, Voucher: '' };
    },
    postPaymentJournal: (asked) => journal(books, asked, 'CustomerPaymentJournalHeaders', 'payment'),
  };
  return {
    /** Answers an operation, or `undefined` if there is none of that name. */
    run(operation: string, json: unknown): Posted | undefined {
      const work = operations[operation];
      if (!work) return undefined;
      const { _request: asked } = Request.parse(json);
      const key = `${operation}/${asked.Company.toLowerCase()}/${asked.Reference}`;
      const before = done.get(key);
      if (before) return before;
      try {
        const posted = { Outcome: 'done', Message: '', ...work(asked) } as const;
        done.set(key, posted);
        return posted;
      } catch (error) {
        if (!(error instanceof Infolog)) throw error;
        return { Outcome: 'refused', Number: '', Voucher: '', Message: error.message };
      }
    },
    /** What a reference came to, as `find` answers it. */
    find: (operation: string, company: string, reference: string): Posted | undefined =>
      done.get(`${operation}/${company.toLowerCase()}/${reference}`),
  };
}

/** Invoices what one packing slip delivered, or everything that is delivered and not invoiced. */
function invoiceDelivered(books: Books, asked: Asked): Row {
  const order = orderOf(books, asked);
  const units = linesOf(order, books).map((line) => {
    const lot = String(line['InventoryLotId']);
    const open = deliveredOf(line, books) - invoicedOf(line, books);
    const slip = books.where('#moves', { lot, what: 'delivered', document: asked.PackingSlip ?? '' });
    const quantity = asked.PackingSlip === undefined ? open : slip.reduce((sum, it) => sum + Number(it['quantity']), 0);
    return { lot, quantity };
  });
  return postSalesInvoice(
    books,
    order,
    units.filter((it) => it.quantity !== 0),
    dateOf(books, asked),
  );
}

function orderOf(books: Books, { Company, DocumentNumber }: Asked): Row {
  const order = books.find('SalesOrderHeadersV4', { dataAreaId: Company, SalesOrderNumber: DocumentNumber });
  if (!order) throw new Infolog(`Sales order ${DocumentNumber} is not found.`);
  for (const line of linesOf(order, books)) if (line['SalesOrderLineStatus'] !== 'Canceled') return order;
  throw new Infolog(`Sales order ${DocumentNumber} has status Canceled.`);
}

function journal(books: Books, { Company, DocumentNumber }: Asked, set: string, kind: 'ledger' | 'payment') {
  const header = books.find(set, { dataAreaId: Company, JournalBatchNumber: DocumentNumber });
  if (!header) throw new Infolog(`Journal ${DocumentNumber} is not found.`);
  postJournal(books, header, kind);
  return { Number: DocumentNumber, Voucher: '' };
}

const unitsOf = ({ Lines = [] }: Asked) =>
  Lines.map(({ InventoryLotId: lot, Quantity: quantity }) => ({ lot, quantity }));

const dateOf = (books: Books, { PostingDate }: Asked): string =>
  PostingDate ?? new Date(books.now()).toISOString().slice(0, 10);
