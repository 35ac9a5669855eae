import { add, isNegative, type Money, money, negate, subtract, sum, zero } from '@crossdock/core';
import { unsigned } from '../../rules/index.ts';
import { type WireClosure, type WirePaymentCount } from '../api/closures.ts';
import { type Closure } from '../closures.ts';
import { type PaymentKind } from '../options.ts';
import { kindOfPaymentType } from './payment-kinds.ts';

/**
 * The closing of a register with its count of cash. Other means of payment lie in no drawer. Without a count of cash it is none: a
 * till for cards alone.
 */
export function toClosure(
  wire: WireClosure,
  currency: string,
  paymentTypes: Readonly<Record<string, PaymentKind>>,
): Closure | undefined {
  const cash = wire.payment_counts.filter((it) => kindOf(it, paymentTypes) === 'cash');
  if (cash.length === 0) return undefined;
  const total = (of: (count: WirePaymentCount) => string | undefined): Money =>
    sum(
      cash.map((it) => money(of(it) ?? '0', currency)),
      currency,
    );
  const opening = total((it) => it.start_total);
  const cashSales = total((it) => it.payments_total);
  const counted = total((it) => it.close_total);
  const discrepancy = discrepancyOf(wire, currency, paymentTypes);
  // Whether what was taken out has a sign is not documented: what was missing says what should have been there.
  const takenOut = discrepancy
    ? subtract(add(opening, cashSales), subtract(counted, discrepancy))
    : total((it) => unsigned(it.withdrawals_total ?? '0'));
  const nothing = zero(currency);
  return {
    id: wire.id,
    outletId: wire.register.outlet_id,
    openedAt: wire.register_open_time,
    closedAt: wire.register_close_time,
    count: {
      register: wire.register.id,
      opening,
      paidIn: isNegative(takenOut) ? negate(takenOut) : nothing,
      paidOut: isNegative(takenOut) ? nothing : takenOut,
      cashSales,
      expected: subtract(add(opening, cashSales), takenOut),
      counted,
    },
  };
}

/** By how much the cash that was counted differs from what should be there, where the platform says so. */
function discrepancyOf(
  { payments_summary: summary }: WireClosure,
  currency: string,
  paymentTypes: Readonly<Record<string, PaymentKind>>,
): Money | undefined {
  const cash = Object.entries(summary).filter(
    ([id, { payment_type_name: name }]) => kindOfPaymentType({ id, name }, paymentTypes) === 'cash',
  );
  const known = cash.flatMap(([, { discrepancy }]) =>
    discrepancy === undefined ? [] : [money(discrepancy, currency)],
  );
  return cash.length > 0 && known.length === cash.length ? sum(known, currency) : undefined;
}

function kindOf({ payment_type: type }: WirePaymentCount, named: Readonly<Record<string, PaymentKind>>) {
  return typeof type === 'string'
    ? kindOfPaymentType({ id: type, name: type }, named)
    : kindOfPaymentType({ ...type }, named);
}
