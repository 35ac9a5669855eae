/** Days of the week, as local calendars name them. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export type Weekday = (typeof weekdays)[number];

/** A time at which a system is known to be away, by the clock on its wall. */
export interface MaintenanceWindow {
  /** Days on which the window begins. Absent: every day. */
  readonly days?: readonly Weekday[];
  /** Local time of day, `22:00`. */
  readonly from: string;
  /** Local time of day, `02:00`. Not later than `from` means: the next day. */
  readonly to: string;
  /** IANA zone, `America/Los_Angeles`. */
  readonly timeZone: string;
  /** In words, for whoever looks at a waiting run. */
  readonly reason?: string;
}
