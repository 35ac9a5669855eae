import { expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

/** Notes what happens, and whether anything is written while the file is held. */
function watched() {
  const story: string[] = [];
  let held = 0;
  const write = (what: string) => void story.push(held > 0 ? `${what} while held` : what);
  const commits = new GroupCommit((inputs: readonly string[]) => {
    write(inputs.join(' '));
    return inputs.map((output) => ({ output }));
  });
  const holding = async (): Promise<void> => {
    held++;
    story.push(held > 1 ? 'held twice' : 'held');
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    held--;
  };
  return { story, commits, write, holding };
}

test('what is asked for in one turn is committed together', async () => {
  const { commits, story } = watched();
  await Promise.all(['a', 'b', 'c'].map((it) => commits.add(it)));
  expect(story).toEqual(['a b c']);
});

test('nothing is written while the file is held, whoever asked first and however the promises fall', async () => {
  for (let ticks = 0; ticks < 8; ticks++) {
    for (const holdFirst of [true, false]) {
      const { commits, story, write, holding } = watched();
      const later = async (work: () => Promise<unknown>): Promise<void> => {
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
        await work();
      };
      const hold = () => commits.hold(holding);
      const beside = () => commits.beside(() => write('beside'));
      const [first, second] = holdFirst ? [hold, beside] : [beside, hold];
      await Promise.all([first(), later(second), later(hold), commits.add('append')]);
      expect(
        story.filter((it) => /while|twice/.test(it)),
        `${ticks} ticks`,
      ).toEqual([]);
      expect(story).toEqual(expect.arrayContaining(['held', 'beside', 'append']));
    }
  }
});
