import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const home = '/usr/lib/postgresql';
const port = '54329';
const seconds = 5;

/** Where Debian's packages put the programs of PostgreSQL; absent when there are none, or none of the size that is needed. */
export function findPostgres(): string | undefined {
  const [version] = existsSync(home) ? readdirSync(home).toSorted((a, b) => Number(b) - Number(a)) : [];
  const programs = version && join(home, version, 'bin');
  return programs && existsSync(join(programs, 'pgbench')) ? programs : undefined;
}

/** Starts a server with its defaults (`fsync` on) in a directory, hands it to the work, and stops it. */
export function withPostgres<T>(programs: string, directory: string, work: (run: Transactions) => T): T {
  // The server refuses to be run by root.
  const isRoot = process.getuid?.() === 0;
  const run = (program: string, ...values: string[]): string => {
    const path = join(programs, program);
    const [command, args] = isRoot
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', path, ...values]]
      : [path, values];
    return execFileSync(command, args, { encoding: 'utf8', cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  mkdirSync(directory, { recursive: true });
  if (isRoot) {
    chmodSync(dirname(directory), 0o711);
    execFileSync('chown', ['postgres', directory]);
  }
  const data = join(directory, 'data');
  run('initdb', '-D', data, '-A', 'trust', '-U', 'bench');
  run('pg_ctl', '-D', data, '-w', '-l', join(directory, 'log'), '-o', `-p ${port} -k ${directory} -h ''`, 'start');
  try {
    return work((skus, clients) => {
      run('psql', ...server(directory), '-q', '-c', setUp(skus));
      const script = join(directory, `reserve-${skus}.sql`);
      writeFileSync(script, reserve(skus));
      const values = ['-n', '-f', script, '-c', String(clients), '-j', '2', '-T', String(seconds), '-M', 'prepared'];
      const report = run('pgbench', ...server(directory).slice(0, -2), ...values, 'postgres');
      const [, rate] = /tps = ([\d.]+)/.exec(report) ?? [];
      return Number(rate);
    });
  } finally {
    run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
  }
}

/** Reservations a second over so many SKUs, by so many clients. */
export type Transactions = (skus: number, clients: number) => number;

const server = (directory: string): string[] => ['-h', directory, '-p', port, '-U', 'bench', '-d', 'postgres'];

const setUp = (skus: number): string => `
  DROP TABLE IF EXISTS stock, holds;
  CREATE TABLE stock (sku int PRIMARY KEY, free int NOT NULL);
  CREATE TABLE holds (id bigserial PRIMARY KEY, sku int NOT NULL, units int NOT NULL);
  INSERT INTO stock SELECT sku, 1000000000 FROM generate_series(1, ${skus}) sku;`;

const reserve = (skus: number): string => `\\set sku random(1, ${skus})
BEGIN;
SELECT free FROM stock WHERE sku = :sku FOR UPDATE;
UPDATE stock SET free = free - 1 WHERE sku = :sku;
INSERT INTO holds (sku, units) VALUES (:sku, 1);
COMMIT;
`;
