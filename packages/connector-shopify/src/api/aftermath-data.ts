import { z } from 'zod';
import { MoneyBag, OrderTransaction, OwnText } from './graphql-order.ts';

/**
 * What GraphQL answers about refunds, returns and agreements: only the fields that are used.
 *
 * @module
 */

const MorePages = z.object({ hasNextPage: z.boolean() });
const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const Identified = z.object({ id: z.string() });

/** Answer of `OrderAftermath`. */
export const OrderAftermathData = z.object({
  order: z
    .object({
      refunds: z.array(Identified),
      returns: z.object({ pageInfo: MorePages, nodes: z.array(Identified) }),
    })
    .nullable(),
});

const RefundLine = z.object({
  id: z.string().nullable(),
  quantity: z.int(),
  restockType: z.string(),
  location: Identified.nullable(),
  lineItem: z.object({ id: z.string(), sku: z.string().nullable(), title: z.string(), isGiftCard: z.boolean() }),
  subtotalSet: MoneyBag,
  totalTaxSet: MoneyBag,
});

/** A refund with its first lines. */
export const Refund = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  note: z.string().nullable(),
  processedAt: z.string(),
  updatedAt: z.string(),
  return: z.object({ id: z.string(), name: z.string() }).nullable(),
  duties: z.array(z.object({ amountSet: MoneyBag })).nullable(),
  refundLineItems: z.object({ pageInfo: PageInfo, nodes: z.array(RefundLine) }),
  refundShippingLines: z.object({
    pageInfo: MorePages,
    nodes: z.array(
      z.object({
        id: z.string(),
        shippingLine: z.object({ title: z.string(), code: z.string().nullable() }),
        subtotalAmountSet: MoneyBag,
        taxAmountSet: MoneyBag,
      }),
    ),
  }),
  orderAdjustments: z.object({
    pageInfo: MorePages,
    nodes: z.array(
      z.object({ id: z.string(), reason: z.string().nullable(), amountSet: MoneyBag, taxAmountSet: MoneyBag }),
    ),
  }),
  transactions: z.object({ pageInfo: MorePages, nodes: z.array(OrderTransaction) }),
});

const ReturnLine = z.object({
  id: z.string(),
  quantity: z.int(),
  processedQuantity: z.int(),
  returnReasonNote: z.string(),
  /** Absent for goods that nobody can say the parcel of. */
  fulfillmentLineItem: z.object({ id: z.string(), lineItem: Identified }).optional(),
  restockingFee: z.object({ id: z.string(), amountSet: MoneyBag }).nullish(),
});

/** A return with its first lines. */
export const Return = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  returnShippingFees: z.array(z.object({ id: z.string(), amountSet: MoneyBag })),
  returnLineItems: z.object({ pageInfo: PageInfo, nodes: z.array(ReturnLine) }),
  exchangeLineItems: z.object({
    pageInfo: MorePages,
    nodes: z.array(z.object({ id: z.string(), processedQuantity: z.int(), lineItems: z.array(Identified).nullable() })),
  }),
  reverseFulfillmentOrders: z.object({
    pageInfo: MorePages,
    nodes: z.array(
      z.object({
        id: z.string(),
        lineItems: z.object({
          pageInfo: MorePages,
          nodes: z.array(
            z.object({
              id: z.string(),
              fulfillmentLineItem: Identified.nullable(),
              dispositions: z.array(
                z.object({ id: z.string(), type: z.string(), quantity: z.int(), location: Identified.nullable() }),
              ),
            }),
          ),
        }),
      }),
    ),
  }),
});

/** What an agreement sold, changed or took back. */
export const Sale = z.object({
  lineType: z.string(),
  quantity: z.int().nullable(),
  totalAmount: MoneyBag,
  totalDiscountAmountBeforeTaxes: MoneyBag,
  totalDiscountAmountAfterTaxes: MoneyBag,
  totalTaxAmount: MoneyBag,
  taxes: z.array(z.object({ amount: MoneyBag, taxLine: z.object({ title: z.string(), rate: z.number().nullable() }) })),
  lineItem: Identified.nullish(),
});

const AgreementPage = z.object({
  id: z.string(),
  reason: z.string(),
  sales: z.object({ pageInfo: PageInfo, nodes: z.array(Sale) }),
});

/** Answer of `OrderAgreement`. */
export const OrderAgreementData = z.object({
  order: z
    .object({
      updatedAt: z.string(),
      agreements: z.object({ pageInfo: PageInfo, nodes: z.array(AgreementPage) }),
    })
    .nullable(),
});

/** Answer of `RefundById`. */
export const RefundByIdData = z.object({ refund: Refund.nullable() });

/** Answer of `ReturnById`. */
export const ReturnByIdData = z.object({ return: Return.nullable() });

/** Answer of `TenderTransactions`. */
export const TenderTransactionsData = z.object({
  tenderTransactions: z.object({
    pageInfo: PageInfo,
    nodes: z.array(z.object({ test: z.boolean(), order: Identified.nullable() })),
  }),
});

/** Answer of `ParcelHeader`. */
export const ParcelHeaderData = z.object({
  fulfillment: z
    .object({
      status: z.string(),
      updatedAt: z.string(),
      order: z.object({ createdAt: z.string(), test: z.boolean(), reference: OwnText, shipments: OwnText }),
    })
    .nullable(),
});

export type Refund = z.output<typeof Refund>;
export type Return = z.output<typeof Return>;
export type Sale = z.output<typeof Sale>;

/** An agreement with all its entries. */
export interface Agreement {
  readonly reason: string;
  readonly sales: readonly Sale[];
}
