import { IntegrationError } from '../primitives/index.ts';
import { capabilities, isCapabilityName } from './capabilities.ts';
import { type AnyConnection, type Manifest } from './system.ts';

/**
 * Refuses a connection that does not keep its connector's manifest, for connectors written without the compiler's help.
 * Throws `wiring-invalid` naming everything that is wrong.
 */
export function assertKeepsManifest(manifest: Manifest, connection: AnyConnection, system: string): void {
  const problems = [...capabilityProblems(manifest, connection), ...eventProblems(manifest, connection)];
  if (problems.length > 0) {
    throw new IntegrationError(`Connector '${manifest.name}' does not keep its manifest: ${problems.join('; ')}`, {
      code: 'wiring-invalid',
      system,
    });
  }
}

function* capabilityProblems(manifest: Manifest, connection: AnyConnection): Iterable<string> {
  const served = connection.capabilities;
  for (const name of manifest.capabilities) {
    if (!isCapabilityName(name)) {
      yield `'${String(name)}' is no capability`;
      continue;
    }
    const implementation = served[name];
    if (!implementation) {
      yield `'${name}' is listed but not served`;
      continue;
    }
    const saysOnce = implementation.once !== undefined;
    if (capabilities[name].effect === 'write' && !saysOnce) {
      yield `'${name}' is a write and does not say how it stays once-only`;
    }
    if (capabilities[name].effect === 'read' && saysOnce) {
      yield `'${name}' is a read and has no use for 'once'`;
    }
  }
  const listed = new Set<string>(manifest.capabilities);
  for (const name of Object.keys(served)) {
    if (!listed.has(name)) yield `'${name}' is served but not listed`;
  }
}

function* eventProblems(manifest: Manifest, connection: AnyConnection): Iterable<string> {
  const { webhook, sweeps = {}, backfills = {} } = connection.events ?? {};
  const emitted = new Set([...(webhook?.emits ?? []), ...Object.values(sweeps).flatMap((sweep) => sweep.emits)]);
  for (const name of manifest.events) {
    if (!emitted.has(name)) yield `no webhook or sweep emits '${name}'`;
  }
  for (const name of Object.values(backfills).flatMap((backfill) => backfill.emits)) {
    if (!emitted.has(name)) yield `only a backfill emits '${name}', which runs once`;
  }
  for (const name of emitted) {
    if (!manifest.events.includes(name)) yield `'${name}' is emitted but not listed`;
  }
}
