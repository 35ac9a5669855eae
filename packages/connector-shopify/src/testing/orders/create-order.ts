import type { BookedOrder } from '../book-entries.ts';
import type { MetafieldWrite } from '../catalog/metafields.ts';
import type { ShopContext } from '../domain.ts';
import { addBags, allocate, type Bag, nothing, ratio, subtractBags, times, toMinorUnits } from '../minor-units.ts';
import type { PlaceOrderAddress, PlaceOrderInput, PlaceOrderLine } from '../order-input.ts';
import { financialStatusOf } from '../order-totals.ts';
import { wholeOrderView } from './whole-order-view.ts';
import { numberOf } from '../platform-formats.ts';
import type { PricedOrder, PricedTax } from '../price-order.ts';
import { tellMoney, tellOrder } from './tell.ts';

interface MoneyBagInput {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: string };
}

interface TaxLineInput {
  readonly title: string;
  readonly rate: string;
  readonly priceSet?: MoneyBagInput | null;
}

/** `OrderCreateOrderInput`, as far as the simulator books it. */
export interface OrderCreateInput {
  readonly name?: string | null;
  readonly currency?: string | null;
  readonly presentmentCurrency?: string | null;
  readonly email?: string | null;
  readonly note?: string | null;
  readonly poNumber?: string | null;
  readonly processedAt?: string | null;
  readonly sourceIdentifier?: string | null;
  readonly sourceName?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxesIncluded?: boolean | null;
  readonly test?: boolean | null;
  readonly customer?: {
    readonly toAssociate?: { readonly id?: string | null; readonly email?: string | null } | null;
    readonly toUpsert?: Readonly<
      Record<'email' | 'firstName' | 'lastName' | 'phone', string | null | undefined>
    > | null;
  } | null;
  readonly billingAddress?: PlaceOrderAddress | null;
  readonly shippingAddress?: PlaceOrderAddress | null;
  readonly metafields?: readonly MetafieldWrite[] | null;
  readonly discountCode?: {
    readonly itemFixedDiscountCode?: { readonly code: string; readonly amountSet?: MoneyBagInput | null } | null;
  } | null;
  readonly taxLines?: readonly TaxLineInput[] | null;
  readonly lineItems?: readonly {
    readonly variantId?: string | null;
    readonly sku?: string | null;
    readonly title?: string | null;
    readonly quantity: number;
    readonly priceSet?: MoneyBagInput | null;
    readonly taxLines?: readonly TaxLineInput[] | null;
    readonly taxable?: boolean;
    readonly giftCard?: boolean;
    readonly requiresShipping?: boolean;
    readonly properties?: readonly { readonly name: string; readonly value: string }[] | null;
  }[];
  readonly shippingLines?: readonly {
    readonly title: string;
    readonly code?: string | null;
    readonly priceSet: MoneyBagInput;
    readonly taxLines?: readonly TaxLineInput[] | null;
  }[];
  readonly transactions?: readonly {
    readonly gateway?: string | null;
    readonly kind?: 'SALE' | 'AUTHORIZATION' | null;
    readonly status?: 'SUCCESS' | 'PENDING' | 'FAILURE' | null;
    readonly amountSet: MoneyBagInput;
    readonly processedAt?: string | null;
    readonly locationId?: string | null;
  }[];
}

interface Refusal {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
}

/** Answers `orderCreate`: books an order that was sold elsewhere, at the prices and taxes that are given. */
export function createOrder(shop: ShopContext) {
  return ({ order: input }: { order: OrderCreateInput }): unknown => {
    const problem = problemOf(shop, input);
    if (problem) return { userErrors: [problem] };
    const order = shop.books.place({ ...placed(shop, input), tenders: [] }, agreed(shop, input));
    for (const it of input.transactions ?? []) {
      const amount = bag(it.amountSet, shop);
      order.transactions.push({
        id: shop.books.nextId(),
        kind: it.kind ?? 'SALE',
        status: it.status ?? 'SUCCESS',
        gateway: it.gateway ?? 'manual',
        amount,
        rounding: nothing,
        at: it.processedAt == null ? order.createdAt : Math.floor(Date.parse(it.processedAt) / 1000) * 1000,
        ...locationOf(it.locationId),
      });
    }
    shop.catalog.metafields.write(order, input.metafields ?? []);
    const event = shop.nextEvent();
    const paid = financialStatusOf(order) === 'PAID' ? (['orders/paid'] as const) : [];
    tellOrder(shop, order, ['orders/create', ...paid, 'orders/updated'], event);
    tellMoney(shop, order, order.transactions, event);
    return { order: wholeOrderView(order, shop.books), userErrors: [] };
  };
}

function problemOf(shop: ShopContext, input: OrderCreateInput): Refusal | undefined {
  const lines = input.lineItems ?? [];
  if (lines.length === 0) return invalid(['order', 'lineItems'], 'Line items must be present');
  if (input.currency != null && input.currency !== shop.shopCurrency) {
    return invalid(['order', 'currency'], 'Currency must be the currency of the shop');
  }
  if (input.taxLines != null && lines.some(({ taxLines }) => (taxLines?.length ?? 0) > 0)) {
    return invalid(['order', 'taxLines'], 'Tax lines are given on the order or on its lines, not both');
  }
  for (const [index, line] of lines.entries()) {
    const field = ['order', 'lineItems', String(index)];
    if (line.quantity < 1) return invalid([...field, 'quantity'], 'Quantity must be greater than 0');
    if (line.variantId != null && itemOf(shop, line.variantId) === undefined) {
      return invalid([...field, 'variantId'], 'Variant does not exist');
    }
    if (line.variantId == null && (line.title == null || line.title === '' || line.priceSet == null)) {
      return invalid([...field, 'title'], 'Title and price must be given for a line without variant');
    }
  }
  const others = shop.books.bookedOrders;
  const [taken] = shop.catalog.metafields.problems('ORDER', input.metafields ?? [], others);
  return taken && invalid(['order', ...taken.field], taken.message);
}

