import { add, type Money, money, subtract, sum, zero } from '@crossdock/core';
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
  const paidOut = total((it) => unsigned(it.withdrawals_total ?? '0'));
  const register = wire.register.id;
  return {
    id: wire.id,
    outletId: wire.register.outlet_id,
    openedAt: wire.register_open_time,
    closedAt: wire.register_close_time,
    count: {
      register,
      opening,
      paidIn: zero(currency),
      paidOut,
      cashSales,
      expected: subtract(add(opening, cashSales), paidOut),
      counted: total((it) => it.close_total),
    },
  };
}

function kindOf({ payment_type: type }: WirePaymentCount, named: Readonly<Record<string, PaymentKind>>) {
  return typeof type === 'string'
    ? kindOfPaymentType({ id: type, name: type }, named)
    : kindOfPaymentType({ ...type }, named);
}
