import { defineConnector } from '@crossdock/core';
import { Books } from './books/books.ts';
import { openBooks } from './books/schema.ts';
import { checkFolder } from './check.ts';
import { eventNames, type FileDropContext } from './context.ts';
import { Options } from './options.ts';
import { defaultLimits } from './reading/limits.ts';
import { type FileSource } from './source/file-source.ts';
import { localFolder } from './source/local-folder.ts';
import { sftpFolder } from './source/sftp-folder.ts';
import { FileSweep } from './sweep.ts';
import { workFolder } from './work-folder.ts';

/**
 * Connects tills that drop files: POSLog XML in the dialect of their software, or CSV by a declared mapping.
 *
 * @example
 * ```ts
 * import { fileDrop, posLogDialects } from '@crossdock/connector-pos/file-drop';
 *
 * const tills = fileDrop({
 *   from: '/mnt/tills',
 *   workFolder: '/var/lib/crossdock/tills',
 *   feeds: [{ files: /^sales-.*\.xml$/, dialect: posLogDialects.roqqio }],
 *   stores: { '17': { code: 'store-17', timeZone: 'Europe/Berlin', dayCut: '04:00', currency: 'EUR' } },
 * });
 * ```
 */
export const fileDrop = defineConnector({
  name: 'file-drop',
  config: Options,
  // There are no calls; the folder is looked at by one sweep.
  limits: { concurrency: 1 },
  capabilities: [],
  events: eventNames,
  connect(ports) {
    const { config, name, clock, observer } = ports;
    const source = sourceOf(config.from);
    let context: FileDropContext | undefined;
    const open = (): FileDropContext => {
      if (context) return context;
      const folder = workFolder(config.workFolder);
      context = {
        name,
        config,
        clock,
        observer,
        feeds: config.feeds,
        stores: new Map(Object.entries(config.stores)),
        limits: { ...defaultLimits, ...config.limits },
        source,
        folder,
        books: new Books(openBooks(folder.books)),
      };
      return context;
    };
    const sweep = new FileSweep(config, open);
    return {
      capabilities: {},
      events: { sweeps: { files: sweep } },
      check: (signal) => checkFolder(source, config, signal),
      async close() {
        await sweep.close();
        await source.close();
        context?.books.close();
        context = undefined;
      },
    };
  },
});

function sourceOf(from: ReturnType<typeof Options.parse>['from']): FileSource {
  if (typeof from === 'string') return localFolder(from);
  return 'list' in from ? from : sftpFolder(from);
}
