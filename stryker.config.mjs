// Mutates the decisions that money and once-only writes hang on. Run by hand with `npm run mutation`; not part of CI.
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  packageManager: 'pnpm',
  mutate: [
    'packages/core/src/primitives/*.ts',
    'packages/core/src/policies/*.ts',
    '!packages/core/src/**/*.test.ts',
    '!packages/core/src/**/index.ts',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Tests of other packages reach core through a link, which leads to the original and not into a sandbox.
  inPlace: true,
  reporters: ['clear-text', 'progress'],
  vitest: { configFile: 'vitest.config.ts', related: false },
  thresholds: { high: 90, low: 75, break: 60 },
  tempDirName: '.stryker-tmp',
};
