import { currencyOf } from '../currencies.ts';
import { amountOf } from '../decimals.ts';
import {
  type Books,
  dialog,
  type EntitySet,
  type Field,
  noId,
  Refusal,
  type Row,
  type Value,
} from '../entity-model.ts';
import { postCreditMemo, postInvoice, shipAndInvoice } from '../posting.ts';
import { worthOf } from '../worth.ts';

const text = (length: number) => ({ text: length }) as const;
const code = (length: number) => ({ code: length }) as const;

const head = {
  number: code(20),
  externalDocumentNumber: code(35),
  postingDate: 'date',
  customerId: 'guid',
  customerNumber: code(20),
  currencyCode: code(10),
  pricesIncludeTax: 'boolean',
  totalAmountExcludingTax: 'decimal',
  totalTaxAmount: 'decimal',
  totalAmountIncludingTax: 'decimal',
  status: text(20),
  lastModifiedDateTime: 'datetime',
} as const satisfies Readonly<Record<string, Field>>;

const shipTo = {
  shipToName: text(100),
  shipToAddressLine1: text(100),
  shipToAddressLine2: text(50),
  shipToCity: text(30),
  shipToCountry: code(10),
  shipToState: text(30),
  shipToPostCode: code(20),
} as const;

const computed = [
  'number',
  'pricesIncludeTax',
  'totalAmountExcludingTax',
  'totalTaxAmount',
  'totalAmountIncludingTax',
  'status',
  'lastModifiedDateTime',
];

const line = {
  documentId: 'guid',
  sequence: 'integer',
  itemId: 'guid',
  accountId: 'guid',
  lineType: { enum: ['Comment', 'Account', 'Item', 'Resource', 'Fixed Asset', 'Charge'] },
  lineObjectNumber: code(20),
  description: text(100),
  quantity: 'decimal',
  unitPrice: 'decimal',
  discountAmount: 'decimal',
  taxCode: code(20),
  taxPercent: 'decimal',
  netAmount: 'decimal',
  netTaxAmount: 'decimal',
  netAmountIncludingTax: 'decimal',
  itemVariantId: 'guid',
  locationId: 'guid',
} as const satisfies Readonly<Record<string, Field>>;

const computedOfLine = ['documentId', 'taxPercent', 'netAmount', 'netTaxAmount', 'netAmountIncludingTax'];

function viewOfLine(row: Row, books: Books): Readonly<Record<string, Value>> {
  const { net, tax, percent } = worthOf(row, books);
  return {
    taxPercent: percent,
    netAmount: amountOf(net),
    netTaxAmount: amountOf(tax),
    netAmountIncludingTax: amountOf(net + tax),
  };
}

const totals =
  (lines: string) =>
  (row: Row, books: Books): Readonly<Record<string, Value>> => {
    const all = books.where(lines, { documentId: row['id'] ?? noId }).map((it) => worthOf(it, books));
    const net = all.reduce((sum, it) => sum + it.net, 0);
    const tax = all.reduce((sum, it) => sum + it.tax, 0);
    return {
      totalAmountExcludingTax: amountOf(net),
      totalTaxAmount: amountOf(tax),
      totalAmountIncludingTax: amountOf(net + tax),
    };
  };

function begin(series: string, row: Row, books: Books): Row {
  const { customerId, customerNumber } = row;
  if (customerId === noId && customerNumber === '') throw dialog('A customerNumber or a customerID must be provided.');
  const customer =
    customerId === noId
      ? books.find('customers', { number: customerNumber ?? '' })
      : books.find('customers', { id: customerId ?? '' });
  if (!customer) {
    throw new Refusal(
      'Internal_InvalidTableRelation',
      `The field Sell-to Customer No. contains a value (${String(customerNumber)}) that cannot be found in the related table (Customer).`,
    );
  }
  if (customer['blocked'] !== ' ')
    throw dialog(`You cannot create this type of document when Customer ${String(customer['number'])} is blocked.`);
  const today = new Date(books.now()).toISOString().slice(0, 10);
  // A customer may have a currency of its own, which documents take that name none.
  const currencyCode = String(row['currencyCode'] === '' ? customer['currencyCode'] : row['currencyCode']);
  currencyOf(currencyCode, books);
  return {
    ...row,
    number: books.next(series),
    customerId: customer['id'] ?? noId,
    customerNumber: customer['number'] ?? '',
    currencyCode: currencyCode === '' ? books.settings.currency : currencyCode,
    pricesIncludeTax: books.settings.pricesIncludeTax,
    postingDate: row['postingDate'] === '0001-01-01' ? today : (row['postingDate'] ?? today),
    status: 'Draft',
  };
}

