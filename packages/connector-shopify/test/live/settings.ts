/** What a run against a store needs to know of it. */
export interface LiveSettings {
  /** The permanent domain, `acme-dev.myshopify.com`. */
  readonly shop: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** SKUs of the store: at least two, each on one variant that is tracked and stocked at the location. */
  readonly skus: readonly string[];
  /** The number of the location. */
  readonly location: string;
}

/** What the settings are read from, by the name of the environment variable. */
export const environment = {
  CROSSDOCK_SHOPIFY_SHOP: process.env['CROSSDOCK_SHOPIFY_SHOP'],
  CROSSDOCK_SHOPIFY_CLIENT_ID: process.env['CROSSDOCK_SHOPIFY_CLIENT_ID'],
  CROSSDOCK_SHOPIFY_CLIENT_SECRET: process.env['CROSSDOCK_SHOPIFY_CLIENT_SECRET'],
  CROSSDOCK_SHOPIFY_SKUS: process.env['CROSSDOCK_SHOPIFY_SKUS'],
  CROSSDOCK_SHOPIFY_LOCATION: process.env['CROSSDOCK_SHOPIFY_LOCATION'],
} as const;

/** Reads the settings; what is missing is empty. */
export function readSettings(from: Readonly<Record<keyof typeof environment, string | undefined>>): LiveSettings {
  const skus = (from.CROSSDOCK_SHOPIFY_SKUS ?? '').split(',').map((sku) => sku.trim());
  return {
    shop: from.CROSSDOCK_SHOPIFY_SHOP ?? '',
    clientId: from.CROSSDOCK_SHOPIFY_CLIENT_ID ?? '',
    clientSecret: from.CROSSDOCK_SHOPIFY_CLIENT_SECRET ?? '',
    skus: skus.filter((sku) => sku !== ''),
    location: from.CROSSDOCK_SHOPIFY_LOCATION ?? '',
  };
}
