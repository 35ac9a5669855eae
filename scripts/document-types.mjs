// Puts the comments of schema fields into the built type declarations, where the compiler leaves them out: an editor then shows
// what an option or a field of a document means. A field is known by the names that stand beside it.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schemas = new Set(['object', 'strictObject', 'looseObject']);

/** The comments of every schema's fields, by the names of all fields of that schema. */
function commentsOf(files) {
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, strict: true, noEmit: true };
  const program = ts.createProgram(files, { ...options, allowImportingTsExtensions: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const found = new Map();
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [shape] = node.arguments;
      const isSchema = node.expression.expression.getText() === 'z' && schemas.has(node.expression.name.text);
      if (isSchema && shape && ts.isObjectLiteralExpression(shape)) note(shape);
    }
    ts.forEachChild(node, visit);
  };
  const note = (shape) => {
    const fields = checker.getTypeAtLocation(shape).getProperties();
    const comments = fields.flatMap(({ name, declarations = [] }) => {
      const comment = declarations[0]?.jsDoc?.at(-1)?.getText();
      return comment === undefined ? [] : [[name, comment]];
    });
    const key = keyOf(fields.map(({ name }) => name));
    // Two schemas of the same names: only what both say alike is sure.
    const before = found.get(key);
    const now = new Map(comments);
    if (before) for (const [name, comment] of before) if (now.get(name) !== comment) before.delete(name);
    if (!before) found.set(key, now);
  };
  for (const file of files) visit(program.getSourceFile(file));
  return found;
}

const keyOf = (names) => names.toSorted().join(' ');

/** The declarations with the comments above the fields that they are about. */
function documented(text, comments) {
  const source = ts.createSourceFile('it.d.ts', text, ts.ScriptTarget.ES2023, true);
  const added = [];
  const visit = (node) => {
    const [shape] =
      ts.isTypeReferenceNode(node) && /(^|\.)\$?ZodObject$/.test(node.typeName.getText())
        ? (node.typeArguments ?? [])
        : [];
    if (shape && ts.isTypeLiteralNode(shape)) {
      const fields = shape.members.filter((it) => ts.isPropertySignature(it));
      const known = comments.get(keyOf(fields.map(({ name }) => name.text)));
      for (const field of fields) {
        const comment = known?.get(field.name.text);
        if (comment !== undefined && !field.jsDoc) added.push({ at: field.getStart(), comment });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const pieces = [];
  let upTo = 0;
  for (const { at, comment } of added.toSorted((a, b) => a.at - b.at)) {
    const indent = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    const lines = comment.split('\n').map((line, index) => (index === 0 ? line : ` ${line.trim()}`));
    pieces.push(text.slice(upTo, at), lines.join(`\n${indent}`), `\n${indent}`);
    upTo = at;
  }
  return [...pieces, text.slice(upTo)].join('');
}

const sources = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
  (it) => !/\.test(-d)?\.ts$|[\\/]testing[\\/]/.test(it),
);
const comments = commentsOf(sources.map((file) => join(root, file)));
const check = process.argv.includes('--check');
let count = 0;
for (const file of globSync('packages/*/dist/**/*.d.{ts,cts}', { cwd: root })) {
  const before = readFileSync(join(root, file), 'utf8');
  const after = documented(before, comments);
  if (after === before) continue;
  if (check) throw new Error(`${file} does not say what its fields mean: run npm run build`);
  writeFileSync(join(root, file), after);
  count++;
}
if (!check) console.log(`${count} files of type declarations say what the fields of their schemas mean`);
