/** What an account has switched on. These switches decide which fields exist and what is refused. */
export interface AccountFeatures {
  /**
   * Subsidiaries exist. Without OneWorld the field `subsidiary` is unknown.
   *
   * @default true
   */
  readonly oneWorld: boolean;
  /**
   * Tax engine. SuiteTax knows `taxDetails` and no tax fields on lines, the legacy engine the reverse.
   *
   * @default 'suitetax'
   */
  readonly tax: 'suitetax' | 'legacy';
  /**
   * What SuiteTax charges on every line, in percent, when a document does not override it.
   *
   * @default 0
   */
  readonly taxRatePercent: number;
  /**
   * Invoices wait for an approver before they reach the ledger.
   *
   * @default false
   */
  readonly invoiceApproval: boolean;
  /**
   * Journal entries wait for an approver before they reach the ledger.
   *
   * @default false
   */
  readonly journalApproval: boolean;
  /**
   * The deposits of an order settle its invoice by themselves.
   *
   * @default true
   */
  readonly depositsApplyThemselves: boolean;
  /**
   * What `PUT …/eid:X?replace=item` does. Nobody has proved which one a real account shows.
   *
   * @default 'refused'
   */
  readonly putReplace: 'honoured' | 'refused';
  /** @default 'USD' */
  readonly baseCurrency: string;
  /**
   * Further currencies with their exchange rate to the base currency.
   *
   * @default {}
   */
  readonly exchangeRates: Readonly<Record<string, number>>;
  /**
   * Status of a sales order that does not ask for one: A is Pending Approval, B Pending Fulfillment.
   *
   * @default 'A'
   */
  readonly newOrderStatus: 'A' | 'B';
  /** IANA zone in which the user of the integration sees times. @default 'UTC' */
  readonly userTimeZone: string;
  /** Custom fields that were made in the account: `custbody_…`, `custcol_…`, `custitem_…`, `custentity_…`. @default [] */
  readonly customFields: readonly string[];
}

export const standardFeatures: AccountFeatures = {
  oneWorld: true,
  tax: 'suitetax',
  taxRatePercent: 0,
  invoiceApproval: false,
  journalApproval: false,
  depositsApplyThemselves: true,
  putReplace: 'refused',
  baseCurrency: 'USD',
  exchangeRates: {},
  newOrderStatus: 'A',
  userTimeZone: 'UTC',
  customFields: [],
};

/** Accounts of the model's chart, by internal id. */
export const chartOfAccounts = {
  receivable: { id: '119', number: '1100', name: 'Accounts Receivable', type: 'AcctRec' },
  undepositedFunds: { id: '120', number: '1050', name: 'Undeposited Funds', type: 'OthCurrAsset' },
  inventory: { id: '121', number: '1200', name: 'Inventory Asset', type: 'OthCurrAsset' },
  taxPayable: { id: '122', number: '2200', name: 'Sales Taxes Payable', type: 'OthCurrLiab' },
  giftCards: { id: '123', number: '2300', name: 'Gift Certificates Outstanding', type: 'OthCurrLiab' },
  tips: { id: '124', number: '2310', name: 'Tips Payable', type: 'OthCurrLiab' },
  customerDeposits: { id: '125', number: '2320', name: 'Customer Deposits', type: 'OthCurrLiab' },
  storeCredit: { id: '126', number: '2330', name: 'Store Credit Outstanding', type: 'OthCurrLiab' },
  bank: { id: '127', number: '1000', name: 'Checking', type: 'Bank' },
  cashDrawer: { id: '128', number: '1010', name: 'Cash in Stores', type: 'Bank' },
  openingBalance: { id: '129', number: '3200', name: 'Opening Balance', type: 'Equity' },
  sales: { id: '54', number: '4000', name: 'Sales', type: 'Income' },
  shipping: { id: '55', number: '4100', name: 'Shipping and Handling', type: 'Income' },
  costOfGoods: { id: '56', number: '5000', name: 'Cost of Goods Sold', type: 'COGS' },
  returns: { id: '58', number: '4900', name: 'Sales Returns and Allowances', type: 'Income' },
  shrinkage: { id: '59', number: '5100', name: 'Inventory Adjustments', type: 'COGS' },
  cashRounding: { id: '57', number: '6900', name: 'Rounding Gain or Loss', type: 'Expense' },
} as const;

/** Whether the account has this field at all: some fields come with a feature. */
export function fieldExists(name: string, features: AccountFeatures): boolean {
  if (name === 'subsidiary') return features.oneWorld;
  if (name.startsWith('taxDetails')) return features.tax === 'suitetax';
  if (['taxCode', 'taxRate1', 'tax1Amt', 'grossAmt'].includes(name)) return features.tax === 'legacy';
  return true;
}
