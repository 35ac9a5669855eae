import type { D365Config } from '../options/options.ts';
import { type Reference, textIn } from './reference.ts';

/** Stores, their methods of payment and the tax codes of store transactions. */
export function tillReferences({ company: dataAreaId, tills }: D365Config): readonly Reference[] {
  if (tills?.as !== 'transactions') return [];
  const stores = Object.entries(tills.stores);
  const codes = [
    ...Object.entries(tills.taxCodes).map(([name, code]) => ({ path: `tills.taxCodes.${name}`, code })),
    ...(tills.taxCode === undefined ? [] : [{ path: 'tills.taxCode', code: tills.taxCode }]),
  ];
  return [
    ...stores.map(([code, { channel }]): Reference => ({
      path: `tills.stores.${code}.channel`,
      what: `store '${channel}'`,
      set: 'RetailStores',
      key: { RetailChannelId: channel },
      flaw: (row) => {
        const missing = ['OperatingUnitNumber', 'StoreNumber'].find((field) => textIn(row, field) === '');
        return missing === undefined ? undefined : `has no ${missing}`;
      },
    })),
    ...Object.entries(tills.tenders).flatMap(([kind, method]) =>
      stores.map(([, { channel }]) => ({
        path: `tills.tenders.${kind}`,
        what: `payment method '${method}' at store '${channel}'`,
        set: 'RetailStoreTenderTypes',
        key: { dataAreaId, RetailChannelId: channel, PaymentMethodNumber: method },
      })),
    ),
    ...codes.map(({ path, code }) => ({
      path,
      what: `sales tax code '${code}'`,
      set: 'TaxCodes',
      key: { dataAreaId, TaxCode: code },
    })),
  ];
}
