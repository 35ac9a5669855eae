import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@crossdock/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SftpAccount, sftpFolder, type SftpSession } from '../../src/file-drop/source/sftp-folder.ts';

const key = Buffer.from('the key of the server');
const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
const account: SftpAccount = {
  host: 'tills.example',
  port: 22,
  username: 'crossdock',
  password: new Secret('s3cret'),
  hostKey: fingerprint,
  folder: '/drop',
  takenFolder: '/drop/taken',
  timeoutMs: 1_000,
};
const { signal } = new AbortController();

interface Server {
  readonly files: Map<string, string>;
  readonly calls: string[];
  connections: number;
  busy: number;
  mostBusy: number;
  shownKey: Buffer;
  breakOnce?: Error | undefined;
}

/** What stands in for an SFTP server: files by path, and what it was asked for. */
function server(): Server & { open(): SftpSession } {
  const state: Server = { files: new Map(), calls: [], connections: 0, busy: 0, mostBusy: 0, shownKey: key };
  const at = async <T>(call: string, work: () => T): Promise<T> => {
    state.calls.push(call);
    state.mostBusy = Math.max(state.mostBusy, ++state.busy);
    await Promise.resolve();
    state.busy -= 1;
    const failure = state.breakOnce;
    state.breakOnce = undefined;
    if (failure) throw failure;
    return work();
  };
  const session = {
    async connect(options: { hostVerifier(shown: Buffer): boolean; password?: string }) {
      state.connections += 1;
      if (!options.hostVerifier(state.shownKey)) throw new Error('Host denied (verification failed)');
      if (options.password !== 's3cret') throw new Error('All configured authentication methods failed');
      await Promise.resolve();
    },
    list: (folder: string) =>
      at(`list ${folder}`, () => [
        ...[...state.files]
          .filter(([path]) => path.lastIndexOf('/') === folder.length)
          .map(([path, text]) => ({
            type: '-',
            name: path.slice(folder.length + 1),
            size: text.length,
            modifyTime: 7,
          })),
        { type: 'd', name: 'taken', size: 0, modifyTime: 7 },
      ]),
    fastGet: (path: string, to: string) =>
      at(`get ${path}`, () => (writeFileSync(to, state.files.get(path) ?? ''), to)),
    stat: (path: string) => at(`stat ${path}`, () => ({ size: state.files.get(path)?.length ?? -1 })),
    exists: (path: string) =>
      at(`exists ${path}`, () => (path === '/drop/taken' ? 'd' : state.files.has(path) ? '-' : false)),
    rename: (from: string, to: string) =>
      at(
        `rename ${from} ${to}`,
        () => (state.files.set(to, state.files.get(from) ?? ''), state.files.delete(from), ''),
      ),
    delete: (path: string) => at(`delete ${path}`, () => (state.files.delete(path), '')),
    mkdir: (path: string) => at(`mkdir ${path}`, () => path),
    end: () => Promise.resolve(true),
    on: () => undefined,
  };
  return Object.assign(state, { open: () => session as unknown as SftpSession });
}

function local(): string {
  const folder = mkdtempSync(join(tmpdir(), `crossdock-sftp-${randomBytes(2).toString('hex')}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'a.xml');
}

describe('an SFTP folder', () => {
  it('lists files, brings one over whole, and puts it away on the server without writing over another', async () => {
    const it = server();
    it.files.set('/drop/a.xml', '<POSLog/>').set('/drop/taken/a.xml', 'old');
    const folder = sftpFolder(account, it.open);
    const [file] = await folder.list(signal);
    expect(file).toEqual({ name: 'a.xml', bytes: 9, modifiedAt: 7 });
    const to = local();
    await folder.take({ name: 'a.xml', bytes: 9, modifiedAt: 7 }, to, signal);
    expect(readFileSync(to, 'utf8')).toBe('<POSLog/>');
    expect([...it.files.keys()]).toEqual(['/drop/taken/a.xml', '/drop/taken/a.xml.1']);
  });

  it('does not speak to a server that shows another key', async () => {
    const it = server();
    it.shownKey = Buffer.from('somebody else');
    await expect(sftpFolder(account, it.open).list(signal)).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('another key') as string,
    });
    expect(it.calls).toEqual([]);
  });

  it('says that it is not let in without its password in any message', async () => {
    const it = server();
    const folder = sftpFolder({ ...account, password: new Secret('wrong-word') }, it.open);
    const failure: unknown = await folder.list(signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify(failure)).not.toContain('wrong-word');
  });

  it('does one thing at a time over one connection', async () => {
    const it = server();
    const folder = sftpFolder(account, it.open);
    await Promise.all([folder.list(signal), folder.list(signal), folder.remove('x', signal)]);
    expect([it.mostBusy, it.connections]).toEqual([1, 1]);
  });

  it('connects again after the connection broke', async () => {
    const it = server();
    const folder = sftpFolder(account, it.open);
    await folder.list(signal);
    it.breakOnce = new Error('No response from server');
    await expect(folder.list(signal)).rejects.toMatchObject({ code: 'system-unavailable', disposition: 'retry' });
    await folder.list(signal);
    expect(it.connections).toBe(2);
  });

  it('does not take a file that changes its size while it is fetched', async () => {
    const it = server();
    it.files.set('/drop/a.xml', '<POSLog>');
    const grows = { ...it.open(), stat: () => Promise.resolve({ size: 20 }) } as unknown as SftpSession;
    await expect(
      sftpFolder(account, () => grows).take({ name: 'a.xml', bytes: 8, modifiedAt: 7 }, local(), signal),
    ).rejects.toMatchObject({ disposition: 'retry' });
    expect([...it.files.keys()]).toEqual(['/drop/a.xml']);
  });

  it.each(['../a.xml', 'a/b.xml', '..', 'a\0b'])('does not take %j for a name', async (name) => {
    const it = server();
    await expect(
      sftpFolder(account, it.open).take({ name, bytes: 1, modifiedAt: 7 }, local(), signal),
    ).rejects.toMatchObject({ code: 'response-invalid' });
  });
});