/** Takes a line's object from its number or id, and fills in what follows from it. */
function lineOf(set: string, row: Row, books: Books): Row {
  const lines = books.where(set, { documentId: row['documentId'] ?? noId });
  const last = Math.max(0, ...lines.map((it) => Number(it['sequence'])));
  const sequence = row['sequence'] === 0 ? last + 10_000 : (row['sequence'] ?? 0);
  if (lines.some((it) => it['sequence'] === sequence)) {
    throw new Refusal('Internal_EntityWithSameKeyExists', 'The Sales Line already exists.');
  }
  if (row['lineType'] === 'Comment') return { ...row, sequence };
  const isItem = row['lineType'] === 'Item';
  const table = isItem ? 'items' : 'accounts';
  const id = row[isItem ? 'itemId' : 'accountId'] ?? noId;
  const object = id === noId ? books.find(table, { number: row['lineObjectNumber'] ?? '' }) : books.find(table, { id });
  if (!object) {
    throw new Refusal(
      'Internal_InvalidTableRelation',
      `The field No. of table Sales Line contains a value (${String(row['lineObjectNumber'])}) that cannot be found in the related table (${isItem ? 'Item' : 'G/L Account'}).`,
    );
  }
  if (object['blocked'] === true)
    throw new Refusal(
      'Application_FieldValidationException',
      `Blocked must be equal to 'No' in ${isItem ? 'Item' : 'G/L Account'}: No.=${String(object['number'])}.`,
    );
  requireRow(books, 'itemVariants', row['itemVariantId']);
  const variant = books.find('itemVariants', { id: row['itemVariantId'] ?? noId });
  if (variant && (!isItem || variant['itemId'] !== object['id']))
    throw new Refusal('Internal_InvalidTableRelation', 'The field Variant Code is of another item.');
  requireRow(books, 'locations', row['locationId']);
  return {
    ...row,
    sequence,
    [isItem ? 'itemId' : 'accountId']: object['id'] ?? noId,
    lineObjectNumber: object['number'] ?? '',
    description: row['description'] === '' ? (object['displayName'] ?? '') : (row['description'] ?? ''),
    taxCode: row['taxCode'] === '' ? (object['taxGroupCode'] ?? '') : (row['taxCode'] ?? ''),
  };
}

function requireRow(books: Books, set: string, id: Value | undefined): void {
  if (id === undefined || id === noId || books.find(set, { id })) return;
  throw new Refusal('Internal_RecordNotFound', `The ${set} does not exist.`, 404);
}

const salesOrders: EntitySet = {
  name: 'salesOrders',
  writable: true,
  fields: { ...head, ...shipTo, orderDate: 'date', fullyShipped: 'boolean', requestedDeliveryDate: 'date' },
  readOnly: [...computed, 'fullyShipped'],
  parts: { salesOrderLines: { set: 'salesOrderLines', by: 'documentId' } },
  insert: (row, books) => begin('S-ORD', row, books),
  remove(row, books) {
    const moved = books
      .where('salesOrderLines', { documentId: row['id'] ?? noId })
      .some((it) => it['shippedQuantity'] !== it['invoicedQuantity']);
    if (moved)
      throw dialog('You cannot delete the order line because there is at least one shipped line that is not invoiced.');
  },
  view(row, books) {
    const lines = books.where('salesOrderLines', { documentId: row['id'] ?? noId });
    const fullyShipped = lines.length > 0 && lines.every((it) => it['shippedQuantity'] === it['quantity']);
    return { ...totals('salesOrderLines')(row, books), fullyShipped };
  },
  actions: { shipAndInvoice },
};

