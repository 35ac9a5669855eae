import type { Books } from './entity-model.ts';
import { cents } from './cents.ts';
import { Infolog, type Row } from './entity-model.ts';
import { linesOf as journalLinesOf } from './entities/journals.ts';
import { deliveredOf, invoicedOf, linesOf } from './entities/sales.ts';
import { type LedgerLine, postVoucher, requireOpenPeriod } from './ledger.ts';
import { moveStock } from './stock.ts';
import { taxOf } from './tax.ts';

/** Accounts that the posting profiles of the environment name. */
const accounts = { receivable: '130100', revenue: '401100', tax: '202110', bank: '110110' } as const;

/** Units of one line to be delivered or invoiced. */
export interface PostedUnits {
  readonly lot: string;
  readonly quantity: number;
}

/** Posts a packing slip: the units leave. */
export function postPackingSlip(books: Books, order: Row, units: readonly PostedUnits[], date: string): Row {
  return books.atomically(() => {
    requireOpenPeriod(books, String(order['dataAreaId']), date);
    const id = books.next('packing-slips', 'PS-');
    const moved = moveUnits(books, order, units, { what: 'delivered', document: id });
    const slip = books.put('CustPackingSlipJourBiEntities', {
      dataAreaId: order['dataAreaId'] ?? '',
      SourceDocumentHeader: Number(books.next('records', '', 1)),
      SalesId: order['SalesOrderNumber'] ?? '',
      PackingSlipId: id,
      CustomerRef: order['CustomersOrderReference'] ?? '',
      DeliveryDate: `${date}T12:00:00Z`,
      LedgerVoucher: books.next('vouchers', 'V-'),
      Qty: moved,
    });
    settleState(books, order);
    return slip;
  });
}

/** Posts an invoice for units that were delivered: receivable against revenue and tax. */
export function postSalesInvoice(books: Books, order: Row, units: readonly PostedUnits[], date: string): Row {
  return books.atomically(() => {
    const number = books.next('invoices', 'INV-');
    const included = order['ArePricesIncludingSalesTax'] === 'Yes';
    const amounts = amountsOf(books, order, units);
    moveUnits(books, order, units, { what: 'invoiced', document: number });
    const total = included ? amounts.net : amounts.net + amounts.tax;
    const voucher = books.next('vouchers', 'V-');
    const company = String(order['dataAreaId']);
    postVoucher(books, { number: voucher, company, date, currency: String(order['CurrencyCode']) }, [
      { account: accounts.receivable, cents: total },
      { account: accounts.revenue, cents: amounts.tax - total },
      { account: accounts.tax, cents: -amounts.tax },
    ]);
    const invoice = books.put('SalesInvoiceHeadersV4', {
      dataAreaId: company,
      InvoiceNumber: number,
      InvoiceDate: `${date}T12:00:00Z`,
      LedgerVoucher: voucher,
      SalesOrderNumber: order['SalesOrderNumber'] ?? '',
      SalesOrderOriginCode: order['SalesOrderOriginCode'] ?? '',
      CustomersOrderReference: order['CustomersOrderReference'] ?? '',
      InvoiceCustomerAccountNumber: order['InvoiceCustomerAccountNumber'] ?? '',
      CurrencyCode: order['CurrencyCode'] ?? '',
      TotalInvoiceAmount: total / 100,
      TotalTaxAmount: amounts.tax / 100,
    });
    settleState(books, order);
    return invoice;
  });
}

/** Posts a general journal or a customer payment journal. */
export function postJournal(books: Books, header: Row, kind: 'ledger' | 'payment'): void {
  books.atomically(() => {
    if (header['IsPosted'] === 'Yes') return;
    const lines = journalLinesOf(
      header,
      books,
      kind === 'ledger' ? 'LedgerJournalLines' : 'CustomerPaymentJournalLines',
    );
    if (lines.length === 0) throw new Infolog(`Journal ${header['JournalBatchNumber']} has no lines.`);
    const byVoucher = Map.groupBy(lines, (line) => String(line['Voucher']));
    for (const [number, its] of byVoucher) {
      const date = String(its[0]?.[kind === 'ledger' ? 'TransDate' : 'TransactionDate']).slice(0, 10);
      const currency = String(its[0]?.['CurrencyCode'] ?? '');
      postVoucher(books, { number, company: String(header['dataAreaId']), date, currency }, its.flatMap(sidesOf));
    }
    books.change(kind === 'ledger' ? 'LedgerJournalHeaders' : 'CustomerPaymentJournalHeaders', header, {
      IsPosted: 'Yes',
    });
  });
}

function sidesOf(line: Row): readonly LedgerLine[] {
  const amount = cents(line['DebitAmount']) - cents(line['CreditAmount']);
  const accountOf = (type: string, value: string) =>
    line[type] === 'Cust' ? accounts.receivable : line[type] === 'Bank' ? accounts.bank : String(line[value]);
  const own = { account: accountOf('AccountType', 'AccountDisplayValue'), cents: amount };
  if (line['OffsetAccountDisplayValue'] === '') return [own];
  return [own, { account: accountOf('OffsetAccountType', 'OffsetAccountDisplayValue'), cents: -amount }];
}

