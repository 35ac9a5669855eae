import { IntegrationError } from '@crossdock/core';

/**
 * What a document is. External ids are unique over all transactions of an account, so the kind is part of them: an order and its
 * fulfilment may have the same business reference.
 */
const documentKinds = {
  salesOrder: 'SO',
  itemFulfillment: 'FUL',
  cashSale: 'CS',
  invoice: 'INV',
} as const;

export type DocumentType = keyof typeof documentKinds;

/** `CD_SO_shop-1001`. A business reference has only letters, digits, `_` and `-`, which is all the platform allows. */
export function externalIdOf(prefix: string, type: DocumentType, reference: string): string {
  return `${prefix}_${documentKinds[type]}_${reference}`;
}

/** `shop-1001` of `CD_SO_shop-1001`; nothing if the external id is not one of ours. */
export function businessReferenceOf(prefix: string, externalId: string): [reference: string] | undefined {
  const kind = Object.values(documentKinds).find((it) => externalId.startsWith(`${prefix}_${it}_`));
  return kind === undefined ? undefined : [externalId.slice(prefix.length + kind.length + 2)];
}

/** The platform does not tell upper from lower case, we do: a record that answers to another spelling is somebody else's. */
export function requireSameReference(expected: string, found: string | undefined): void {
  if (found === undefined || found === expected) return;
  throw new IntegrationError(
    `NetSuite has a record whose external id differs from ${expected} only in upper and lower case`,
    {
      code: 'duplicate',
    },
  );
}
