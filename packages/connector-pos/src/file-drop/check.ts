import { type ConfigFinding, toIntegrationError } from '@crossdock/core';
import { access, constants, mkdir } from 'node:fs/promises';
import { type ResolvedOptions } from './options.ts';
import { type FileSource } from './source/file-source.ts';

/** Whether the folder can be read and the work folder written, and whether two stores share a code. */
export async function checkFolder(
  source: FileSource,
  config: ResolvedOptions,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  await source.list(signal).catch((error: unknown) => {
    const { code, message, disposition } = toIntegrationError(error);
    // What is away just now is tried again with every look.
    const severity = disposition === 'retry' ? 'warning' : 'error';
    findings.push({ severity, path: 'from', message: `${source.address} cannot be listed (${code}): ${message}` });
  });
  await mkdir(config.workFolder, { recursive: true, mode: 0o700 })
    .then(() => access(config.workFolder, constants.W_OK))
    .catch(() =>
      findings.push({ severity: 'error', path: 'workFolder', message: 'The work folder cannot be written' }),
    );
  const codes = Object.values(config.stores).map((it) => it.code);
  const shared = codes.find((it, index) => codes.indexOf(it) !== index);
  if (shared !== undefined)
    findings.push({
      severity: 'warning',
      path: 'stores',
      message: `Several names of stores stand for ${shared}: their numbers must not meet`,
    });
  return findings;
}
