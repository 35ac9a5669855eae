import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const foldersIn = (group: string) => {
  const at = new URL(`${group}/`, import.meta.url);
  if (!existsSync(at)) return [];
  return readdirSync(at).map((name) => ({ name, root: `./${group}/${name}` }));
};

/** Only to end what hangs: a busy machine makes nothing fail. */
const limits = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Many suites wait for processes and disks: each core gets a worker.
    maxWorkers: '100%',
    projects: [
      ...foldersIn('packages').map((it) => ({ ...it, include: ['{src,test}/**/*.test.ts'] })),
      ...foldersIn('examples').map((it) => ({ ...it, include: ['{src,test}/**/*.test.ts'] })),
      { name: 'architecture', root: './architecture', include: ['*.test.ts'] },
      { name: 'bench', root: './bench', include: ['**/*.test.ts'] },
    ].map((project) => ({ extends: true as const, test: { ...limits, ...project } })),
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
