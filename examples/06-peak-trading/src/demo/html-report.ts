import { isClean } from './books.ts';
import { clockOf } from './chart.ts';
import { type Timetable } from './plan.ts';
import { online, soldOfflineInWords } from './report.ts';
import { type Outcome } from './story.ts';
import { escaped, type Series, svgPlot } from './svg-plot.ts';

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}td.n{text-align:right}
figure{margin:1.5rem 0}figcaption{font-weight:600}svg{width:100%;height:auto;background:#fafafa}
svg text{font:11px system-ui,sans-serif}.grid{stroke:#ddd}.mark{stroke:#b00;stroke-dasharray:3 3}.y{text-anchor:end}.x{text-anchor:middle}
.clean{color:#080}.not{color:#b00}`;

/** The day as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function htmlReport(outcome: Outcome): string {
  const { plan, audit, sales, tickets, timetable, samples, latencies, exceptions } = outcome;
  const marks = marksOf(timetable);
  const isHot = (at: number): boolean => at >= timetable.linesFail && at <= timetable.flashEnds + 300_000;
  const hot = samples.filter((it) => isHot(it.at));
  const read = (
    of: typeof samples,
    name: string,
    colour: string,
    value: (it: (typeof samples)[number]) => number | undefined,
  ): Series => ({
    name,
    colour,
    points: of.map((it) => ({ x: it.at, y: value(it) })),
  });
  const stock = (of: typeof samples): readonly Series[] => [
    read(of, 'free on shelves (truth)', '#888', (it) => it.truth),
    read(of, 'sellable', '#06c', (it) => it.sellable),
    read(of, 'shown in the shop', '#e80', (it) => it.shown),
  ];
  const xLabel = (at: number): string => clockOf(at).slice(0, 5);
  const verdict =
    isClean(audit) && outcome.journalSound ? '<b class="clean">clean</b>' : '<b class="not">not clean</b>';
  const rows: readonly (readonly [string, string | number])[] = [
    ['sold, booked, posted', `${audit.placed}, ${audit.booked}, ${audit.posted}`],
    ['oversold', audit.oversold],
    ['duplicates', audit.duplicates],
    ['lost', audit.lost],
    ['unposted', audit.open],
    ['cents adrift', audit.centsAdrift],
    ['promised and sold by a till without a line', audit.soldOffline.reduce((sum, it) => sum + it.units, 0)],
    ['web orders', sales.placed],
    ['tickets', tickets],
    ['availability reads', sales.reads.toLocaleString('en')],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Peak trading</title><style>${style}</style></head><body>
<h1>Peak trading</h1>
<p>${plan.stores} stores, ${plan.skus.toLocaleString('en')} SKUs, a flash sale on ${plan.flashSkus}; seed ${plan.seed}. The audit is ${verdict}.</p>
<table>${rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td class="n">${escaped(String(value))}</td></tr>`).join('')}</table>
${audit.findings.length === 0 ? '' : `<h2>Findings</h2><ul>${audit.findings.map((it) => `<li>${escaped(it)}</li>`).join('')}</ul>`}
<p>Dashed: ${marks.map((it) => `${xLabel(it.x)} ${escaped(it.name)}`).join('; ')}.</p>
${svgPlot({ title: 'Units of the flash sale over the day', series: stock(samples), xLabel, marks })}
${svgPlot({ title: 'The same while the sale was on', series: stock(hot), xLabel: (at) => clockOf(at), marks })}
${svgPlot({
  title: 'From the beep of a till to the number in the shop, in seconds (stores with a line)',
  series: [
    {
      name: 'one sale',
      colour: '#06c',
      as: 'dots',
      points: online(latencies).map((it) => ({ x: it.at, y: it.shownAfterMs / 1_000 })),
    },
  ],
  xLabel,
  marks,
})}
${svgPlot({
  title: 'What waits',
  series: [
    read(samples, 'orders under way', '#06c', (it) => it.ready + it.waiting),
    read(samples, 'SKUs to be told', '#e80', (it) => it.untold),
    read(samples, 'tickets kept in stores', '#888', (it) => it.kept),
  ],
  xLabel,
  marks,
})}
${svgPlot({
  title: 'Exceptions that need a person, and fall-backs in force',
  series: [
    read(samples, 'open exceptions', '#b00', (it) => it.openExceptions),
    read(samples, 'fall-backs', '#06c', (it) => it.fallbacks),
  ],
  xLabel,
  marks,
})}
<h2>Promised and sold by a till without a line</h2>
<ul>${audit.soldOffline.map((it) => `<li>${escaped(soldOfflineInWords(it))}</li>`).join('') || '<li>nothing</li>'}</ul>
<h2>Exceptions</h2>
<ul>${exceptions.map((it) => `<li>${escaped(`${it.code}: ${it.reason} (${it.state})`)}</li>`).join('') || '<li>none</li>'}</ul>
</body></html>
`;
}

function marksOf(times: Timetable): readonly { readonly x: number; readonly name: string }[] {
  return [
    { x: times.linesFail, name: 'stores lose their line' },
    { x: times.flashBegins, name: 'the sale begins' },
    { x: times.storm.from, name: 'the shop asks to slow down' },
    { x: times.crash, name: 'the process is killed' },
    { x: times.closed.from, name: 'the ERP is closed' },
    { x: times.closed.to, name: 'the ERP is back' },
    { x: times.linesBack, name: 'the lines are back' },
    { x: times.closes, name: 'the stores close' },
  ];
}
