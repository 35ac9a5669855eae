import { isIntegrationError } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { openDock } from './dock.ts';
import { type Listen } from './listen.ts';
import { settingsFrom } from './settings.ts';

/**
 * Runs order-to-cash against real accounts until the process is asked to stop: settings from the environment, the
 * journal in a file, webhooks over HTTP, and the sweeps on their own beat.
 */
export async function runService(listen: Listen): Promise<void> {
  try {
    const settings = settingsFrom(process.env);
    const dock = openDock({ ...settings, journal: sqliteJournal(settings.journal) });
    dock.on('exception.opened', ({ code, reason, owner, flow = '', key = '' }) =>
      console.error(`For ${owner}: ${flow} ${key}: ${reason} (${code})`),
    );
    dock.on('journal.failed', ({ code, message }) =>
      console.error(`The journal cannot be written: ${message} (${code})`),
    );
    await dock.start();
    const server = await listen(dock, settings);
    console.log(`Webhooks: POST ${server.url}/webhooks/shop`);
    console.log(`Health:   GET  ${server.url}/health`);

    const stop = async (): Promise<void> => {
      console.log('Stopping: what is under way comes to a safe point first');
      await server.close();
      const { halted, aborted } = await dock.stop();
      console.log(`Stopped. ${halted + aborted} runs go on at the next start`);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  } catch (error) {
    // Says what to mend; anything but our own errors is a bug and shows its stack.
    console.error(isIntegrationError(error) ? `${error.message}\n(${error.code}; see docs/errors.md)` : error);
    process.exitCode = 1;
  }
}
