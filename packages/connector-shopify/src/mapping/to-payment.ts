import { OrderPayment, parse, subtract, zero } from '@crossdock/core';
import type { z } from 'zod';
import { gidOf } from './ids.ts';
import type { OrderReading } from './order-reading.ts';
import { type MappingSettings, orderRefOf, tendersOf, totalOf } from './to-order.ts';

/**
 * Every payment of an order, with what it left open; none where the source does not tell them one by one. Those that an
 * order was imported with are dated as its sale, and were told where it was sold.
 */
export function toPayments(
  { facts }: OrderReading,
  settings: MappingSettings,
): readonly { readonly id: string; readonly data: OrderPayment }[] {
  let outstanding = totalOf(facts);
  return (facts.received ?? []).flatMap((payment) => {
    outstanding = subtract(outstanding, payment.amount);
    if (payment.amount.amount === zero(facts.currency).amount) return [];
    if (facts.imported !== undefined && payment.at <= facts.processedAt) return [];
    const data = parse(
      OrderPayment,
      {
        orderRef: orderRefOf(facts, settings),
        refs: { [settings.name]: gidOf('OrderTransaction', payment.id) },
        occurredAt: payment.at,
        tenders: tendersOf([payment], settings),
        outstanding,
      } satisfies z.input<typeof OrderPayment>,
      { what: `Payment ${payment.id} of order ${facts.name}`, code: 'response-invalid' },
    );
    return [{ id: payment.id, data }];
  });
}
