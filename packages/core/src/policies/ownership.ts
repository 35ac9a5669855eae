import { type Capability, type Domain } from '../capabilities/index.ts';
import { IntegrationError } from '../primitives/index.ts';

/** The owner of each domain: a system, several, or the availability service. */
export type Owners = Readonly<Partial<Record<Domain, string | readonly string[]>>>;

/** Whether a system may be called for a capability. Throws `not-owner`. */
export function checkOwnership(
  capability: Pick<Capability, 'name' | 'domain' | 'ownership'>,
  system: string,
  owns: Owners,
): void {
  const owner = owns[capability.domain] ?? [];
  const isOwner = typeof owner === 'string' ? owner === system : owner.includes(system);
  if (capability.ownership === 'publish' && isOwner) {
    throw new IntegrationError(
      `'${system}' owns ${capability.domain}: '${capability.name}' would overwrite the original with a copy`,
      { code: 'not-owner', system },
    );
  }
  if (capability.ownership === 'owner' && !isOwner) {
    throw new IntegrationError(
      `'${system}' does not own ${capability.domain}, so it is not asked to '${capability.name}'`,
      {
        code: 'not-owner',
        system,
      },
    );
  }
}
