import { currencyOf } from './currencies.ts';
import { amountOf } from './decimals.ts';
import { type Books, dialog, noDate, noId, type Row } from './entity-model.ts';
import { moveStock } from './stock.ts';
import { worthOf } from './worth.ts';

/** Accounts that posting groups lead to. */
export const accounts = { receivables: '2310', revenue: '6110', tax: '5610' } as const;

/** Refuses a date outside of the days on which the company takes postings. */
export function requirePostable(books: Books, postingDate: string): void {
  const [setup] = books.rows('generalLedgerSetup');
  const from = String(setup?.['allowPostingFrom'] ?? noDate);
  const to = String(setup?.['allowPostingTo'] ?? noDate);
  if (postingDate >= from && (to === noDate || postingDate <= to)) return;
  throw dialog('Posting Date is not within your range of allowed posting dates.');
}

/** One line of a document that is posted. */
interface PostedLine {
  readonly row: Row;
  readonly quantity: number;
}

/** Ships and invoices what the lines ask for. An order that is invoiced whole is gone. */
export function shipAndInvoice(order: Row, books: Books): void {
  const id = String(order['id']);
  const postingDate = String(order['postingDate']);
  requirePostable(books, postingDate);
  const lines = books.where('salesOrderLines', { documentId: id });
  const shipped = lines.filter((it) => it['shipQuantity'] !== 0);
  const invoiced = lines.filter((it) => it['invoiceQuantity'] !== 0);
  if (shipped.length === 0 && invoiced.length === 0) throw dialog('There is nothing to post.');
  const common = {
    externalDocumentNumber: order['externalDocumentNumber'] ?? '',
    postingDate,
    customerNumber: order['customerNumber'] ?? '',
    orderNumber: order['number'] ?? '',
  };
  if (shipped.length > 0) {
    const number = books.next('S-SHPT');
    const shipment = books.put('salesShipments', { ...common, number });
    for (const line of shipped) {
      const quantity = Number(line['shipQuantity']);
      books.put('salesShipmentLines', { ...plain(line), documentId: shipment['id'] ?? noId, quantity });
      moveLine(books, { row: line, quantity: -quantity }, { documentNumber: number, postingDate });
    }
  }
  const number = books.next('PS-INV');
  const posted = invoiced.map((row) => ({ row, quantity: Number(row['invoiceQuantity']) }));
  const header = {
    ...common,
    number,
    customerId: order['customerId'] ?? noId,
    currencyCode: order['currencyCode'] ?? '',
    pricesIncludeTax: order['pricesIncludeTax'] ?? false,
    invoiceDate: postingDate,
    orderId: id,
    status: 'Open',
  };
  const invoice = books.put('salesInvoices', header);
  const cents = copyLines(books, 'salesInvoiceLines', invoice, posted);
  const currencyCode = String(order['currencyCode']);
  book(books, { ...cents, documentNumber: number, postingDate, documentType: 'Invoice', sign: 1, currencyCode });
  const left = lines.map((line) => afterPosting(line, books));
  if (left.every((line) => line['invoicedQuantity'] === line['quantity'])) {
    for (const line of left) books.drop('salesOrderLines', line);
    books.drop('salesOrders', order);
  } else books.change('salesOrders', order, {});
}

/** A line after what it asked for is posted: the rest is proposed for the next time. */
function afterPosting(line: Row, books: Books): Row {
  const shippedQuantity = Number(line['shippedQuantity']) + Number(line['shipQuantity']);
  const invoicedQuantity = Number(line['invoicedQuantity']) + Number(line['invoiceQuantity']);
  const quantity = Number(line['quantity']);
  const rest = { shipQuantity: quantity - shippedQuantity, invoiceQuantity: quantity - invoicedQuantity };
  return books.change('salesOrderLines', line, { shippedQuantity, invoicedQuantity, ...rest });
}

export function postInvoice(draft: Row, books: Books): void {
  postDraft(books, draft, {
    set: 'salesInvoices',
    lines: 'salesInvoiceLines',
    series: 'PS-INV',
    documentType: 'Invoice',
    sign: 1,
  });
}

export function postCreditMemo(draft: Row, books: Books): void {
  postDraft(books, draft, {
    set: 'salesCreditMemos',
    lines: 'salesCreditMemoLines',
    series: 'PS-CR',
    documentType: 'Credit Memo',
    sign: -1,
  });
}

