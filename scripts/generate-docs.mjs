// Writes what the documents say about the code from the code: docs/errors.md, and the table of what each connector
// can do in README.md. With --check it writes nothing and fails when a document is stale.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const load = (path) => import(pathToFileURL(join(root, path)).href);
const read = (path) => readFileSync(join(root, path), 'utf8');
const fail = (text) => {
  console.error(text);
  process.exit(1);
};

const { errorCodes } = await load('packages/core/src/primitives/error-codes.ts');
const { capabilities } = await load('packages/core/src/capabilities/index.ts');
const { eventTypes } = await load('packages/core/src/schemas/index.ts');

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

function errorsPage() {
  const dispositions = {
    retry: 'Nothing happened. It is safe to repeat, and crossdock does so by itself.',
    reject: 'Repeating does not help. A person has to look, and the run waits as an exception.',
    unknown: 'It may have happened. crossdock looks in the target system before anything is repeated.',
  };
  const sections = Object.entries(dispositions).map(([disposition, sentence]) => {
    const rows = Object.entries(errorCodes)
      .filter(([, entry]) => entry.disposition === disposition)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([code, { meaning, action }]) => [`\`${code}\``, meaning, action]);
    return `## ${disposition}\n\n${sentence}\n\n${table(['code', 'what happened', 'what to do'], rows)}`;
  });
  return `# Errors

<!-- Generated from packages/core/src/primitives/error-codes.ts by scripts/generate-docs.mjs. Do not edit by hand. -->

Everything that fails is an \`IntegrationError\` with a \`code\` and a \`disposition\`. The disposition below is the one a code
has by default; a connector that knows better says so on the error itself, so branch on \`error.disposition\`.

${sections.join('\n\n')}
`;
}

/** The manifests of a connector package: of every factory that one of its entry points exports. */
async function manifestsOf(folder) {
  const { name, exports } = JSON.parse(read(`packages/${folder}/package.json`));
  const entries = Object.entries(exports).filter(([path]) => path !== './package.json' && path !== './testing');
  const found = new Map();
  for (const [path, source] of entries) {
    const entry = name + path.slice(1);
    for (const value of Object.values(await load(join('packages', folder, source)))) {
      if (typeof value === 'function' && value.manifest?.capabilities) found.set(value.manifest, entry);
    }
  }
  if (found.size === 0) fail(`${name} exports no factory with a manifest`);
  return [...found].map(([manifest, entry]) => ({ manifest, entry }));
}

async function capabilityTable() {
  const folders = readdirSync(join(root, 'packages')).filter((name) => name.startsWith('connector-'));
  const connectors = (await Promise.all(folders.map(manifestsOf))).flat();
  connectors.sort((a, b) => a.manifest.name.localeCompare(b.manifest.name));
  const rowsOf = (names, list) =>
    names
      .filter((name) => connectors.some(({ manifest }) => manifest[list].includes(name)))
      .map((name) => [
        `\`${name}\``,
        ...connectors.map(({ manifest }) => (manifest[list].includes(name) ? 'yes' : '')),
      ]);
  const columns = connectors.map(({ entry }) => `\`${entry}\``);
  const idle = Object.keys(capabilities).filter(
    (name) => !connectors.some(({ manifest }) => manifest.capabilities.includes(name)),
  );
  const parts = [table(['capability', ...columns], rowsOf(Object.keys(capabilities), 'capabilities'))];
  const events = rowsOf(Object.keys(eventTypes), 'events');
  if (events.length > 0) parts.push(table(['event', ...columns], events));
  if (idle.length > 0) {
    parts.push(`Declared in core, kept by no connector here yet: ${idle.map((name) => `\`${name}\``).join(', ')}.`);
  }
  return parts.join('\n\n');
}

function between(path, marker, text) {
  if (!existsSync(join(root, path))) fail(`${path} is missing`);
  const [start, end] = [`<!-- ${marker}:start -->`, `<!-- ${marker}:end -->`];
  const [before, rest] = read(path).split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) fail(`${path} lacks the markers ${start} and ${end}`);
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}

/** As the formatter would write it, so that the format check and this check agree. */
const formatted = (path, text) =>
  execFileSync(join(root, 'node_modules', '.bin', 'oxfmt'), ['--stdin-filepath', path], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });

const documents = {
  'docs/errors.md': errorsPage(),
  'README.md': between('README.md', 'capabilities', await capabilityTable()),
};
const stale = Object.entries(documents).filter(([path, text]) => {
  documents[path] = formatted(path, text);
  return !existsSync(join(root, path)) || read(path) !== documents[path];
});
if (process.argv.includes('--check')) {
  if (stale.length > 0) fail(`stale: ${stale.map(([path]) => path).join(', ')}; run npm run docs:generate`);
  console.log(`${Object.keys(documents).join(' and ')} say what the code says`);
} else {
  for (const [path] of stale) writeFileSync(join(root, path), documents[path]);
  console.log(stale.length > 0 ? `wrote ${stale.map(([path]) => path).join(', ')}` : 'nothing has changed');
}
