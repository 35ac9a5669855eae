/** One line of a plot, or one cloud of points. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  /** A gap where there is no value. */
  readonly points: readonly { readonly x: number; readonly y: number | undefined }[];
  readonly as?: 'line' | 'dots';
}

export interface Plot {
  readonly title: string;
  readonly series: readonly Series[];
  readonly xLabel: (x: number) => string;
  readonly yLabel?: (y: number) => string;
  /** Where something happened. */
  readonly marks?: readonly { readonly x: number; readonly name: string }[];
}

const size = { width: 960, height: 260, left: 64, right: 12, top: 30, bottom: 34 };

/** A plot as an SVG element that needs nothing else. */
export function svgPlot({
  title,
  series,
  xLabel,
  yLabel = (y) => Math.round(y).toLocaleString('en'),
  marks = [],
}: Plot): string {
  const points = series.flatMap((it) => it.points);
  const xs = points.map((it) => it.x);
  if (xs.length === 0) return `<figure><figcaption>${escaped(title)}</figcaption><p>nothing</p></figure>`;
  const [from, to] = [least(xs), most(xs)];
  const top = Math.max(1, most(points.map((it) => it.y ?? 0)));
  const x = (value: number): number =>
    size.left + ((value - from) / Math.max(1, to - from)) * (size.width - size.left - size.right);
  const y = (value: number): number =>
    size.height - size.bottom - (value / top) * (size.height - size.top - size.bottom);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(top * share).toFixed(1);
    return `<line x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}" class="grid"/><text x="${size.left - 6}" y="${at}" class="y">${escaped(yLabel(top * share))}</text>`;
  });
  const ticks = Array.from({ length: 7 }, (_, index) => from + ((to - from) * index) / 6).map(
    (at) => `<text x="${x(at).toFixed(1)}" y="${size.height - 12}" class="x">${escaped(xLabel(at))}</text>`,
  );
  const marked = marks
    .filter((it) => it.x >= from && it.x <= to)
    .map(
      (it) =>
        `<line x1="${x(it.x).toFixed(1)}" x2="${x(it.x).toFixed(1)}" y1="${size.top}" y2="${size.height - size.bottom}" class="mark"><title>${escaped(it.name)}</title></line>`,
    );
  const legend = series.map(
    (it, index) =>
      `<tspan ${index === 0 ? `x="${size.left}"` : 'dx="14"'} fill="${it.colour}">■ ${escaped(it.name)}</tspan>`,
  );
  const drawn = series.map((it) => (it.as === 'dots' ? dots(it, x, y) : line(it, x, y)));
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">${[...grid, ...ticks, ...marked, ...drawn].join('')}<text y="16">${legend.join('')}</text></svg></figure>`;
}

type Scale = (value: number) => number;

function line({ points, colour }: Series, x: Scale, y: Scale): string {
  let isDrawing = false;
  const steps = points.map((it) => {
    if (it.y === undefined) {
      isDrawing = false;
      return '';
    }
    const step = `${isDrawing ? 'L' : 'M'}${x(it.x).toFixed(1)} ${y(it.y).toFixed(1)}`;
    isDrawing = true;
    return step;
  });
  return `<path d="${steps.join('')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

function dots({ points, colour }: Series, x: Scale, y: Scale): string {
  return points
    .map((it) => `<circle cx="${x(it.x).toFixed(1)}" cy="${y(it.y ?? 0).toFixed(1)}" r="1.4" fill="${colour}"/>`)
    .join('');
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Text that stands in a page as it is. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
