import { IntegrationError } from '../primitives/index.ts';
import { weekdays, type MaintenanceWindow, type Weekday } from '../capabilities/index.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** A declared window, ready to be asked. */
export interface CompiledWindow {
  /** Milliseconds until the window that `now` lies in ends; `undefined` outside of it. */
  remainingMs(now: number): number | undefined;
  readonly reason: string;
}

/** Checks a window once. Throws `config-invalid` for a time of day or a zone that does not exist. */
export function compileWindow(window: MaintenanceWindow): CompiledWindow {
  const from = minuteOfDay(window.from);
  const to = minuteOfDay(window.to);
  const lengthMinutes = to > from ? to - from : to + dayMinutes - from;
  const days = new Set<Weekday>(window.days ?? weekdays);
  const local = localTime(window.timeZone);
  return {
    reason: window.reason ?? `Maintenance ${window.from}–${window.to} ${window.timeZone}`,
    remainingMs(now) {
      const { weekday, minute } = local(now);
      const sinceStart = (minute - from + dayMinutes) % dayMinutes;
      if (sinceStart >= lengthMinutes) return undefined;
      const startedYesterday = minute < from;
      if (!days.has(startedYesterday ? dayBefore(weekday) : weekday)) return undefined;
      return endOf(now, lengthMinutes - sinceStart, to, local) - now;
    },
  };
}

/** The instant at which the wall clock shows the end. Where the clocks change inside the window, the first guess is off by that hour. */
function endOf(now: number, minutesLeft: number, to: number, local: LocalTime): number {
  const startOfMinute = now - (((now % minuteMs) + minuteMs) % minuteMs);
  const guess = startOfMinute + minutesLeft * minuteMs;
  const offBy = ((local(guess).minute - to + dayMinutes * 1.5) % dayMinutes) - dayMinutes / 2;
  return Math.max(now + 1, guess - offBy * minuteMs);
}

type LocalTime = (instant: number) => { readonly weekday: Weekday; readonly minute: number };

function localTime(timeZone: string): LocalTime {
  const format = zoneFormat(timeZone);
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const weekday = weekdays.find((day) => day === parts.get('weekday')?.toLowerCase()) ?? 'sunday';
    return { weekday, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
  };
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    throw new IntegrationError(`'${timeZone}' is no time zone`, { code: 'config-invalid', path: 'timeZone' });
  }
}

function minuteOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) throw new IntegrationError(`'${text}' is no time of day like 22:00`, { code: 'config-invalid' });
  return Number(match[1]) * 60 + Number(match[2]);
}

const dayBefore = (day: Weekday): Weekday => weekdays[(weekdays.indexOf(day) + 6) % 7] ?? 'sunday';