function invalid(field: readonly string[], message: string): Refusal {
  return { field, message, code: 'INVALID' };
}

function placed(shop: ShopContext, input: OrderCreateInput): PlaceOrderInput {
  const { toAssociate, toUpsert } = input.customer ?? {};
  const known = toAssociate?.id == null ? undefined : numberOf(toAssociate.id, 'Customer')?.toString();
  const customer = toUpsert ?? toAssociate;
  const [shipping] = input.shippingLines ?? [];
  if ((input.shippingLines?.length ?? 0) > 1) throw new RangeError('The simulator books one shipping line');
  return {
    lines: (input.lineItems ?? []).map((line): PlaceOrderLine => lineToPlace(shop, line)),
    taxesIncluded: input.taxesIncluded === true,
    test: input.test === true,
    sourceName: input.sourceName ?? 'an-app',
    customer: customer
      ? {
          ...(known !== undefined && { id: known }),
          ...given({ email: customer.email, ...(toUpsert && { ...toUpsert }) }),
        }
      : null,
    ...given({
      name: input.name,
      note: input.note,
      poNumber: input.poNumber,
      processedAt: input.processedAt,
      sourceIdentifier: input.sourceIdentifier,
    }),
    ...(input.tags != null && { tags: input.tags }),
    ...(input.billingAddress != null && { billingAddress: input.billingAddress }),
    ...(input.shippingAddress != null && { shippingAddress: input.shippingAddress }),
    ...(shipping && {
      shipping: { title: shipping.title, price: '0', ...given({ code: shipping.code }) },
    }),
  };
}

function lineToPlace(shop: ShopContext, line: NonNullable<OrderCreateInput['lineItems']>[number]): PlaceOrderLine {
  const item = line.variantId == null ? undefined : itemOf(shop, line.variantId);
  const properties = Object.fromEntries((line.properties ?? []).map(({ name, value }) => [name, value]));
  return {
    sku: item ? item.sku : (line.sku ?? null),
    title: line.title ?? item?.title ?? 'Custom item',
    quantity: line.quantity,
    unitPrice: '0',
    taxable: line.taxable !== false,
    giftCard: line.giftCard === true,
    requiresShipping: line.requiresShipping === true,
    custom: item === undefined,
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** The money as it was given: nothing is computed but the spread of a discount. */
function agreed(shop: ShopContext, input: OrderCreateInput): PricedOrder {
  const lines = input.lineItems ?? [];
  const originals = lines.map((line) => {
    const unit = line.priceSet ? bag(line.priceSet, shop) : (itemOf(shop, line.variantId ?? '')?.price ?? nothing);
    return { unit, total: timesUnits(unit, line.quantity) };
  });
  const code = input.discountCode?.itemFixedDiscountCode;
  const off = code?.amountSet ? bag(code.amountSet, shop) : nothing;
  const shares = allocate(
    off.shop,
    originals.map(({ total }) => total.shop),
  ).map((shop_): Bag => ({ shop: shop_, presentment: shop_ }));
  const [shipping] = input.shippingLines ?? [];
  return {
    lines: lines.map((line, index) => {
      const { unit, total } = originals[index] ?? { unit: nothing, total: nothing };
      const share = shares[index] ?? nothing;
      return {
        unitPrice: unit,
        original: total,
        allocations: share.shop === 0n ? [] : [{ application: 0, amount: share }],
        net: subtractBags(total, share),
        taxes: taxes(line.taxLines, shop, total),
      };
    }),
    applications: code ? [{ kind: 'code', label: code.code, target: 'line', amount: off, across: true }] : [],
    ...(shipping && {
      shipping: {
        original: bag(shipping.priceSet, shop),
        net: bag(shipping.priceSet, shop),
        allocations: [],
        taxes: taxes(shipping.taxLines, shop, bag(shipping.priceSet, shop)),
      },
    }),
    tip: nothing,
    cashRounding: nothing,
    duty: nothing,
    additionalFee: nothing,
  };
}

function taxes(lines: readonly TaxLineInput[] | null | undefined, shop: ShopContext, on: Bag): PricedTax[] {
  return (lines ?? []).map(({ title, rate, priceSet }) => {
    const minor = times(on.shop, ratio(rate));
    return { title, rate, price: priceSet ? bag(priceSet, shop) : { shop: minor, presentment: minor } };
  });
}

function bag({ shopMoney }: MoneyBagInput, { shopCurrency }: ShopContext): Bag {
  const shop = toMinorUnits(shopMoney.amount, shopCurrency);
  return { shop, presentment: shop };
}

function timesUnits(unit: Bag, quantity: number): Bag {
  return addBags(...Array.from({ length: quantity }, () => unit));
}

function itemOf({ books }: ShopContext, variantId: string): BookedOrder['lines'][number]['item'] | undefined {
  return books.catalogue.find((it) => !it.deleted && it.variantId === numberOf(variantId, 'ProductVariant'));
}

function locationOf(id: string | null | undefined): { readonly locationId?: bigint } {
  const locationId = numberOf(id ?? '', 'Location');
  return locationId === undefined ? {} : { locationId };
}

function given<Key extends string>(
  fields: Readonly<Partial<Record<Key, string | null | undefined>>>,
): Partial<Record<Key, string>> {
  const present = Object.entries<string | null | undefined>(fields).filter(([, value]) => value != null);
  return Object.fromEntries(present) as Partial<Record<Key, string>>;
}
