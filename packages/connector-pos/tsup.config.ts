import { defineConfig } from 'tsup';
import { base } from '../../tsup.base.ts';

export default defineConfig({
  ...base,
  entry: ['src/square/index.ts', 'src/lightspeed/index.ts', 'src/file-drop/index.ts', 'src/testing/index.ts'],
});
