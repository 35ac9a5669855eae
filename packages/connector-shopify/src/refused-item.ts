import type { CapabilityOutput, IntegrationError } from '@crossdock/core';

/** One thing that a listing cannot tell in our words. */
export function refusedItem(
  { code, path, message }: IntegrationError,
  { identifiers, ref }: { readonly identifiers: readonly string[]; readonly ref?: string },
): CapabilityOutput<'listProducts'>['refused'][number] {
  return {
    ...(ref !== undefined && { ref }),
    identifiers: [...identifiers],
    code,
    ...(path !== undefined && { path }),
    reason: message,
  };
}
