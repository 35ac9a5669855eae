import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/business-central/index.ts', 'src/inventory-visibility/index.ts', 'src/testing/index.ts'],
});
