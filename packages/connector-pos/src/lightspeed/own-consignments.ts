import { createHash } from 'node:crypto';
import { type WireConsignment } from './api/consignments.ts';

/**
 * What a consignment of ours carries as its reference: the reference of our document, which part of it it is, and a check that nobody
 * types by hand. The platform knows no idempotency keys, so this is how a consignment is found again.
 */
export function ownConsignmentRef(system: string, ref: string, part: number): string {
  return `${ref}/${part}-${checkOf(system, ref, part)}`;
}

/** The reference of our document, where we made a consignment ourselves; whoever asked for it knows of it. */
export function documentOf({ reference }: Pick<WireConsignment, 'reference'>, system: string): string | undefined {
  const [, ref, part, check] = /^(.+)\/(\d{1,6})-([0-9a-f]{12})$/.exec(reference ?? '') ?? [];
  return ref !== undefined && check === checkOf(system, ref, Number(part)) ? ref : undefined;
}

function checkOf(system: string, ref: string, part: number): string {
  return createHash('sha256').update(`${system}\n${ref}\n${part}`).digest('hex').slice(0, 12);
}
