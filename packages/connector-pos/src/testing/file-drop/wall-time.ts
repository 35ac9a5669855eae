/** What a wall clock of a zone shows at an instant: `2026-11-27T19:04:05`. */
export function wallTimeOf(instant: string, timeZone: string): string {
  const format = formatOf(timeZone);
  const parts = Object.fromEntries(format.formatToParts(Date.parse(instant)).map((it) => [it.type, it.value]));
  const of = (name: string): string => parts[name] ?? '00';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formats.set(timeZone, format);
  }
  return format;
}
