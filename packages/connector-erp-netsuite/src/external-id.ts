import { createHash } from 'node:crypto';
import { IntegrationError } from '@crossdock/core';

/**
 * What a transaction is. External ids are unique over all transactions of an account, so the kind is part of them: an order
 * and its fulfilment may have the same business reference.
 */
const documentKinds = {
  salesOrder: 'SO',
  itemFulfillment: 'FUL',
  cashSale: 'CS',
  invoice: 'INV',
  returnAuthorization: 'RMA',
  itemReceipt: 'RCT',
  creditMemo: 'CM',
  cashRefund: 'RF',
  customerRefund: 'CR',
  customerDeposit: 'DEP',
  customerPayment: 'PAY',
  depositApplication: 'DA',
  journalEntry: 'JE',
  inventoryAdjustment: 'IA',
  inventoryTransfer: 'IT',
  transferOrder: 'TO',
} as const;

/** Other records that we write; entities and items are namespaces of their own. */
const recordKinds = { ...documentKinds, customer: 'CUST' } as const;

/** A transaction that we write. */
export type DocumentType = keyof typeof documentKinds;

/** Every transaction that we write. */
export const documentTypes = Object.keys(documentKinds) as DocumentType[];

/** A record that we write under an external id. */
export type KeyedType = keyof typeof recordKinds;

const allowed = /^[A-Za-z0-9_-]+$/;
/** Every business reference of ours fits; what is joined from several may not. */
const longestExternalId = 100;

/**
 * `CD_SO_shop-1001`. A reference may have letters, digits, `_` and `-`, which is all that a path of the platform bears. One
 * that is too long is told by its hash: the same reference gives the same external id for ever.
 */
export function externalIdOf(prefix: string, type: KeyedType, reference: string): string {
  if (!allowed.test(reference)) {
    throw new IntegrationError('A reference in NetSuite has letters, digits, _ and - only', {
      code: 'input-invalid',
      path: 'ref',
    });
  }
  const head = `${prefix}_${recordKinds[type]}_`;
  const whole = `${head}${reference}`;
  return whole.length <= longestExternalId ? whole : `${head}${hashMark}${digestOf(reference)}`;
}

/** `shop-1001` of `CD_SO_shop-1001`; nothing if the external id is not one of ours, or tells a hash only. */
export function businessReferenceOf(prefix: string, externalId: string): [reference: string] | undefined {
  const kind = Object.values(recordKinds).find((it) => externalId.startsWith(`${prefix}_${it}_`));
  if (kind === undefined) return undefined;
  const reference = externalId.slice(prefix.length + kind.length + 2);
  return hashed.test(reference) || reference === '' ? undefined : [reference];
}

const hashMark = 'sha-';
const hashed = /^sha-[0-9a-f]{40}$/;

function digestOf(reference: string): string {
  return createHash('sha256').update(reference).digest('hex').slice(0, 40);
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
