import { IntegrationError, type Observer, toIntegrationError } from '../primitives/index.ts';
import { type ConfigFinding } from '../capabilities/index.ts';
import { type ConnectedSystem } from './systems.ts';

/**
 * Compares every system's configuration with its account. A system that cannot be asked just now does not keep the others
 * from starting: it is logged, and calls to it wait as in any outage.
 *
 * @throws IntegrationError `config-invalid` naming every error by its path
 */
export async function checkAccounts(systems: Iterable<ConnectedSystem>, observer: Observer): Promise<void> {
  const all = (await Promise.all([...systems].map(findingsOf))).flat();
  for (const { severity, path, message } of all) {
    if (severity === 'warning') observer.log('warn', message, { path });
  }
  const errors = all.filter((it) => it.severity === 'error');
  const [first] = errors;
  if (!first) return;
  const list = errors.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  throw new IntegrationError(`The accounts do not bear out the configuration; ${errors.length} to mend:${list}`, {
    code: 'config-invalid',
    path: first.path,
    details: { problems: errors.length },
  });
}

type PlacedFinding = ConfigFinding & { readonly path: string };

async function findingsOf({ name, connection }: ConnectedSystem): Promise<readonly PlacedFinding[]> {
  const place = `systems.${name}`;
  try {
    const findings = (await connection.check?.(new AbortController().signal)) ?? [];
    return findings.map((it) => ({ ...it, path: it.path === undefined ? place : `${place}.${it.path}` }));
  } catch (error) {
    const { code, disposition, message } = toIntegrationError(error);
    const away = disposition === 'retry' || code === 'timeout' || code === 'connection-lost';
    return [{ severity: away ? 'warning' : 'error', path: place, message: `${message} (${code})` }];
  }
}
