import { type PaymentKind } from '../options.ts';

/** The payment types that an account begins with, by name. */
const byName: Readonly<Record<string, PaymentKind>> = {
  cash: 'cash',
  'credit card': 'card',
  'gift card': 'gift-card',
  'store credit': 'store-credit',
  loyalty: 'loyalty',
  'cash rounding': 'rounding',
};

/** What a payment type counts as: as the options say by id or name, else by a well-known name. Absent: nobody said. */
export function kindOfPaymentType(
  { id, name }: { readonly id?: string | undefined; readonly name?: string | undefined },
  named: Readonly<Record<string, PaymentKind>>,
): PaymentKind | undefined {
  const own = (key: string | undefined): PaymentKind | undefined =>
    key !== undefined && Object.hasOwn(named, key) ? named[key] : undefined;
  const known = name?.trim().toLowerCase();
  return own(id) ?? own(name) ?? (known !== undefined && Object.hasOwn(byName, known) ? byName[known] : undefined);
}
