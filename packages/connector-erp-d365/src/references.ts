import { contentHash } from '@crossdock/core';

/** Longest order number of the platform. */
const orderNumberLength = 20;
/** Longest description of a journal, in which our reference stands. */
const descriptionLength = 60;

/**
 * Our own number of an order: the reference itself if it fits, otherwise a part of it and a hash, so that the same order has the same
 * number in every process.
 */
export function orderNumberOf(prefix: string, reference: string): string {
  return within(`${prefix}-${reference}`, orderNumberLength);
}

/** Our own number of a store transaction, by which it is found again. */
export function transactionNumberOf(prefix: string, reference: string): string {
  return within(`${prefix}-${reference}`, orderNumberLength);
}

/** The reference that a journal carries in its description. */
export function journalReferenceOf(
  prefix: string,
  kind: 'GJ' | 'PAY' | 'ADJ' | 'TRF' | 'PRC',
  reference: string,
): string {
  return within(`${prefix}_${kind}_${reference}`, descriptionLength);
}

/** Our own number of a customer. The number sequence has to allow it. */
export function customerAccountOf(prefix: string, reference: string): string {
  return within(`${prefix}-${reference}`, orderNumberLength);
}

function within(text: string, length: number): string {
  if (text.length <= length) return text;
  const hash = contentHash(text).slice(0, 10);
  return `${text.slice(0, length - hash.length - 1)}~${hash}`;
}
