/** Day and time-of-week arithmetic in UTC. Pure: the moment always comes in as a number. */

/** Milliseconds of one day. */
export const DAY_MS = 86_400_000;

/** Start of a `YYYY-MM-DD` day in UTC milliseconds, or undefined when the text is not an existing day. */
export function dayStart(day: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return undefined;
  const start = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dayOf(start) === day ? start : undefined;
}

/** The UTC day (`YYYY-MM-DD`) of a moment, or an empty text when the moment is not a valid time. */
export function dayOf(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString().slice(0, 10) : '';
}

/** Minutes since midnight of an `HH:MM` text, `24:00` included; undefined when it is not a time. */
export function minuteOf(time: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$|^(24):(00)$/.exec(time);
  if (match === null) return undefined;
  return Number(match[1] ?? match[3]) * 60 + Number(match[2] ?? match[4]);
}

/** A window of the week: days count from Sunday = 0; half-open; `toMinute` not after `fromMinute` reaches into the next day. */
export interface WeeklyWindow {
  readonly utcDays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly exceptDays: readonly string[];
}

/** Whether the moment lies in the window. A moment that is not a valid time lies in none. */
export function isInside(window: WeeklyWindow, at: number): boolean {
  const minute = Math.floor((((at % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
  const wraps = window.toMinute <= window.fromMinute;
  const opensOn = (moment: number): boolean => {
    const day = new Date(moment).getUTCDay();
    return window.utcDays.includes(day) && !window.exceptDays.includes(dayOf(moment));
  };
  if (minute >= window.fromMinute && (wraps || minute < window.toMinute)) return opensOn(at);
  return wraps && minute < window.toMinute && opensOn(at - DAY_MS);
}