function postDraft(
  books: Books,
  draft: Row,
  how: {
    readonly set: string;
    readonly lines: string;
    readonly series: string;
    readonly documentType: string;
    readonly sign: 1 | -1;
  },
): void {
  const postingDate = String(draft['postingDate']);
  requirePostable(books, postingDate);
  const rows = books.where(how.lines, { documentId: draft['id'] ?? noId });
  if (rows.every((it) => it['quantity'] === 0)) throw dialog('There is nothing to post.');
  const number = books.next(how.series);
  const { id, ...rest } = draft;
  const kept = books.settings.newIdWhenPosted || id === undefined ? {} : { id };
  books.drop(how.set, draft);
  const posted = books.put(how.set, { ...rest, ...kept, number, status: 'Open' });
  const moved = rows.map((row) => ({ row, quantity: Number(row['quantity']) }));
  for (const { row } of moved) books.drop(how.lines, row);
  const cents = copyLines(books, how.lines, posted, moved);
  for (const { row, quantity } of moved)
    moveLine(books, { row, quantity: -how.sign * quantity }, { documentNumber: number, postingDate });
  const { documentType, sign } = how;
  const currencyCode = String(draft['currencyCode']);
  book(books, { ...cents, documentNumber: number, postingDate, documentType, sign, currencyCode });
}

/** The lines of a posted document; what they come to, in cents. */
function copyLines(books: Books, set: string, document: Row, lines: readonly PostedLine[]) {
  const revenue = new Map<string, number>();
  let tax = 0;
  for (const { row, quantity } of lines) {
    // A discount goes with its units.
    const share = Number(row['quantity']) === 0 ? 0 : quantity / Number(row['quantity']);
    const discountAmount = Math.round(Number(row['discountAmount']) * share * 100) / 100;
    const posted = books.put(set, { ...plain(row), documentId: document['id'] ?? noId, quantity, discountAmount });
    const worth = worthOf(posted, books);
    const account = row['lineType'] === 'Account' ? String(row['lineObjectNumber']) : accounts.revenue;
    revenue.set(account, (revenue.get(account) ?? 0) + worth.net);
    tax += worth.tax;
  }
  return { revenue, tax };
}

function plain({ id: _, ...row }: Row): Row {
  return row;
}

function moveLine(
  books: Books,
  { row, quantity }: PostedLine,
  by: { readonly documentNumber: string; readonly postingDate: string },
): void {
  if (row['lineType'] !== 'Item') return;
  const item = books.find('items', { id: row['itemId'] ?? noId });
  if (item?.['type'] !== 'Inventory') return;
  const variantCode = String(books.find('itemVariants', { id: row['itemVariantId'] ?? noId })?.['code'] ?? '');
  const locationCode = String(books.find('locations', { id: row['locationId'] ?? noId })?.['code'] ?? '');
  const itemNumber = String(item['number']);
  moveStock(books, { itemNumber, variantCode, locationCode, quantity, ...by, entryType: 'Sale' });
}

/** Receivables against revenue and tax. */
function book(
  books: Books,
  posted: {
    readonly revenue: ReadonlyMap<string, number>;
    readonly tax: number;
    readonly documentNumber: string;
    readonly postingDate: string;
    readonly documentType: string;
    readonly sign: 1 | -1;
    readonly currencyCode: string;
  },
): void {
  const { sign } = posted;
  // The ledger has its own currency, whatever the document is in.
  const { exchangeRate } = currencyOf(posted.currencyCode, books);
  const own = (cents: number): number => Math.round(cents * exchangeRate);
  const revenue = [...posted.revenue].map(([account, cents]) => [account, own(cents)] as const);
  const tax = own(posted.tax);
  const total = revenue.reduce((sum, [, cents]) => sum + cents, tax);
  if (total < 0) throw dialog('The total amount for the document must be 0 or greater.');
  enter(books, posted, accounts.receivables, sign * total);
  for (const [account, cents] of revenue) enter(books, posted, account, -sign * cents);
  if (tax !== 0) enter(books, posted, accounts.tax, -sign * tax);
}

/** One entry of the general ledger: a debit is positive. */
export function enter(
  books: Books,
  by: {
    readonly documentNumber: string;
    readonly postingDate: string;
    readonly documentType?: string;
    readonly externalDocumentNumber?: string;
  },
  accountNumber: string,
  cents: number,
): void {
  books.put('generalLedgerEntries', {
    documentNumber: by.documentNumber,
    documentType: by.documentType ?? '',
    postingDate: by.postingDate,
    accountNumber,
    debitAmount: amountOf(Math.max(0, cents)),
    creditAmount: amountOf(Math.max(0, -cents)),
  });
}
