import { IntegrationError } from './errors.ts';

/** Whose day it is. */
export interface BusinessDayOptions {
  /** IANA zone of the store: `Pacific/Honolulu`. */
  readonly timeZone: string;
  /**
   * Local time at which the business day begins: sales before it belong to the day before.
   *
   * @default '00:00'
   */
  readonly dayCut?: string;
}

/**
 * The business date of an instant: the calendar day at the store, cut where the store cuts its day. A sale at 20:00 in
 * UTC−10 belongs to that day, whatever day it is in UTC.
 *
 * @param instant - ISO instant with offset
 * @returns `2026-11-27`
 * @throws IntegrationError `input-invalid` for an unknown zone, or a text that is no instant or no time.
 */
export function businessDateOf(instant: string, { timeZone, dayCut = '00:00' }: BusinessDayOptions): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) throw invalid('instant', 'an ISO instant with an offset');
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(dayCut) ?? [];
  if (hours === undefined || minutes === undefined) throw invalid('dayCut', "a time like '04:00'");
  const local = localParts(at, timeZone);
  const beforeCut = local.minuteOfDay < Number(hours) * 60 + Number(minutes);
  // Days are counted on the calendar, not in hours, so days of 23 and 25 hours are days.
  const day = new Date(Date.UTC(local.year, local.month - 1, local.day - (beforeCut ? 1 : 0)));
  return day.toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(at: number, timeZone: string) {
  const parts = Object.fromEntries(formatOf(timeZone).formatToParts(at).map((it) => [it.type, Number(it.value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, minuteOfDay: hour * 60 + minute };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
    return format;
  } catch {
    throw invalid('timeZone', 'an IANA time zone');
  }
}

function invalid(path: string, expected: string): IntegrationError {
  return new IntegrationError(`${path} must be ${expected}`, { code: 'input-invalid', path });
}
