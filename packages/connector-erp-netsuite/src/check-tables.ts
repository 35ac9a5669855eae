/** How a table of the account is looked up: one query for all ids, one read for each, or a column that has to be there. */
export type LookUp =
  | {
      readonly by: 'query';
      readonly from: string;
      readonly id: string;
      readonly inactive?: string;
      readonly undocumented?: true;
    }
  | { readonly by: 'record'; readonly type: string }
  | { readonly by: 'column'; readonly of: string };

/** The tables that a configuration may name records of, in the words of a report. */
export const referenceTables = {
  customer: { what: 'customer', look: { by: 'query', from: 'customer', id: 'id', inactive: 'isinactive' } },
  location: { what: 'location', look: { by: 'query', from: 'location', id: 'id', inactive: 'isinactive' } },
  subsidiary: { what: 'subsidiary', look: { by: 'query', from: 'subsidiary', id: 'id', inactive: 'isinactive' } },
  account: { what: 'account', look: { by: 'query', from: 'account', id: 'id' } },
  item: { what: 'item', look: { by: 'query', from: 'item', id: 'id', inactive: 'isinactive' } },
  unit: { what: 'unit of measure', look: { by: 'query', from: 'unitstypeuom', id: 'internalid', undocumented: true } },
  priceLevel: { what: 'price level', look: { by: 'record', type: 'priceLevel' } },
  paymentMethod: { what: 'payment method', look: { by: 'record', type: 'paymentMethod' } },
  salesTaxItem: { what: 'tax code', look: { by: 'record', type: 'salesTaxItem' } },
  taxType: { what: 'tax type', look: { by: 'record', type: 'taxType' } },
  department: { what: 'department', look: { by: 'record', type: 'department' } },
  classification: { what: 'class', look: { by: 'record', type: 'classification' } },
  term: { what: 'payment term', look: { by: 'record', type: 'term' } },
  bodyField: { what: 'custom body field', look: { by: 'column', of: 'transaction' } },
  lineField: { what: 'custom line field', look: { by: 'column', of: 'transactionline' } },
  itemField: { what: 'column of items', look: { by: 'column', of: 'item' } },
  entityField: { what: 'column of customers', look: { by: 'column', of: 'customer' } },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly look: LookUp }>>;

export type ReferenceTable = keyof typeof referenceTables;
