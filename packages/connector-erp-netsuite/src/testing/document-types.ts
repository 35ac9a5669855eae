/** The transactions that the model knows, with their fields as SuiteTalk REST names them. */
import { all, common, type Fields, readOnly, references, stamps } from './fields.ts';
import type { RecordType } from './record-type.ts';

const transactionBody: Fields = {
  ...common,
  ...stamps,
  ...all('date', 'tranDate'),
  ...all('text', 'memo tranId'),
  ...all('number', 'exchangeRate'),
  ...references({ subsidiary: 'subsidiary', currency: 'currency', location: 'location' }),
  ...all('reference', 'department class customForm'),
  ...readOnly(all('enumeration', 'status')),
  ...readOnly(references({ createdFrom: 'transaction' })),
};

const salesBody: Fields = {
  ...transactionBody,
  ...references({ entity: 'customer' }),
  ...all('text', 'otherRefNum email'),
  ...all('boolean', 'toBeEmailed taxDetailsOverride shipComplete'),
  ...all('number', 'shippingCost handlingCost'),
  ...all('date', 'shipDate'),
  ...all('reference', 'shipMethod terms paymentOption salesChannel'),
  ...all('object', 'billingAddress shippingAddress'),
  ...readOnly(all('number', 'subtotal taxTotal total')),
};

const salesLine: Fields = {
  ...all('number', 'line orderLine quantity rate amount taxRate1 tax1Amt grossAmt'),
  ...references({ item: 'item', location: 'location', inventoryLocation: 'location' }),
  ...all('reference', 'price taxCode units department class'),
  ...all('text', 'description taxDetailsReference'),
  ...all('boolean', 'isClosed'),
  ...all('enumeration', 'commitInventory itemFulfillmentChoice'),
  ...readOnly(all('number', 'quantityFulfilled quantityBilled quantityCommitted quantityBackOrdered')),
};

const taxDetail: Fields = {
  ...all('text', 'taxDetailsReference'),
  ...all('reference', 'taxType taxCode'),
  ...all('number', 'taxBasis taxRate taxAmount'),
};

const postingBody: Fields = references({ postingPeriod: 'accountingPeriod' });

const salesSublists = { item: salesLine, taxDetails: taxDetail };

/** Which documents one settles, and by how much. Its lines are told apart by the document. */
const applications: Fields = {
  ...all('number', 'line amount'),
  ...all('boolean', 'apply'),
  ...references({ doc: 'transaction' }),
};

const stockLine: Fields = {
  ...all('number', 'line adjustQtyBy unitCost'),
  ...all('text', 'memo'),
  ...all('reference', 'units department class'),
  ...references({ item: 'item', location: 'location' }),
};

const moneyBody: Fields = {
  ...transactionBody,
  ...postingBody,
  ...references({ customer: 'customer' }),
  ...all('reference', 'account paymentOption paymentMethod'),
};

const document = (
  label: string,
  queryType: string,
  numberPrefix: string,
  rest: Pick<RecordType, 'fields' | 'sublists' | 'required'>,
): RecordType => ({ group: 'transaction', label, queryType, numberPrefix, hasExternalId: true, ...rest });

/** Sales: ordered, shipped, billed. */
const sales: Readonly<Record<string, RecordType>> = {
  salesOrder: {
    group: 'transaction',
    label: 'Sales Order',
    fields: { ...salesBody, ...all('enumeration', 'orderStatus') },
    sublists: salesSublists,
    required: { entity: 'Customer' },
    hasExternalId: true,
    queryType: 'SalesOrd',
    numberPrefix: 'SO',
  },
  cashSale: {
    group: 'transaction',
    label: 'Cash Sale',
    fields: { ...salesBody, ...postingBody, ...all('reference', 'account'), ...all('boolean', 'undepFunds') },
    sublists: salesSublists,
    required: { entity: 'Customer', location: 'Location' },
    hasExternalId: true,
    queryType: 'CashSale',
    numberPrefix: 'CS',
  },
  invoice: {
    group: 'transaction',
    label: 'Invoice',
    fields: {
      ...salesBody,
      ...postingBody,
      ...all('date', 'dueDate'),
      ...all('enumeration', 'approvalStatus'),
      ...readOnly(all('number', 'amountRemaining')),
    },
    sublists: salesSublists,
    required: { entity: 'Customer' },
    hasExternalId: true,
    queryType: 'CustInvc',
    numberPrefix: 'INV',
  },
  itemFulfillment: {
    group: 'transaction',
    label: 'Item Fulfillment',
    fields: {
      ...transactionBody,
      ...postingBody,
      ...references({ inventoryLocation: 'location' }),
      ...all('enumeration', 'shipStatus'),
      ...all('date', 'shippedDate'),
      ...readOnly(references({ entity: 'customer' })),
    },
    sublists: {
      item: {
        ...all('number', 'orderLine quantity line'),
        ...all('boolean', 'itemreceive'),
        ...references({ location: 'location' }),
        ...readOnly(references({ item: 'item' })),
      },
      package: { ...all('text', 'packageTrackingNumber packageDescr'), ...all('number', 'packageWeight') },
    },
    required: {},
    hasExternalId: true,
    queryType: 'ItemShip',
    numberPrefix: 'IF',
  },
  journalEntry: {
    group: 'transaction',
    label: 'Journal Entry',
    fields: { ...transactionBody, ...postingBody },
    sublists: {
      line: {
        ...all('number', 'line debit credit'),
        ...all('text', 'memo'),
        ...all('reference', 'account department class'),
        ...references({ entity: 'customer', location: 'location' }),
      },
    },
    required: {},
    hasExternalId: true,
    queryType: 'Journal',
    numberPrefix: 'JE',
  },
};

