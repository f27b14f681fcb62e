/** The day of a time in seconds since 1970 (UTC): `2024-05-31`. */
export function dayText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** A time in seconds since 1970 (UTC): the day alone where it is the beginning of one. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/T00:00:00\.000Z$/, '');
}
