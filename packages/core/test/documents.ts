import { type z } from 'zod';
import { isIntegrationError, type IntegrationError } from '../src/primitives/index.ts';
import { type Order, parse, type Refund, type Return } from '../src/schemas/index.ts';

/** An amount of US dollars. */
export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** What a schema says to a value: the error, or nothing. */
export function refusal(schema: z.ZodType, value: unknown): IntegrationError | undefined {
  try {
    parse(schema, value, { what: 'the document' });
    return undefined;
  } catch (error) {
    if (isIntegrationError(error)) return error;
    throw error;
  }
}

/** 2 × 10.00 − 1.00 + 1.52 tax + 5.00 shipping = 25.52, paid by card. */
export function anOrder(changes: Partial<z.input<typeof Order>> = {}): z.input<typeof Order> {
  return {
    ref: 'shop-1001',
    number: '#1001',
    refs: { shop: '1001' },
    channel: 'web',
    occurredAt: '2026-11-27T10:00:00Z',
    currency: 'USD',
    taxIncluded: false,
    lines: [anOrderLine()],
    charges: [{ kind: 'shipping', gross: usd('5.00') }],
    total: usd('25.52'),
    tenders: [{ kind: 'card', amount: usd('25.52') }],
    outstanding: usd('0.00'),
    ...changes,
  };
}

type OrderLineInput = z.input<typeof Order>['lines'][number];

export function anOrderLine(changes: Partial<OrderLineInput> = {}): OrderLineInput {
  return {
    id: '1',
    sku: 'SHOE-42',
    quantity: { amount: '2' },
    unitPrice: usd('10.00'),
    gross: usd('20.00'),
    discounts: [{ amount: usd('1.00'), code: 'BLACKFRIDAY' }],
    taxes: [{ name: 'Sales tax', rate: '0.08', amount: usd('1.52') }],
    ...changes,
  };
}

/** One of the two shoes of {@link anOrder} comes back: 9.50 + 0.76 tax = 10.26. */
export function aReturn(changes: Partial<z.input<typeof Return>> = {}): z.input<typeof Return> {
  return {
    ref: 'shop-1001-R1',
    orderRef: 'shop-1001',
    refs: {},
    channel: 'store',
    occurredAt: '2026-12-01T10:00:00Z',
    currency: 'USD',
    taxIncluded: false,
    lines: [aReturnLine()],
    total: usd('10.26'),
    tenders: [{ kind: 'card', amount: usd('10.26') }],
    outstanding: usd('0.00'),
    ...changes,
  };
}

type ReturnLineInput = z.input<typeof Return>['lines'][number];

export function aReturnLine(changes: Partial<ReturnLineInput> = {}): ReturnLineInput {
  return {
    id: 'R1',
    orderLineId: '1',
    sku: 'SHOE-42',
    quantity: { amount: '1' },
    disposition: 'restock',
    gross: usd('10.00'),
    discounts: [{ amount: usd('0.50') }],
    taxes: [{ name: 'Sales tax', amount: usd('0.76') }],
    ...changes,
  };
}

export function aRefund(changes: Partial<z.input<typeof Refund>> = {}): z.input<typeof Refund> {
  return {
    ref: 'shop-1001-F1',
    orderRef: 'shop-1001',
    refs: {},
    occurredAt: '2026-12-01T10:00:00Z',
    state: 'done',
    taxIncluded: false,
    total: usd('10.26'),
    tenders: [{ kind: 'card', amount: usd('10.26') }],
    lines: [aReturnLine()],
    ...changes,
  };
}
