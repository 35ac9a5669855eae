import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const foldersIn = (group: string) => readdirSync(new URL(`${group}/`, import.meta.url)).map((name) => ({ name, root: `./${group}/${name}` }));

export default defineConfig({
  test: {
    projects: [...foldersIn('packages'), ...foldersIn('examples'), { name: 'architecture', root: './architecture' }].map(({ name, root }) => ({
      extends: true as const,
      test: { name, root, include: ['{src,test}/**/*.test.ts', '*.test.ts'] },
    })),
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
