const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const httpDate = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;

/** A long weekend of maintenance. Whoever says more has a wrong clock, and would keep a system closed for years without a word. */
const longestMs = 3 * 86_400_000;

/**
 * Reads a `Retry-After` header: seconds (fractions count) or an HTTP date. Returns whole milliseconds from `now`,
 * rounded up, never negative, three days at most; `undefined` for anything else.
 *
 * See https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.min(longestMs, Math.ceil(Number(text) * 1000));
  const date = httpDate.exec(text);
  if (!date) return undefined;
  const [, day, monthName = '', year, hour, minute, second] = date;
  const month = months.indexOf(monthName);
  if (month === -1) return undefined;
  const at = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  return Math.min(longestMs, Math.max(0, Math.ceil(at - now)));
}
