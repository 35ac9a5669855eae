// Packs every publishable package as it would be published, lints the tarballs, installs them into
// a fresh project outside the workspace, and uses them from ESM, CommonJS and TypeScript.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);
// The bundled Node trusts the machine's certificates only when it is told to.
const env = { ...process.env, NODE_USE_SYSTEM_CA: '1' };
const run = (command, args, cwd = root) => {
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    console.error(`${command} ${args.join(' ')}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`);
    return process.exit(1);
  }
};

run(process.execPath, [join(root, 'scripts', 'document-types.mjs'), '--check']);

const tarballs = join(root, '.cache', 'tarballs');
rmSync(tarballs, { recursive: true, force: true });
mkdirSync(tarballs, { recursive: true });
run(bin('pnpm'), ['-r', '--filter', './packages/*', 'pack', '--pack-destination', tarballs]);

const packages = readdirSync(join(root, 'packages')).map((dir) =>
  JSON.parse(readFileSync(join(root, 'packages', dir, 'package.json'), 'utf8')),
);
const ours = {};
const peers = {};
for (const { name, version, peerDependencies = {} } of packages) {
  const file = join(tarballs, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  ours[name] = `file:${file}`;
  run(bin('publint'), ['run', file, '--strict']);
  // node16: the resolution of Node 10 knows no `exports`, and no supported Node is that old.
  run(bin('attw'), [file, '--profile', 'node16']);
  const packed = run('tar', ['-tzf', file]).trim().split('\n');
  const strays = packed.filter(
    // Scripts that run inside an ERP are shipped beside the connector that speaks to them.
    (path) => !/^package\/(dist\/|suitescript\/|xpp\/|al\/|package\.json$|[A-Z]+\.md$|LICENSE$)/.test(path),
  );
  const tests = packed.filter((path) => /\.(test|test-d|bench)\./.test(path));
  if (strays.length + tests.length > 0) {
    console.error(`${name} packs files that nobody needs:\n  ${[...strays, ...tests].join('\n  ')}`);
    process.exit(1);
  }
  for (const needed of ['LICENSE', 'README.md'].filter((it) => !packed.includes(`package/${it}`))) {
    console.error(`${name} packs no ${needed}`);
    process.exit(1);
  }
  for (const [peer, range] of Object.entries(peerDependencies))
    if (!peer.startsWith('@crossdock/')) peers[peer] = range;
}

const entriesOf = ({ name, exports }) =>
  Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
const entries = packages.flatMap(entriesOf);
// Contract suites register tests when they are imported by a runner; they are compiled here, not run.
const runnable = entries.filter((entry) => !entry.endsWith('/contracts'));

/** A project outside the workspace that has the tarballs and nothing else of ours. */
function consume(folder, dependencies, files, check) {
  const cwd = mkdtempSync(join(tmpdir(), `crossdock-${folder}-`));
  const manifest = { name: folder, private: true, dependencies, overrides: ours };
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    writeFileSync(join(cwd, name), text);
  }
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], cwd);
  check(cwd);
  rmSync(cwd, { recursive: true, force: true });
}

const importAll = (list) =>
  list
    .map(
      (entry, i) => `import * as m${i} from '${entry}';\nif (!Object.keys(m${i}).length) throw new Error('${entry}');`,
    )
    .join('\n');
const requireAll = (list) =>
  list.map((entry) => `if (!Object.keys(require('${entry}')).length) throw new Error('${entry}');`).join('\n');
const useTypes = entries
  .map((entry, i) => `import * as m${i} from '${entry}';\nexport const k${i}: object = m${i};`)
  .join('\n');
const config = (module, files) =>
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.asynciterable'],
      target: 'es2023',
      ...module,
    },
    files,
  });

// With everything: every entry point, both module systems, both compilers.
consume(
  'consumer',
  { ...ours, ...peers, '@types/node': '^22.19.0' },
  {
    'use.mjs': importAll(runnable),
    'use.cjs': requireAll(runnable),
    'esm.mts': useTypes,
    'cjs.cts': useTypes,
    'tsconfig.nodenext.json': config({ module: 'nodenext' }, ['esm.mts', 'cjs.cts']),
    'tsconfig.bundler.json': config({ module: 'preserve', moduleResolution: 'bundler' }, ['esm.mts']),
  },
  (cwd) => {
    for (const file of ['use.mjs', 'use.cjs']) run(bin('node'), [file], cwd);
    for (const compiler of ['tsc', 'tsc6']) {
      for (const project of ['nodenext', 'bundler']) run(bin(compiler), ['-p', `tsconfig.${project}.json`], cwd);
    }
  },
);

// As in production: no optional peer is there, and the front doors open all the same.
const production = packages.filter(({ name }) => name !== '@crossdock/testing');
const frontDoors = production.flatMap(entriesOf).filter((entry) => !entry.endsWith('/testing'));
consume(
  'production',
  { ...Object.fromEntries(production.map(({ name }) => [name, ours[name]])), zod: peers.zod },
  { 'use.mjs': importAll(frontDoors), 'use.cjs': requireAll(frontDoors) },
  (cwd) => {
    for (const file of ['use.mjs', 'use.cjs']) run(bin('node'), [file], cwd);
    const installed = readdirSync(join(cwd, 'node_modules'));
    const heavy = installed.filter((name) => ['vitest', 'msw', 'graphql', 'fast-check'].includes(name));
    if (heavy.length > 0) {
      console.error(`a production install brings ${heavy.join(', ')}`);
      process.exit(1);
    }
  },
);
console.log(`${packages.length} packages, ${entries.length} entry points: publint, attw, ESM, CJS and types are fine`);
