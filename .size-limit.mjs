import { builtinModules } from 'node:module';

const node = builtinModules.map((name) => `node:${name.replace('node:', '')}`);
const dependencies = ['zod', 'ky', 'p-retry', 'eventemitter3', 'ts-pattern', 'big.js', '@opentelemetry/api'];
const connectorDependencies = ['@crossdock/core', 'zod', 'jose'];

export default [
  {
    name: '@crossdock/core, without its dependencies',
    path: 'packages/core/dist/index.js',
    ignore: [...node, ...dependencies],
    limit: '68 kB',
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
    limit: '114 kB',
  },
  {
    name: '@crossdock/core/sqlite',
    path: 'packages/core/dist/sqlite.js',
    ignore: [...node, ...dependencies],
    limit: '18 kB',
  },
  ...['connector-shopify', 'connector-erp-netsuite'].map((name) => ({
    name: `@crossdock/${name}, without its dependencies`,
    path: `packages/${name}/dist/index.js`,
    ignore: [...node, ...connectorDependencies],
    limit: '30 kB',
  })),
];