const salesOrderLines: EntitySet = {
  name: 'salesOrderLines',
  writable: true,
  fields: {
    ...line,
    shippedQuantity: 'decimal',
    invoicedQuantity: 'decimal',
    shipQuantity: 'decimal',
    invoiceQuantity: 'decimal',
  },
  readOnly: [...computedOfLine, 'shippedQuantity', 'invoicedQuantity'],
  parent: { set: 'salesOrders', by: 'documentId' },
  insert(row, books) {
    const complete = lineOf('salesOrderLines', row, books);
    const quantity = complete['quantity'] ?? 0;
    return { ...complete, shipQuantity: quantity, invoiceQuantity: quantity };
  },
  update(row, before, given) {
    const [quantity, shipped] = [Number(row['quantity']), Number(row['shippedQuantity'])];
    if (Math.abs(quantity) < Math.abs(shipped) || quantity * shipped < 0) {
      throw new Refusal(
        'Application_FieldValidationException',
        'Quantity must not be less than the quantity that is shipped.',
      );
    }
    const open = quantity - shipped;
    const ship = 'quantity' in given && !('shipQuantity' in given) ? open : Number(row['shipQuantity']);
    if (Math.abs(ship) > Math.abs(open) || ship * open < 0) throw dialog(`You cannot ship more than ${open} units.`);
    const asked = 'shipQuantity' in given || 'quantity' in given;
    // Setting what is shipped sets what is invoiced with it.
    const invoice = asked ? ship + shipped - Number(before['invoicedQuantity']) : Number(row['invoiceQuantity']);
    return { ...row, shipQuantity: ship, invoiceQuantity: invoice };
  },
  remove(row) {
    if (row['shippedQuantity'] === 0) return;
    throw dialog('You cannot delete the line: a part of it is shipped.');
  },
  view: viewOfLine,
};

/** Sets of a document that is a draft until it is posted. */
function draftSets(
  name: 'salesInvoices' | 'salesCreditMemos',
  how: {
    readonly lines: string;
    readonly series: string;
    readonly fields: Readonly<Record<string, Field>>;
    readonly readOnly: readonly string[];
    post(row: Row, books: Books): void;
  },
): readonly EntitySet[] {
  const requireDraft = (row: Row): void => {
    if (row['status'] !== 'Draft') throw dialog('The document is posted and cannot be modified.');
  };
  return [
    {
      name,
      writable: true,
      fields: { ...head, ...how.fields },
      readOnly: [...computed, ...how.readOnly],
      parts: { [how.lines]: { set: how.lines, by: 'documentId' } },
      insert: (row, books) => begin(how.series, row, books),
      update(row, before) {
        requireDraft(before);
        return row;
      },
      remove: requireDraft,
      view: totals(how.lines),
      actions: {
        post(row, books) {
          requireDraft(row);
          how.post(row, books);
        },
      },
    },
    {
      name: how.lines,
      writable: true,
      fields: line,
      readOnly: computedOfLine,
      parent: { set: name, by: 'documentId' },
      insert(row, books) {
        const document = books.find(name, { id: row['documentId'] ?? noId });
        if (document) requireDraft(document);
        return lineOf(how.lines, row, books);
      },
      view: viewOfLine,
    },
  ];
}

const shipments: readonly EntitySet[] = [
  {
    name: 'salesShipments',
    writable: false,
    fields: {
      number: code(20),
      externalDocumentNumber: code(35),
      postingDate: 'date',
      customerNumber: code(20),
      orderNumber: code(20),
      lastModifiedDateTime: 'datetime',
    },
    parts: { salesShipmentLines: { set: 'salesShipmentLines', by: 'documentId' } },
  },
  {
    name: 'salesShipmentLines',
    writable: false,
    fields: {
      documentId: 'guid',
      sequence: 'integer',
      lineType: line.lineType,
      lineObjectNumber: code(20),
      description: text(100),
      quantity: 'decimal',
    },
  },
];

export const documents: readonly EntitySet[] = [
  salesOrders,
  salesOrderLines,
  ...draftSets('salesInvoices', {
    lines: 'salesInvoiceLines',
    series: 'S-INV',
    fields: { invoiceDate: 'date', orderId: 'guid', orderNumber: code(20), remainingAmount: 'decimal' },
    readOnly: ['orderId', 'orderNumber', 'remainingAmount'],
    post: postInvoice,
  }),
  ...draftSets('salesCreditMemos', {
    lines: 'salesCreditMemoLines',
    series: 'S-CR',
    fields: { creditMemoDate: 'date' },
    readOnly: [],
    post: postCreditMemo,
  }),
  ...shipments,
];
