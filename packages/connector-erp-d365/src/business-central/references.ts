import { contentHash } from '@crossdock/core';

/** Longest code of an external document number. */
const externalLength = 35;
/** What is left of it for an order, so that the mark of a parcel fits behind. */
const orderLength = 22;
/** Longest number of a customer or of a document in a journal. */
const numberLength = 20;
/** Longest code of a journal. */
const journalLength = 10;

/** The mark of an order that was cancelled: there is no such state. */
const cancelled = 'CANCELLED';

/** A journal document's kind: an entry, a payment, money that goes back. */
export type JournalKind = 'J' | 'P' | 'R';

/**
 * A reference as a code of the platform, which keeps codes in capitals. A reference with capitals of its own, or a longer one, is cut and
 * carries a hash, so that two references never have one code.
 */
function codeOf(reference: string, length: number): string {
  const code = reference.toUpperCase();
  if (reference === reference.toLowerCase() && code.length <= length) return code;
  const hash = contentHash(reference).slice(0, 10).toUpperCase();
  return `${code.slice(0, length - hash.length - 1)}~${hash}`;
}

/** The reference that a code was made of; `undefined` when it only has a part of it. */
export function referenceIn(code: string): string | undefined {
  return code.includes('~') ? undefined : code.toLowerCase();
}

/** The external document number of a credit memo or an invoice that stands alone. */
export function externalNumberOf(reference: string): string {
  return codeOf(reference, externalLength);
}

/** The external document number of an order; while a parcel is posted, a mark follows behind a slash. */
export function orderKeyOf(orderRef: string): string {
  return codeOf(orderRef, orderLength);
}

/** What the shipment and invoice of one parcel carry, and the order since then. */
export function parcelMarkOf(orderRef: string, parcelRef: string): string {
  return `${orderKeyOf(orderRef)}/${contentHash(parcelRef).slice(0, 12).toUpperCase()}`;
}

/** What a cancelled order carries. */
export function cancelledMarkOf(orderRef: string): string {
  return `${orderKeyOf(orderRef)}/${cancelled}`;
}

export function isCancelled(externalDocumentNumber: string): boolean {
  return externalDocumentNumber.toUpperCase().endsWith(`/${cancelled}`);
}

/** The order that a document belongs to. */
export function orderKeyIn(externalDocumentNumber: string): string {
  return (externalDocumentNumber.split('/')[0] ?? '').toUpperCase();
}

/** Our own number of a customer. The number series has to allow it. */
export function customerNumberOf(prefix: string, reference: string): string {
  return `${prefix}-${codeOf(reference, numberLength - prefix.length - 1)}`;
}

/** Number of a document in a journal. */
export function documentNumberOf(prefix: string, kind: JournalKind, reference: string): string {
  const head = `${prefix}${kind}-`;
  return `${head}${codeOf(reference, numberLength - head.length)}`;
}

/**
 * Code of the journal that is made for one document, and goes when it is posted. It has letters only: the platform may count up a number in
 * the name of a journal that it has posted.
 */
export function journalCodeOf(documentNumber: string): string {
  const letterOf = (digit: string): string => String.fromCharCode(65 + Number.parseInt(digit, 16));
  return contentHash(documentNumber)
    .slice(0, journalLength)
    .replaceAll(/[0-9a-f]/g, letterOf);
}

/** Number of a document's line in a journal that it shares with others: from the document, far above those that people get. */
export function lineNumberOf(documentNumber: string): number {
  return 1_000_000_000 + (Number.parseInt(contentHash(documentNumber).slice(0, 8), 16) % 1_000_000_000);
}
