import type { Books } from '../entity-model.ts';
import { cents, fromCents } from '../cents.ts';
import { type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import { taxOf } from '../tax.ts';
import { require, requireRelated } from './master-data.ts';

const salesStatus = { enum: ['None', 'Backorder', 'Delivered', 'Invoiced', 'Canceled'] } as const;
const processing = {
  enum: [
    'Active',
    'Confirmed',
    'Picked',
    'PartiallyDelivered',
    'Delivered',
    'PartiallyInvoiced',
    'DeliveredPartiallyInvoiced',
    'Invoiced',
    'Canceled',
  ],
} as const;
const dimensions = {
  ProductConfigurationId: 'text',
  ProductSizeId: 'text',
  ProductColorId: 'text',
  ProductStyleId: 'text',
  ProductVersionId: 'text',
} as const;

/** Whether order numbers come from the caller or from the number sequence. */
export type OrderNumbers = 'manual' | 'automatic';

/** Orders and their lines, with the platform's checks. */
export function salesEntities(numbers: OrderNumbers): readonly EntitySet[] {
  return [
    {
      writable: true,
      name: 'SalesOrderHeadersV4',
      entity: 'SalesOrderHeaderV4Entity',
      keys: ['dataAreaId', 'SalesOrderNumber'],
      fields: {
        dataAreaId: 'text',
        SalesOrderNumber: 'text',
        OrderingCustomerAccountNumber: 'text',
        InvoiceCustomerAccountNumber: 'text',
        CurrencyCode: 'text',
        CustomersOrderReference: 'text',
        CustomerRequisitionNumber: 'text',
        SalesOrderOriginCode: 'text',
        SalesOrderName: 'text',
        RequestedShippingDate: 'date',
        DefaultShippingSiteId: 'text',
        DefaultShippingWarehouseId: 'text',
        DeliveryModeCode: 'text',
        CustomerPaymentMethodName: 'text',
        SalesTaxGroupCode: 'text',
        ArePricesIncludingSalesTax: noYes,
        SkipCreateAutoCharges: noYes,
        Email: 'text',
        DefaultLedgerDimensionDisplayValue: 'text',
        IsDeliveryAddressOrderSpecific: noYes,
        DeliveryAddressName: 'text',
        DeliveryAddressStreet: 'text',
        DeliveryAddressCity: 'text',
        DeliveryAddressStateId: 'text',
        DeliveryAddressZipCode: 'text',
        DeliveryAddressCountryRegionId: 'text',
        DeliveryAddressDescription: 'text',
        SalesOrderStatus: salesStatus,
        SalesOrderProcessingStatus: processing,
        OrderTotalAmount: 'number',
        OrderTotalTaxAmount: 'number',
        OrderTotalChargesAmount: 'number',
        AreTotalsCalculated: noYes,
        OrderCreationDateTime: 'date',
      },
      readOnly: [
        'SalesOrderStatus',
        'SalesOrderProcessingStatus',
        'OrderTotalAmount',
        'OrderTotalTaxAmount',
        'OrderTotalChargesAmount',
        'AreTotalsCalculated',
        'OrderCreationDateTime',
      ],
      insert(row, books) {
        numberOrder(row, books, numbers);
        require(row, 'OrderingCustomerAccountNumber', 'Customer account');
        const account = String(row['OrderingCustomerAccountNumber']);
        const customer = requireRelated(books, {
          set: 'CustomersV3',
          match: { dataAreaId: row['dataAreaId'] ?? '', CustomerAccount: account },
          label: 'Customer account',
          value: account,
        });
        requireOrigin(row, books);
        if (row['InvoiceCustomerAccountNumber'] === '') row['InvoiceCustomerAccountNumber'] = account;
        if (row['CurrencyCode'] === '') row['CurrencyCode'] = customer['SalesCurrencyCode'] ?? '';
        row['SalesOrderStatus'] = 'Backorder';
        row['OrderCreationDateTime'] = new Date(books.now()).toISOString();
      },
      update(row, before) {
        requireOpen(before);
        if (row['CurrencyCode'] !== before['CurrencyCode']) throw new Infolog('The currency cannot be changed.');
      },
      remove(row) {
        requireOpen(row);
      },
      view: (row, books) => totalsOf(row, books),
    },
    {
      writable: true,
      name: 'SalesOrderLinesV3',
      entity: 'SalesOrderLineV3Entity',
      keys: ['dataAreaId', 'InventoryLotId'],
      fields: {
        dataAreaId: 'text',
        InventoryLotId: 'text',
        SalesOrderNumber: 'text',
        ItemNumber: 'text',
        ...dimensions,
        OrderedSalesQuantity: 'number',
        SalesDeliverNow: 'number',
        SalesUnitSymbol: 'text',
        SalesPrice: 'number',
        LineAmount: 'number',
        CalculateLineAmount: noYes,
        LineDiscountAmount: 'number',
        SalesTaxGroupCode: 'text',
        SalesTaxItemGroupCode: 'text',
        ShippingSiteId: 'text',
        ShippingWarehouseId: 'text',
        LineDescription: 'text',
        ExternalItemNumber: 'text',
        OrderLineReference: 'text',
        CustomersLineNumber: 'number',
        LineNumber: 'number',
        LineCreationSequenceNumber: 'number',
        SalesOrderLineStatus: salesStatus,
      },
      readOnly: ['InventoryLotId', 'SalesOrderLineStatus', 'LineNumber'],
      insert(row, books) {
        const order = orderOf(row, books);
        requireOpen(order);
        checkLine(row, order, books);
        const siblings = linesOf(order, books);
        row['InventoryLotId'] = books.next('lots', 'LOT-', 8);
        row['LineNumber'] = siblings.length + 1;
        row['LineCreationSequenceNumber'] = siblings.length + 1;
        row['SalesOrderLineStatus'] = 'Backorder';
      },
      update(row, before, books) {
        const order = orderOf(before, books);
        requireOpen(order);
        if (row['OrderedSalesQuantity'] !== before['OrderedSalesQuantity'] && deliveredOf(before, books) !== 0) {
          throw new Infolog('The quantity cannot be changed because the line is delivered.');
        }
        checkLine(row, order, books);
      },
      remove(row, books) {
        requireOpen(orderOf(row, books));
        if (deliveredOf(row, books) !== 0) throw new Infolog('The line cannot be deleted because it is delivered.');
      },
    },
  ];
}

/** An order's lines, as they were made. */
export function linesOf(order: Row, books: Books): readonly Row[] {
  const { dataAreaId = '', SalesOrderNumber = '' } = order;
  return books.where('SalesOrderLinesV3', { dataAreaId, SalesOrderNumber });
}

/** Units of a line that a packing slip says have left. */
export function deliveredOf(line: Row, books: Books): number {
  return movedOf(line, books, 'delivered');
}

/** Units of a line that are invoiced. */
export function invoicedOf(line: Row, books: Books): number {
  return movedOf(line, books, 'invoiced');
}

function movedOf(line: Row, books: Books, what: 'delivered' | 'invoiced'): number {
  const moves = books.where('#moves', { lot: line['InventoryLotId'] ?? '', what });
  return moves.reduce((sum, it) => sum + Number(it['quantity']), 0);
}

/** What an order comes to: lines, charges of the header, and the tax that the platform computes. */
function totalsOf(order: Row, books: Books) {
  const lines = linesOf(order, books).filter((line) => line['SalesOrderLineStatus'] !== 'Canceled');
  const net = lines.reduce((sum, line) => sum + cents(line['LineAmount']), 0);
  const tax = lines.reduce((sum, line) => sum + taxOf(line, books), 0);
  const charges = cents(order['OrderTotalChargesAmount']);
  const included = order['ArePricesIncludingSalesTax'] === 'Yes';
  return {
    OrderTotalAmount: fromCents((included ? net : net + tax) + charges),
    OrderTotalTaxAmount: fromCents(tax),
    AreTotalsCalculated: 'Yes',
  };
}

function numberOrder(row: Row, books: Books, numbers: OrderNumbers): void {
  const given = row['SalesOrderNumber'] !== '';
  if (numbers === 'manual') {
    if (!given) throw new Infolog("Field 'Sales order' must be filled in.", 'Warning');
    if (String(row['SalesOrderNumber']).length > 20) throw new Infolog("The value in field 'Sales order' is too long.");
    return;
  }
  if (given) throw new Infolog('Number sequence Sales order does not allow manual numbers.');
  row['SalesOrderNumber'] = books.next('orders', 'SO-');
}

function requireOrigin(row: Row, books: Books): void {
  const value = String(row['SalesOrderOriginCode']);
  if (value === '') return;
  const match = { dataAreaId: row['dataAreaId'] ?? '', OriginCode: value };
  requireRelated(books, { set: 'SalesOrderOriginCodes', match, label: 'Sales origin', value });
}

function orderOf(line: Row, books: Books): Row {
  const value = String(line['SalesOrderNumber']);
  const match = { dataAreaId: line['dataAreaId'] ?? '', SalesOrderNumber: value };
  return requireRelated(books, { set: 'SalesOrderHeadersV4', match, label: 'Sales order', value });
}

function requireOpen(order: Row): void {
  if (order['SalesOrderStatus'] === 'Backorder' || order['SalesOrderStatus'] === 'Delivered') return;
  throw new Infolog(
    `Sales order ${order['SalesOrderNumber']} has status ${order['SalesOrderStatus']} and cannot be changed.`,
  );
}

function checkLine(row: Row, order: Row, books: Books): void {
  require(row, 'ItemNumber', 'Item number');
  const dataAreaId = row['dataAreaId'] ?? '';
  const value = String(row['ItemNumber']);
  const item = requireRelated(books, {
    set: 'ReleasedProductsV2',
    match: { dataAreaId, ItemNumber: value },
    label: 'Item number',
    value,
  });
  checkVariant(row, books);
  if (row['ShippingSiteId'] === '') row['ShippingSiteId'] = order['DefaultShippingSiteId'] ?? '';
  if (row['ShippingWarehouseId'] === '') row['ShippingWarehouseId'] = order['DefaultShippingWarehouseId'] ?? '';
  if (row['ShippingSiteId'] === '') {
    throw new Infolog('Inventory dimension Site is mandatory and must consequently be specified.');
  }
  const warehouse = String(row['ShippingWarehouseId']);
  if (warehouse !== '') {
    requireRelated(books, {
      set: 'Warehouses',
      match: { dataAreaId, WarehouseId: warehouse },
      label: 'Warehouse',
      value: warehouse,
    });
  }
  if (row['OrderedSalesQuantity'] === 0) throw new Infolog("Field 'Quantity' must be filled in.", 'Warning');
  if (row['SalesUnitSymbol'] === '') row['SalesUnitSymbol'] = item['SalesUnitSymbol'] ?? '';
  if (row['SalesTaxGroupCode'] === '') row['SalesTaxGroupCode'] = order['SalesTaxGroupCode'] ?? '';
  if (row['LineAmount'] === 0 && row['CalculateLineAmount'] !== 'No') {
    const price = Number(row['SalesPrice']) - Number(row['LineDiscountAmount']);
    row['LineAmount'] = Math.round(price * Number(row['OrderedSalesQuantity']) * 100) / 100;
  }
}

/** A product with variants is sold as one of them. */
function checkVariant(row: Row, books: Books): void {
  const variants = books.where('ReleasedProductVariantsV2', {
    dataAreaId: row['dataAreaId'] ?? '',
    ItemNumber: row['ItemNumber'] ?? '',
  });
  if (variants.length === 0) return;
  const fits = variants.some((it) => Object.keys(dimensions).every((name) => it[name] === row[name]));
  if (fits) return;
  const missing = Object.keys(dimensions).find((name) => row[name] === '' && variants.every((it) => it[name] !== ''));
  const label = (missing ?? 'ProductSizeId').replace(/^Product|Id$/g, '');
  throw new Infolog(missing === undefined ? 'The product variant does not exist.' : `${label} must be specified.`);
}
