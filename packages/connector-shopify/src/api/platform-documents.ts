import type { Document } from './document.ts';

/** What the app may do, and which shop and versions answer. */
export const appAndShop: Document = {
  name: 'AppAndShop',
  cost: 4,
  text: `query AppAndShop {
    shop { myshopifyDomain ianaTimezone }
    currentAppInstallation { accessScopes { handle } }
    publicApiVersions { handle supported }
  }`,
};

/** The documents about the app and the shop itself. */
export const platformDocuments = [appAndShop] as const;
