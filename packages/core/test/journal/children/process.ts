import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Starts a child process that uses a journal, and hands out the lines it prints. */
export function startChild(script: string, ...args: readonly string[]) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** The next line it prints; nothing once it has ended. */
    next: async (): Promise<string | undefined> => {
      const line = await lines.next();
      return line.done === true ? undefined : line.value;
    },
    /** Kills it as a power cut would, and waits until it is gone. */
    kill: async (): Promise<void> => {
      const gone = exited(child);
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
