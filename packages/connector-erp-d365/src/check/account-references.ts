import type { Dimensions } from '../options/finance.ts';
import type { D365Config } from '../options/options.ts';
import { type LooseRow, type Reference, textIn } from './reference.ts';

interface NamedAccount {
  readonly path: string;
  readonly account: { readonly type: 'Ledger' | 'Bank' | 'Cust'; readonly value: string };
  readonly method: { readonly path: string; readonly name: string | undefined };
}

/** Accounts of journals and payments, with the dimensions in them and the methods of payment beside them. */
export function accountReferences(config: D365Config): readonly Reference[] {
  return accountsIn(config).flatMap(({ path, account, method }) => [
    ...accountReference(path, account, config),
    ...(method.name === undefined
      ? []
      : [
          {
            path: method.path,
            what: `method of payment '${method.name}'`,
            set: 'CustomerPaymentMethods',
            key: { dataAreaId: config.company, Name: method.name },
          },
        ]),
  ]);
}

function accountsIn({ accounts, payments }: D365Config): readonly NamedAccount[] {
  return [
    ...Object.entries(accounts).map(([name, account]) => ({
      path: `accounts.${name}`,
      account,
      method: { path: `accounts.${name}.method`, name: account.method },
    })),
    ...Object.entries(payments).map(([kind, { method, offset }]) => ({
      path: `payments.${kind}.offset`,
      account: offset,
      method: { path: `payments.${kind}.method`, name: method },
    })),
  ];
}

function accountReference(
  path: string,
  { type, value }: NamedAccount['account'],
  { company: dataAreaId, dimensions }: D365Config,
): readonly Reference[] {
  const plain = value.replaceAll(String.raw`\-`, '-');
  if (type === 'Cust') {
    const key = { dataAreaId, CustomerAccount: plain };
    return [{ path, what: `customer '${plain}'`, set: 'CustomersV3', key }];
  }
  if (type === 'Bank') {
    return [{ path, what: `bank account '${plain}'`, set: 'BankAccounts', key: { dataAreaId, BankAccountId: plain } }];
  }
  const [number = '', ...segments] = value.split(/(?<!\\)-/);
  return [
    {
      path,
      what: `main account '${number}'`,
      set: 'MainAccounts',
      // Main accounts are kept by chart of accounts, so they are looked for by number.
      filter: { MainAccountId: number },
      is: (row) => textIn(row, 'MainAccountId') === number,
      flaw: suspended,
    },
    ...segments.flatMap((segment, at) => {
      const dimension = dimensions[at];
      return segment === '' || !dimension ? [] : [valueReference(path, dimension.name, segment, dataAreaId)];
    }),
  ];
}

/** The financial dimensions, and their values as far as a table names them. */
export function dimensionReferences({ company, dimensions }: D365Config): readonly Reference[] {
  return dimensions.flatMap(({ name, values = {} }: Dimensions[number], index) => [
    {
      path: `dimensions.${index}.name`,
      what: `financial dimension '${name}'`,
      set: 'DimensionAttributes',
      key: { DimensionName: name },
    },
    ...Object.entries(values).map(([ours, theirs]) =>
      valueReference(`dimensions.${index}.values.${ours}`, name, theirs, company),
    ),
  ]);
}

/** A value belongs to one company or to all of them. */
function valueReference(path: string, dimension: string, segment: string, company: string): Reference {
  const value = segment.replaceAll(String.raw`\-`, '-');
  return {
    path,
    what: `value '${value}' of financial dimension '${dimension}'`,
    set: 'FinancialDimensionValues',
    filter: { FinancialDimension: dimension, DimensionValue: value },
    is: (row) =>
      textIn(row, 'FinancialDimension') === dimension &&
      textIn(row, 'DimensionValue') === value &&
      ['', company].includes(textIn(row, 'LegalEntityId').toLowerCase()),
    flaw: suspended,
  };
}

const suspended = (row: LooseRow): string | undefined =>
  textIn(row, 'IsSuspended') === 'Yes' ? 'is suspended' : undefined;
