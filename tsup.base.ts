import type { Options } from 'tsup';

/** Build settings that every package shares. */
export const base: Options = {
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node22',
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
  splitting: true,
  // 'node:sqlite' has no other name.
  removeNodeProtocol: false,
};
