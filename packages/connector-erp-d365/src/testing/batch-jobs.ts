import { type Books, Infolog } from './entity-model.ts';
import { postPrices } from './entities/catalog.ts';
import { postTransfer } from './entities/inventory.ts';
import { deliveredOf, invoicedOf, linesOf } from './entities/sales.ts';
import { postJournal, postPackingSlip, postSalesInvoice } from './posting.ts';
import { postStatements } from './statements.ts';

/** What the environment's batch jobs do: packing slips for what `Deliver now` asks, invoices for what was delivered, journals, store statements. */
export function runBatchJobs(books: Books, retailSigns: 'negative' | 'positive'): void {
  const today = () => new Date(books.now()).toISOString().slice(0, 10);
  for (const order of books.rows('SalesOrderHeadersV4')) {
    quietly(() => {
      const units = linesOf(order, books).map((line) => ({
        lot: String(line['InventoryLotId']),
        quantity: Number(line['SalesDeliverNow']),
      }));
      const asked = units.filter((it) => it.quantity !== 0);
      if (asked.length > 0) postPackingSlip(books, order, asked, today());
    });
  }
  for (const order of books.rows('SalesOrderHeadersV4')) {
    quietly(() => {
      const open = linesOf(order, books)
        .map((line) => ({
          lot: String(line['InventoryLotId']),
          quantity: deliveredOf(line, books) - invoicedOf(line, books),
        }))
        .filter((it) => it.quantity !== 0);
      if (open.length > 0) postSalesInvoice(books, order, open, today());
    });
  }
  for (const header of books.where('LedgerJournalHeaders', { IsPosted: 'No' }))
    quietly(() => postJournal(books, header, 'ledger'));
  for (const header of books.where('InventoryTransferJournalHeaders', { IsPosted: 'No' })) {
    quietly(() => postTransfer(books, header));
  }
  for (const header of books.where('CustomerPaymentJournalHeaders', { IsPosted: 'No' })) {
    quietly(() => postJournal(books, header, 'payment'));
  }
  for (const header of books.rows('OpenTradeAgreementJournalHeadersV2')) quietly(() => postPrices(books, header));
  postStatements(books, retailSigns);
}

/** A batch job goes on with the next document; what it could not post stays as it is. */
function quietly(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Infolog)) throw error;
  }
}
