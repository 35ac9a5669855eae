import { createHash } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { IntegrationError, type Secret } from '@crossdock/core';
import { type default as SftpClient } from 'ssh2-sftp-client';
import { type FileSource } from './file-source.ts';
import { syncFile } from './local-folder.ts';

/** An SFTP account that tills drop their files at. */
export interface SftpAccount {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly privateKey?: Secret | undefined;
  /** The server's key, as `ssh-keygen -lf` prints it: `SHA256:…`. A server with another one is not spoken to. */
  readonly hostKey: string;
  readonly folder: string;
  /** A folder of the server to which files are moved once they are here. Without one they are deleted there. */
  readonly takenFolder?: string | undefined;
  readonly timeoutMs: number;
}

/** The part of an SFTP client that is used, so that a test can stand in for the server. */
export type SftpSession = Pick<
  SftpClient,
  'connect' | 'list' | 'fastGet' | 'exists' | 'rename' | 'delete' | 'mkdir' | 'stat' | 'end' | 'on'
>;

/** Files of an SFTP server. One connection, one thing at a time; a connection that broke is opened again at the next look. */
export function sftpFolder(
  account: SftpAccount,
  open: () => SftpSession | Promise<SftpSession> = newClient,
): FileSource {
  let session: SftpSession | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const connected = async (): Promise<SftpSession> => {
    if (session) return session;
    const opened = await open();
    // The client throws what happens between calls into the process unless somebody listens.
    for (const event of ['error', 'end', 'close'])
      opened.on(event, () => (session = session === opened ? undefined : session));
    let seen = '';
    try {
      await opened.connect({
        host: account.host,
        port: account.port,
        username: account.username,
        ...(account.password && { password: account.password.reveal() }),
        ...(account.privateKey && { privateKey: account.privateKey.reveal() }),
        readyTimeout: account.timeoutMs,
        retries: 0,
        hostVerifier: (key: Buffer) => (seen = fingerprintOf(key)) === account.hostKey,
      });
    } catch (cause) {
      await opened.end().catch(() => false);
      if (seen !== '' && seen !== account.hostKey) {
        throw new IntegrationError(
          `The server ${account.host} shows another key than the one that is agreed (${seen})`,
          { code: 'unauthorized', cause },
        );
      }
      throw failureOf(cause, account);
    }
    session = opened;
    return opened;
  };

  /** Calls wait for each other: the protocol allows more, servers often do not. */
  const alone = <T>(signal: AbortSignal, work: (session: SftpSession) => Promise<T>): Promise<T> => {
    const run = last.then(async () => {
      signal.throwIfAborted();
      const current = await connected();
      try {
        return await work(current);
      } catch (error) {
        session = undefined;
        await current.end().catch(() => false);
        throw failureOf(error, account);
      }
    });
    last = run.catch(() => undefined);
    return run;
  };

  const pathOf = (name: string): string => posix.join(account.folder, safe(name));

  return {
    address: `sftp://${account.host}:${account.port}${account.folder}`,
    list: (signal) =>
      alone(signal, async (sftp) => {
        const entries = await sftp.list(account.folder);
        return entries
          .filter((it) => it.type === '-')
          .map(({ name, size, modifyTime }) => ({ name, bytes: size, modifiedAt: modifyTime }));
      }),
    take: ({ name }, to, signal) =>
      alone(signal, async (sftp) => {
        const part = `${to}.part`;
        await sftp.fastGet(pathOf(name), part, { concurrency: 1 });
        const [here, there] = [await stat(part), await sftp.stat(pathOf(name))];
        if (here.size !== there.size) {
          await rm(part, { force: true });
          throw new IntegrationError('A file grew or shrank while it was fetched; it is tried again', {
            code: 'connection-lost',
            disposition: 'retry',
          });
        }
        await syncFile(part);
        await rename(part, to);
        await putAway(sftp, pathOf(name), name, account);
      }),
    remove: (name, signal) => alone(signal, async (sftp) => void (await sftp.delete(pathOf(name), true))),
    close: async () => {
      const open_ = session;
      session = undefined;
      await last;
      await open_?.end();
    },
  };
}

/** Loaded only where there is an SFTP account: it is large. */
async function newClient(): Promise<SftpSession> {
  const { default: Client } = await import('ssh2-sftp-client');
  return new Client('crossdock');
}

/** Renaming over SFTP may overwrite, so a name that is taken gets a number. */
async function putAway(sftp: SftpSession, path: string, name: string, { takenFolder }: SftpAccount): Promise<void> {
  if (takenFolder === undefined) return void (await sftp.delete(path));
  if ((await sftp.exists(takenFolder)) === false) await sftp.mkdir(takenFolder, true);
  for (let count = 0; ; count += 1) {
    const target = posix.join(takenFolder, count === 0 ? name : `${name}.${count}`);
    if ((await sftp.exists(target)) !== false) continue;
    await sftp.rename(path, target);
    return;
  }
}

/** A name that a server lists is no path. */
function safe(name: string): string {
  if (!/[/\\\0]/.test(name) && name !== '.' && name !== '..') return name;
  throw new IntegrationError('The server lists a file whose name is a path', { code: 'response-invalid' });
}

function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function failureOf(cause: unknown, { host }: SftpAccount): IntegrationError {
  if (cause instanceof IntegrationError) return cause;
  const text = cause instanceof Error ? cause.message : '';
  if (/authentication/i.test(text))
    return new IntegrationError(`The server ${host} does not let us in`, { code: 'unauthorized', cause });
  if (/permission denied/i.test(text))
    return new IntegrationError(`The server ${host} does not allow it`, { code: 'forbidden', cause });
  return new IntegrationError(`The server ${host} cannot be reached or broke off`, {
    code: 'system-unavailable',
    cause,
  });
}
