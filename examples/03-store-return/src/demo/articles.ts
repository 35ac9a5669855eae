/** What web and store sell; prices in US dollars. */
export const articles = [
  { sku: 'TRAIL-RUNNER-42', price: '129.95' },
  { sku: 'DESERT-BOOT-43', price: '152.00' },
  { sku: 'MERINO-SOCK-M', price: '12.35' },
  { sku: 'WOOL-BEANIE', price: '27.77' },
] as const;

/** Sales tax on top: on the web as a fraction, at the till in per cent. */
export const tax = { title: 'Sales tax', rate: '0.0825', percentage: '8.25' } as const;

/** The store's place in each system. */
export const store = {
  code: 'store-17',
  atShop: '70000000017',
  atSquare: 'LSTORE17',
  timeZone: 'America/New_York',
} as const;

/** Where web orders ship from. */
export const warehouse = { code: 'warehouse', atShop: '70000000001' } as const;

/** Units of each article in each place when the story begins. */
export const unitsAtFirst = { warehouse: 60, store: 10 } as const;

/** A price in cents. */
export const centsOf = (amount: string): number => Number(amount.replace('.', ''));
