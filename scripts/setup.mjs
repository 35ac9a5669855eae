// Brings the checkout to a runnable state with nothing but Node >= 20 and npm.
// Costs one hash of the manifests when everything is already installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const NODE_MIN = [22, 18];
const stamp = join(root, 'node_modules', '.setup-stamp');
const bundledNode = join(root, 'node_modules', '.bin', 'node');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pinned = /^pnpm@([^+]+)/.exec(manifest.packageManager)[1];

const say = (text) => console.error(`[setup] ${text}`);
const fail = (text) => {
  console.error(`[setup] ${text}`);
  process.exit(1);
};

function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const group of ['packages', 'examples']) {
    if (!existsSync(join(root, group))) continue;
    for (const name of readdirSync(join(root, group)).toSorted()) files.push(join(group, name, 'package.json'));
  }
  for (const name of ['bench', 'docs']) files.push(join(name, 'package.json'));
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

const newEnough = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
};
const run = (command, args, options = {}) => spawnSync(command, args, { cwd: root, shell: windows, ...options });

function pnpmCommand() {
  // Asked for outside the checkout, so that an older pnpm does not switch versions to answer.
  const probe = run('pnpm', ['--version'], {
    cwd: tmpdir(),
    encoding: 'utf8',
    env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0', COREPACK_ENABLE_STRICT: '0' },
    timeout: 15_000,
  });
  if (probe.status === 0 && probe.stdout.trim().split('.')[0] === pinned.split('.')[0]) return ['pnpm'];
  return ['npx', '--yes', '--loglevel=error', `pnpm@${pinned}`];
}

if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint())
  process.exit(0);

const started = Date.now();
const [command, ...prefix] = pnpmCommand();
say(`installing dependencies with ${[command, ...prefix].join(' ')} (first time only)`);
const args = [...prefix, 'install', ...(process.env.CI ? ['--frozen-lockfile'] : []), '--reporter=append-only'];
const result = run(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
if (result.status !== 0) {
  console.error(result.stdout ?? '', result.stderr ?? '', result.error?.message ?? '');
  fail('the install failed; its output is above');
}

// The bundled Node is a glibc build: drop it where it cannot run (Alpine) or where the caller wants his own.
if (existsSync(bundledNode)) {
  const usable =
    !process.env.CROSSDOCK_SYSTEM_NODE &&
    run(bundledNode, ['-p', 'process.versions.node'], { encoding: 'utf8' }).status === 0;
  if (!usable) rmSync(bundledNode, { force: true });
}
if (!existsSync(bundledNode) && !newEnough(process.versions.node)) {
  fail(`Node ${NODE_MIN.join('.')} or newer is needed; this is ${process.version}`);
}
writeFileSync(stamp, fingerprint());
say(`ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