const returns: Readonly<Record<string, RecordType>> = {
  returnAuthorization: document('Return Authorization', 'RtnAuth', 'RMA', {
    fields: { ...salesBody, ...all('enumeration', 'orderStatus') },
    sublists: {
      item: { ...salesLine, ...readOnly(all('number', 'quantityReceived')) },
      taxDetails: taxDetail,
    },
    required: { entity: 'Customer' },
  }),
  itemReceipt: document('Item Receipt', 'ItemRcpt', 'IR', {
    fields: { ...transactionBody, ...postingBody, ...readOnly(references({ entity: 'customer' })) },
    sublists: {
      item: {
        ...all('number', 'orderLine quantity line'),
        ...all('boolean', 'itemreceive'),
        ...references({ location: 'location' }),
        ...readOnly(references({ item: 'item' })),
      },
    },
    required: {},
  }),
  creditMemo: document('Credit Memo', 'CustCred', 'CM', {
    fields: {
      ...salesBody,
      ...postingBody,
      ...readOnly(all('number', 'amountRemaining applied unapplied')),
    },
    sublists: { ...salesSublists, apply: applications },
    required: { entity: 'Customer', location: 'Location' },
  }),
  cashRefund: document('Cash Refund', 'CashRfnd', 'CR', {
    fields: { ...salesBody, ...postingBody, ...all('reference', 'account') },
    sublists: salesSublists,
    required: { entity: 'Customer', location: 'Location', account: 'Account' },
  }),
  customerRefund: document('Customer Refund', 'CustRfnd', 'CRF', {
    fields: { ...moneyBody, ...readOnly(all('number', 'total')) },
    sublists: { apply: applications, deposit: applications },
    required: { customer: 'Customer', account: 'Account' },
  }),
};

const payments: Readonly<Record<string, RecordType>> = {
  customerDeposit: document('Customer Deposit', 'CustDep', 'CD', {
    fields: {
      ...moneyBody,
      ...all('number', 'payment'),
      ...all('boolean', 'undepFunds'),
      ...references({ salesOrder: 'salesOrder' }),
    },
    sublists: {},
    required: { customer: 'Customer', payment: 'Payment Amount' },
  }),
  customerPayment: document('Payment', 'CustPymt', 'PYMT', {
    fields: {
      ...moneyBody,
      ...all('number', 'payment'),
      ...all('boolean', 'undepFunds'),
      ...readOnly(all('number', 'total applied unapplied')),
    },
    sublists: { apply: applications },
    required: { customer: 'Customer', payment: 'Payment Amount' },
  }),
  depositApplication: document('Deposit Application', 'DepAppl', 'DA', {
    fields: {
      ...transactionBody,
      ...postingBody,
      ...references({ customer: 'customer' }),
      ...readOnly(references({ deposit: 'customerDeposit' })),
      ...readOnly(all('number', 'total applied unapplied')),
    },
    sublists: { apply: applications },
    required: {},
  }),
};

const stock: Readonly<Record<string, RecordType>> = {
  inventoryAdjustment: document('Inventory Adjustment', 'InvAdjst', 'IA', {
    fields: {
      ...transactionBody,
      ...postingBody,
      ...all('reference', 'account'),
      ...references({ adjLocation: 'location', customer: 'customer' }),
    },
    sublists: { inventory: stockLine },
    required: { account: 'Adjustment Account' },
  }),
  inventoryTransfer: document('Inventory Transfer', 'InvTrnfr', 'IT', {
    fields: { ...transactionBody, ...postingBody, ...references({ transferLocation: 'location' }) },
    sublists: { inventory: stockLine },
    required: { location: 'From Location', transferLocation: 'To Location' },
  }),
};

export const documentTypes: Readonly<Record<string, RecordType>> = { ...sales, ...returns, ...payments, ...stock };
