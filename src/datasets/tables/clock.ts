const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?Z?$/;

/** Seconds since midnight of a time of day such as `14:30` or `14:30:05`; NaN where it is none. */
export function clockSeconds(text: string): number {
  const found = CLOCK.exec(text);
  if (!found) return Number.NaN;
  const [hours, minutes, seconds] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  return hours < 24 && minutes < 60 && seconds < 60 ? 3600 * hours + 60 * minutes + seconds : Number.NaN;
}

/** Whether a text is a time of day with two digits for the hour, as clocks write it and durations seldom do. */
export function isClock(text: string): boolean {
  return /^\d\d:/.test(text) && !Number.isNaN(clockSeconds(text));
}
