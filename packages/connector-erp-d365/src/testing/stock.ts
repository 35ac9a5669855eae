import type { Books, Row } from './entity-model.ts';

/** Variant dimensions, as every stock entity has them. */
export const stockDimensions = [
  'ProductColorId',
  'ProductConfigurationId',
  'ProductSizeId',
  'ProductStyleId',
  'ProductVersionId',
] as const;

/** Where units lie: a company, an item with its dimensions, a site and a warehouse. */
export interface StockPlace {
  readonly company: string;
  /** Fields of the item: its number and the dimensions that it has. */
  readonly item: Readonly<Partial<Row>>;
  readonly site: string;
  readonly warehouse: string;
}

/** Moves units on or off a warehouse. Stock may go below zero, as the item's model group allows here. */
export function moveStock(books: Books, place: StockPlace, delta: number): void {
  const key: Record<string, string> = {
    dataAreaId: place.company,
    ItemNumber: String(place.item['ItemNumber'] ?? ''),
    InventorySiteId: place.site,
    InventoryWarehouseId: place.warehouse,
  };
  for (const name of stockDimensions) key[name] = String(place.item[name] ?? '');
  const row = books.find('WarehousesOnHandV2', key) ?? books.put('WarehousesOnHandV2', key);
  const OnHandQuantity = Number(row['OnHandQuantity']) + delta;
  const AvailableOnHandQuantity = OnHandQuantity - Number(row['ReservedOnHandQuantity']);
  books.change('WarehousesOnHandV2', row, {
    OnHandQuantity,
    AvailableOnHandQuantity,
    TotalAvailableQuantity: AvailableOnHandQuantity,
  });
}

/** The site that a warehouse belongs to. */
export function siteOf(books: Books, company: string, warehouse: string): string {
  return String(books.find('Warehouses', { dataAreaId: company, WarehouseId: warehouse })?.['OperationalSiteId'] ?? '');
}
