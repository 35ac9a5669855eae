import { z } from 'zod';

/** A number as it was sent; amounts are never binary fractions. */
const Decimal = z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/, 'must be a number');

/** So many units at most: more than that is no quantity, and would lose digits. */
const mostUnits = 1e12;
const Units = Decimal.refine((text) => Math.abs(Number(text)) < mostUnits, 'must be a quantity');

const Reference = z.object({ id: z.string() });

/** Fields of a sales order line that we read. Numbers are text: records are read with exact numbers. */
export const SalesOrderLine = z
  .object({
    line: Decimal.transform(Number),
    item: Reference,
    quantity: Units.default('1'),
    rate: Decimal.optional(),
    amount: Decimal,
    isClosed: z.boolean().default(false),
    quantityFulfilled: Units.default('0'),
    quantityBilled: Units.default('0'),
    taxDetailsReference: z.string().optional(),
    tax1Amt: Decimal.optional(),
  })
  .catchall(z.unknown());

export type SalesOrderLine = z.output<typeof SalesOrderLine>;

const TaxDetail = z.object({
  taxDetailsReference: z.string(),
  taxType: Reference,
  taxCode: Reference,
  taxBasis: Decimal,
  taxRate: Decimal,
  taxAmount: Decimal,
});

/** `salesOrder` as it is read back. */
export const SalesOrder = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  tranId: z.string().optional(),
  memo: z.string().optional(),
  entity: Reference.optional(),
  status: Reference,
  currency: Reference,
  total: Decimal,
  item: z.object({ items: z.array(SalesOrderLine) }),
  taxDetails: z.object({ items: z.array(TaxDetail) }).optional(),
  taxDetailsOverride: z.boolean().optional(),
});

export type SalesOrder = z.output<typeof SalesOrder>;

/** Status letters of a sales order. Accounts may show fewer of them; another one is refused. */
export const orderStates = {
  A: 'pending-approval',
  B: 'pending-fulfillment',
  C: 'cancelled',
  D: 'partially-fulfilled',
  E: 'pending-billing-partially-fulfilled',
  F: 'pending-billing',
  G: 'billed',
  H: 'closed',
} as const;

/** A fulfilment, cash sale or invoice as it is read back. */
export const SmallDocument = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  tranId: z.string().optional(),
  status: z.object({ id: z.string(), refName: z.string().optional() }).optional(),
  total: Decimal.optional(),
  currency: Reference.optional(),
  /** Of an invoice: what is not paid. */
  amountRemaining: Decimal.optional(),
  createdFrom: Reference.optional(),
  item: z
    .object({
      items: z.array(z.object({ orderLine: Decimal.transform(Number).optional(), quantity: Decimal.default('1') })),
    })
    .optional(),
});

export type SmallDocument = z.output<typeof SmallDocument>;
