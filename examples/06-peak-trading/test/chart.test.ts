import { expect, test } from 'vitest';
import { liveChart } from '../src/demo/chart.ts';
import { readOptions } from '../src/demo/options.ts';
import { type Progress } from '../src/demo/story.ts';
import { svgPlot } from '../src/demo/svg-plot.ts';

const minute = 60_000;
const opens = Date.parse('2026-11-27T14:00:00Z');

function progress(at: number, note: string, sellable?: number): Progress {
  const nothing = {
    shown: 0,
    truth: 0,
    ready: 0,
    waiting: 0,
    untold: 0,
    openExceptions: 0,
    fallbacks: 0,
    kept: 0,
    placed: 0,
  };
  return {
    sample: { ...nothing, at, ...(sellable !== undefined && { sellable }) },
    sales: { placed: 0, soldOut: 0, justGone: 0, heldBack: 0, turnedAway: 0, reads: 0 },
    tickets: 0,
    note,
  };
}

function drawnOn(isTTY: boolean, ...steps: readonly Progress[]): string {
  let text = '';
  const chart = liveChart({ isTTY, write: (it: string | Uint8Array) => ((text += String(it)), true) });
  for (const it of steps) chart.show(it);
  chart.end();
  return text;
}

test('where nothing can be drawn, a line comes with every chapter and every hour', () => {
  const lines = drawnOn(
    false,
    progress(opens, '', 9),
    progress(opens + minute, '', 8),
    progress(opens + 2 * minute, 'the flash sale begins', 7),
    progress(opens + 3 * minute, 'the flash sale begins'),
    progress(opens + 62 * minute, 'the flash sale begins', 5),
  ).split('\n');
  expect(lines.map((it) => it.slice(0, 8))).toEqual(['09:00:00', '09:02:00', '10:02:00', '']);
  expect(lines[1]).toMatch(/sellable 7 .*\(the flash sale begins\)/);
});

test('on a terminal the picture is drawn over the one before, with a gap where nobody could say', () => {
  const text = drawnOn(
    true,
    progress(opens, '', 4),
    progress(opens + minute, 'away'),
    progress(opens + 2 * minute, 'back', 2),
  );
  const last = text.slice(text.lastIndexOf('\u001B[9A'));
  expect(last).toContain('back');
  expect(last).toMatch(/sellable .*█·▄ 2\n/);
});

test('a plot with nothing in it says so, and text cannot become markup', () => {
  const plot = {
    title: '<b>',
    xLabel: String,
    series: [{ name: 'a & b', colour: '#000', points: [] as { x: number; y: number }[] }],
  };
  expect(svgPlot(plot)).toContain('&lt;b&gt;');
  expect(svgPlot(plot)).toContain('nothing');
  const line = svgPlot({
    ...plot,
    series: [
      {
        ...plot.series[0],
        name: 'a & b',
        colour: '#000',
        points: [
          { x: 0, y: 1 },
          { x: 1, y: undefined },
          { x: 2, y: 3 },
        ],
      },
    ],
  });
  expect(line).toContain('a &amp; b');
  expect(line.match(/M\d/g)).toHaveLength(2);
});

test('options say what is wrong with them', () => {
  expect(readOptions([])).toMatchObject({ stores: 300, hours: 12, minutes: 1, seed: 1129, json: false });
  expect(readOptions(['--help'])).toBe('help');
  expect(() => readOptions(['--stores', '2'])).toThrow(/--stores: must be a whole number from 3 to 1000/);
  expect(() => readOptions(['--shops', '2'])).toThrow(/npm run demo:peak/);
});
