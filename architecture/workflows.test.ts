import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .toSorted()
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(`${root}/${file}`, 'utf8') }));
const release = workflows.find(({ file }) => file.endsWith('/release.yml'))?.text ?? '';

/** The text of each job of a workflow, by its name. */
function jobsOf(text: string): Map<string, string> {
  const jobs = text.slice(text.indexOf('\njobs:\n') + '\njobs:\n'.length).split(/\n(?= {2}[a-z]+:\n)/);
  return new Map(jobs.map((job) => [/^ {2}([a-z]+):/.exec(job)?.[1] ?? '', job]));
}

test('every action of another is pinned by commit, with its version beside it', () => {
  const used = workflows.flatMap(({ file, text }) =>
    [...text.matchAll(/uses: (.*)/g)].map(([, it]) => `${file} ${it}`),
  );
  expect(used.length).toBeGreaterThan(6);
  expect(used.filter((it) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(it))).toEqual([]);
});

test('no checkout leaves its credentials behind', () => {
  for (const { text } of workflows) {
    const checkouts = text.match(/actions\/checkout@/g) ?? [];
    expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
  }
});

test('a release has no permission but what a job names, and one job alone can publish', () => {
  const jobs = jobsOf(release);
  expect(release).toContain('\npermissions: {}\n');
  const permitted = [...jobs].map(([name, job]) => [name, [...job.matchAll(/([a-z-]+): write/g)].map(([, it]) => it)]);
  expect(permitted).toEqual([
    ['select', []],
    ['version', ['contents', 'pull-requests']],
    ['pack', []],
    ['publish', ['contents', 'id-token']],
  ]);
  expect(jobs.get('publish')).toContain('environment: npm');
});

test('no workflow knows a secret', () => {
  for (const { text } of workflows) expect(text).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
});

test('what is published has passed everything that a change must pass, and says where it was made', () => {
  const jobs = jobsOf(release);
  const [pack, publish] = ['pack', 'publish'].map((name) => jobs.get(name) ?? '');
  expect(pack).toMatch(/run: \.ci\/run[^]*changesets\/action\/pack@/);
  expect(publish).toContain('needs: pack');
  expect(publish).not.toContain('npm run build');
  expect(publish).toContain("pnpm_config_provenance: 'true'");
});
