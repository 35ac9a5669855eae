import { builtinModules } from 'node:module';

const node = builtinModules.map((name) => `node:${name.replace('node:', '')}`);
const dependencies = ['zod', 'ky', 'p-retry', 'eventemitter3', 'ts-pattern', 'big.js', '@opentelemetry/api'];
const connectorDependencies = [
  '@crossdock/core',
  'zod',
  'jose',
  'saxes',
  'csv-parse',
  '@zip.js/zip.js',
  'ssh2-sftp-client',
];

export default [
  {
    name: '@crossdock/core, without its dependencies',
    path: 'packages/core/dist/index.js',
    ignore: [...node, ...dependencies],
    limit: '73 kB',
  },
  {
    name: '@crossdock/core { IntegrationError }',
    path: 'packages/core/dist/index.js',
    import: '{ IntegrationError }',
    ignore: [...node, ...dependencies],
    limit: '5 kB',
  },
  {
    name: '@crossdock/core, with all dependencies',
    path: 'packages/core/dist/index.js',
    ignore: node,
    limit: '116 kB',
  },
  {
    name: '@crossdock/core/sqlite',
    path: 'packages/core/dist/sqlite.js',
    ignore: [...node, ...dependencies],
    limit: '18 kB',
  },
  ...[
    ['connector-shopify', 'index', 56],
    ['connector-erp-netsuite', 'index', 38],
    ['connector-erp-d365', 'index', 42],
    ['connector-erp-d365', 'business-central/index', 30],
    ['connector-erp-d365', 'inventory-visibility/index', 14],
    ['connector-pos', 'square/index', 40],
    ['connector-pos', 'lightspeed/index', 40],
    ['connector-pos', 'file-drop/index', 40],
  ].map(([name, entry, kilobytes]) => ({
    name: `@crossdock/${name} (${entry}), without its dependencies`,
    path: `packages/${name}/dist/${entry}.js`,
    ignore: [...node, ...connectorDependencies],
    limit: `${kilobytes} kB`,
  })),
];
