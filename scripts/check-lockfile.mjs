// A lockfile written while the registry lacked a platform's binary pins "no binary" for everyone
// on that platform. Every native package must be locked for macOS and Windows as well as for Linux.
import { readFileSync } from 'node:fs';

const lock = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8');
const locked = [...lock.matchAll(/^ {2}'?(@?[^@\s']+)@([^:\s'(]+)'?:$/gm)].map(
  ([, name, version]) => `${name}@${version}`,
);
const names = new Set(locked);
// pnpm fetches its own binary, Windows uses the node it has, rollup lists lzma for Linux only.
const exempt = /^(@pnpm\/exe|node-|@napi-rs\/lzma)/;
const missing = [];
for (const id of names) {
  if (!id.includes('linux-x64') || id.includes('musl') || exempt.test(id)) continue;
  const [prefix, rest] = [id.slice(0, id.indexOf('linux-x64')), id.slice(id.lastIndexOf('@'))];
  for (const platform of ['darwin-arm64', 'win32-x64']) {
    const found = [...names].some((other) => other.startsWith(prefix + platform) && other.endsWith(rest));
    if (!found) missing.push(`${prefix}${platform}${rest}`);
  }
}
if (missing.length > 0) {
  console.error(`pnpm-lock.yaml lacks these native packages:\n  ${missing.join('\n  ')}`);
  process.exit(1);
}
// A tarball address names the registry that the lockfile was written with, which others may not reach.
if (/^\s+tarball:|\bhttps?:\/\//m.test(lock.replaceAll(/^\s+deprecated:.*(\n {6,}.*)*/gm, ''))) {
  console.error('pnpm-lock.yaml carries addresses of packages; it should carry their checksums only');
  process.exit(1);
}
console.log(`pnpm-lock.yaml: ${names.size} packages, every native one for Linux, macOS and Windows`);
