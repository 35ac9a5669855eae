import type { BookedAgreement, BookedOrder, BookedSale } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import { addBags, nothing } from '../minor-units.ts';
import { lineView, shippingView, taxView, type View } from '../order-view.ts';
import { gid, graphqlTime, moneyBag } from '../platform-formats.ts';
import { tipLine } from './tip-line.ts';
import { refundView, returnView } from '../returns/views.ts';

const kinds = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
} as const;

const saleTypes = {
  PRODUCT: 'ProductSale',
  GIFT_CARD: 'GiftCardSale',
  SHIPPING: 'ShippingLineSale',
  TIP: 'TipSale',
  DUTY: 'DutySale',
  FEE: 'FeeSale',
  ADDITIONAL_FEE: 'AdditionalFeeSale',
  ADJUSTMENT: 'AdjustmentSale',
} as const;

/** An agreement in the shape that GraphQL selects from. */
export function agreementView(order: BookedOrder, agreement: BookedAgreement, books: Books): View {
  const { id, at, reason, sales, refund, return: returned } = agreement;
  return {
    __typename: kinds[reason],
    id: gid('SalesAgreement', id),
    happenedAt: graphqlTime(at),
    reason,
    refund: () => (refund ? refundView(order, refund, books) : null),
    return: () => (returned ? returnView(order, returned, books) : null),
    sales: (page: PageArguments) =>
      pageOf(
        sales,
        page,
        ({ id: saleId }) => [0, saleId.toString()],
        (sale) => saleView(order, sale),
      ),
  };
}

function saleView(order: BookedOrder, sale: BookedSale): View {
  const { currencies } = order;
  const line = sale.type === 'TIP' ? tipLine(order) : sale.line;
  return {
    __typename: saleTypes[sale.type],
    id: gid('Sale', sale.id),
    actionType: sale.action,
    lineType: sale.type,
    quantity: sale.quantity ?? null,
    totalAmount: moneyBag(sale.total, currencies),
    totalDiscountAmountBeforeTaxes: moneyBag(sale.discount, currencies),
    totalDiscountAmountAfterTaxes: moneyBag(nothing, currencies),
    totalTaxAmount: moneyBag(addBags(...sale.taxes.map(({ price }) => price)), currencies),
    taxes: sale.taxes.map((tax, index) => ({
      id: `${gid('SaleTax', sale.id)}?index=${index}`,
      amount: moneyBag(tax.price, currencies),
      taxLine: taxView(tax, currencies),
    })),
    lineItem: () => (line ? lineView(order, line) : null),
    shippingLine: () => (order.shipping ? shippingView(order) : null),
  };
}
