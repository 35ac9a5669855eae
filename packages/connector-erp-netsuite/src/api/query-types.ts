import type { DocumentType } from '../external-id.ts';

/** Types of our documents as SuiteQL names them. */
export const queryTypes: Readonly<Record<DocumentType, string>> = {
  salesOrder: 'SalesOrd',
  itemFulfillment: 'ItemShip',
  cashSale: 'CashSale',
  invoice: 'CustInvc',
  returnAuthorization: 'RtnAuth',
  itemReceipt: 'ItemRcpt',
  creditMemo: 'CustCred',
  cashRefund: 'CashRfnd',
  customerRefund: 'CustRfnd',
  customerDeposit: 'CustDep',
  customerPayment: 'CustPymt',
  depositApplication: 'DepAppl',
  journalEntry: 'Journal',
  inventoryAdjustment: 'InvAdjst',
  inventoryTransfer: 'InvTrnfr',
  transferOrder: 'TrnfrOrd',
};

/** The record type of a transaction, or `undefined` if we write none like it. */
export function documentTypeOf(queryType: string): DocumentType | undefined {
  return (Object.keys(queryTypes) as DocumentType[]).find((type) => queryTypes[type] === queryType);
}
