import { createHash } from 'node:crypto';
import { type WireSale } from './api/sales.ts';

/** The namespace of our ids, so that nobody else derives the same ones. */
const namespace = '6f1d9d0e-6f0b-5e0c-9a53-3f7f0c7d5a10';

/**
 * The id of a sale that we make for a document of ours. The platform takes ids from us and knows no idempotency keys, so the id is
 * made of the document's reference: the same document is the same sale in every process.
 */
export function ownSaleId(system: string, ref: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(`${system}\n${ref}`)
    .digest();
  // Version 5, RFC 9562.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Whether we made a sale ourselves; whoever asked for it knows of it. */
export function isOwnSale({ id, source_id }: Pick<WireSale, 'id' | 'source_id'>, system: string): boolean {
  return source_id !== undefined && id === ownSaleId(system, source_id);
}