function amountsOf(books: Books, order: Row, units: readonly PostedUnits[]) {
  let [net, tax] = [0, 0];
  for (const { lot, quantity } of units) {
    const line = lineAt(books, order, lot);
    const [ordered, before] = [Number(line['OrderedSalesQuantity']), invoicedOf(line, books)];
    const part = (whole: number) =>
      Math.round((whole * (before + quantity)) / ordered) - Math.round((whole * before) / ordered);
    net += part(cents(line['LineAmount']));
    tax += part(taxOf(line, books));
  }
  return { net, tax };
}

function moveUnits(
  books: Books,
  order: Row,
  units: readonly PostedUnits[],
  { what, document }: { readonly what: 'delivered' | 'invoiced'; readonly document: string },
): number {
  let moved = 0;
  for (const { lot, quantity } of units) {
    const line = lineAt(books, order, lot);
    const most =
      what === 'delivered'
        ? Number(line['OrderedSalesQuantity']) - deliveredOf(line, books)
        : deliveredOf(line, books) - invoicedOf(line, books);
    // A line of a return is negative, and so is what moves of it.
    const fits = quantity * most > 0 && Math.abs(quantity) <= Math.abs(most);
    if (!fits) {
      throw new Infolog(`Quantity ${quantity} of item ${line['ItemNumber']} cannot be ${what}: only ${most} is open.`);
    }
    books.put('#moves', { lot, what, quantity, document });
    if (what === 'delivered' && line['ShippingWarehouseId'] !== '') {
      const [company, site] = [String(line['dataAreaId']), String(line['ShippingSiteId'])];
      moveStock(books, { company, item: line, site, warehouse: String(line['ShippingWarehouseId']) }, -quantity);
    }
    moved += quantity;
  }
  if (units.length === 0) throw new Infolog('There is nothing to post.');
  return moved;
}

function lineAt(books: Books, order: Row, lot: string): Row {
  const line = linesOf(order, books).find((it) => it['InventoryLotId'] === lot);
  if (!line) throw new Infolog(`Sales order ${order['SalesOrderNumber']} has no line ${lot}.`);
  return line;
}

/** Brings the states of lines and order in line with what was posted. */
function settleState(books: Books, order: Row): void {
  for (const line of linesOf(order, books)) {
    if (line['SalesOrderLineStatus'] === 'Canceled') continue;
    const [ordered, delivered, invoiced] = [
      Number(line['OrderedSalesQuantity']),
      deliveredOf(line, books),
      invoicedOf(line, books),
    ];
    const state = invoiced === ordered ? 'Invoiced' : delivered === ordered ? 'Delivered' : 'Backorder';
    books.change('SalesOrderLinesV3', line, { SalesOrderLineStatus: state, SalesDeliverNow: 0 });
  }
  const lines = linesOf(order, books).filter((line) => line['SalesOrderLineStatus'] !== 'Canceled');
  const all = (state: string) => lines.every((line) => line['SalesOrderLineStatus'] === state);
  const moved = (of: typeof deliveredOf) => lines.some((line) => of(line, books) !== 0);
  const status = all('Invoiced')
    ? 'Invoiced'
    : lines.every((line) => line['SalesOrderLineStatus'] !== 'Backorder')
      ? 'Delivered'
      : 'Backorder';
  const processing = all('Invoiced')
    ? 'Invoiced'
    : moved(invoicedOf)
      ? status === 'Delivered'
        ? 'DeliveredPartiallyInvoiced'
        : 'PartiallyInvoiced'
      : status === 'Delivered'
        ? 'Delivered'
        : moved(deliveredOf)
          ? 'PartiallyDelivered'
          : 'Active';
  const current = books.find('SalesOrderHeadersV4', {
    dataAreaId: order['dataAreaId'] ?? '',
    SalesOrderNumber: order['SalesOrderNumber'] ?? '',
  });
  if (current)
    books.change('SalesOrderHeadersV4', current, { SalesOrderStatus: status, SalesOrderProcessingStatus: processing });
}

/** Cancels what of an order has not left. */
export function cancelRemainder(books: Books, order: Row): void {
  books.atomically(() => {
    const lines = linesOf(order, books);
    for (const line of lines) {
      const delivered = deliveredOf(line, books);
      if (delivered === 0) books.change('SalesOrderLinesV3', line, { SalesOrderLineStatus: 'Canceled' });
      else {
        const share = delivered / Number(line['OrderedSalesQuantity']);
        const LineAmount = Math.round(cents(line['LineAmount']) * share) / 100;
        books.change('SalesOrderLinesV3', line, { OrderedSalesQuantity: delivered, LineAmount });
      }
    }
    const none = lines.every((line) => deliveredOf(line, books) === 0);
    if (none)
      books.change('SalesOrderHeadersV4', order, {
        SalesOrderStatus: 'Canceled',
        SalesOrderProcessingStatus: 'Canceled',
      });
    else settleState(books, order);
  });
}
