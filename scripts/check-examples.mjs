// Type-checks every ```ts block of the guides, the READMEs and the TSDoc comments.
// A block is a module of its own; "```ts no-check" leaves one out.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'docs', '.snippets');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const sources = globSync(
  [
    '*.md',
    'docs/*.md',
    'docs/{guide,decisions,connectors}/**/*.md',
    'examples/*/README.md',
    'packages/*/README.md',
    'packages/*/src/**/*.ts',
  ],
  { cwd: root },
);
let count = 0;
const map = new Map();
for (const source of sources.toSorted()) {
  const text = readFileSync(join(root, source), 'utf8');
  const fence = /^([ \t]*(?:\* ?)?)```ts([^\n]*)\n([\s\S]*?)^[ \t]*(?:\* ?)?```/gm;
  for (const match of text.matchAll(fence)) {
    const [, prefix, info, body] = match;
    if (info.includes('no-check')) continue;
    const line = text.slice(0, match.index).split('\n').length + 1;
    const star = prefix.includes('*');
    const code = star ? body.replace(/^[ \t]*\* ?/gm, '') : body;
    const name = `${source.replaceAll(/[/.]/g, '_')}_${line}.ts`;
    map.set(name, { source, line });
    writeFileSync(join(out, name), `${code}\nexport {};\n`);
    count++;
  }
}
writeFileSync(
  join(out, 'tsconfig.json'),
  JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
    include: ['*.ts'],
  }),
);
if (count === 0) {
  console.error('no example was found in the docs; the search is broken');
  process.exit(1);
}
try {
  execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', out, '--pretty', 'false'], {
    cwd: out,
    encoding: 'utf8',
  });
} catch (error) {
  // What is not a block of ours is a source that the blocks import.
  const at = (whole, name, line) => {
    const block = map.get(name);
    return block ? `${block.source}:${block.line + Number(line) - 1}` : whole;
  };
  console.error(error.stdout.replaceAll(/^(\S+\.ts)\((\d+),\d+\)/gm, at));
  process.exit(1);
}
console.log(`${count} examples in the docs compile`);
