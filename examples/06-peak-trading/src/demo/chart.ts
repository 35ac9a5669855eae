import { type Progress } from './story.ts';

/** Shows how the day goes. */
export interface LiveChart {
  show(progress: Progress): void;
  end(): void;
}

const bars = ' ▁▂▃▄▅▆▇█';
const width = 48;
/** How often a line is printed where nothing can be drawn, in milliseconds of the story. */
const lineEveryMs = 60 * 60_000;

/** Draws what may be sold, what waits and what needs a person on a terminal; prints a line now and then elsewhere. */
export function liveChart(out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): LiveChart {
  const history: Progress['sample'][] = [];
  let drawn = 0;
  let lastNote = '';
  let lastLineAt = 0;
  return {
    show(progress) {
      const { sample, note } = progress;
      history.push(sample);
      if (out.isTTY) {
        const lines = picture(progress, history);
        out.write(`${drawn > 0 ? `\u001B[${drawn}A` : ''}${lines.map((it) => `\u001B[2K${it}\n`).join('')}`);
        drawn = lines.length;
      } else if (note !== lastNote || sample.at - lastLineAt >= lineEveryMs) {
        out.write(`${inOneLine(progress)}\n`);
        lastLineAt = sample.at;
      }
      lastNote = note;
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}

function picture({ sample, sales, tickets, note }: Progress, history: readonly Progress['sample'][]): string[] {
  const line = (name: string, values: readonly (number | undefined)[], now: number | undefined): string =>
    `${name.padEnd(22)} ${sparkline(values)} ${now ?? 'away'}`;
  const recent = history.slice(-width);
  return [
    `${clockOf(sample.at)}  ${note}`,
    line(
      'flash sale: sellable',
      recent.map((it) => it.sellable),
      sample.sellable,
    ),
    line(
      '  shown in the shop',
      recent.map((it) => it.shown),
      sample.shown,
    ),
    line(
      '  free on shelves',
      recent.map((it) => it.truth),
      sample.truth,
    ),
    line(
      'SKUs to be told',
      recent.map((it) => it.untold),
      sample.untold,
    ),
    line(
      'orders under way',
      recent.map((it) => it.ready + it.waiting),
      sample.ready + sample.waiting,
    ),
    line(
      'kept in stores',
      recent.map((it) => it.kept),
      sample.kept,
    ),
    line(
      'exceptions',
      recent.map((it) => it.openExceptions),
      sample.openExceptions,
    ),
    `web orders ${sales.placed}   sold out ${sales.soldOut + sales.justGone}   tickets ${tickets}   reads ${sales.reads.toLocaleString('en')}`,
  ];
}

function inOneLine({ sample, sales, tickets, note }: Progress): string {
  return `${clockOf(sample.at)}  web orders ${sales.placed}  tickets ${tickets}  sellable ${sample.sellable ?? 'away'}  under way ${sample.ready + sample.waiting}  exceptions ${sample.openExceptions}${note === '' ? '' : `  (${note})`}`;
}

/** Values as bars from nothing to the largest; a gap where there is none. */
function sparkline(values: readonly (number | undefined)[]): string {
  const most = Math.max(1, ...values.map((it) => it ?? 0));
  const drawn = values.map((it) =>
    it === undefined ? '·' : (bars[Math.ceil((it / most) * (bars.length - 1))] ?? ' '),
  );
  return drawn.join('').padStart(width);
}

/** The hour in New York. */
export function clockOf(at: number): string {
  return hours.format(at);
}

const hours = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
