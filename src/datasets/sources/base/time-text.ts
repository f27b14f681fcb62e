const DAY = 86_400n;

/**
 * A time since 1970 in UTC as text, exactly: `2024-05-31`, `2024-05-31 14:30:00.000001`.
 *
 * @param perSecond units of a second, such as 1,000,000 for microseconds
 */
export function timeText(since: bigint, perSecond: bigint): string {
  const fraction = ((since % perSecond) + perSecond) % perSecond;
  const seconds = (since - fraction) / perSecond;
  const inDay = ((seconds % DAY) + DAY) % DAY;
  const day = new Date(Number(seconds - inDay) * 1000);
  // Years that a date cannot have are left as what they count.
  if (Number.isNaN(day.getTime())) return String(since);
  const date = day.toISOString().slice(0, -14);
  return inDay === 0n && fraction === 0n ? date : `${date} ${clockText(inDay * perSecond + fraction, perSecond)}`;
}

/** A time of day as text: `14:30:00`. */
export function clockText(since: bigint, perSecond: bigint): string {
  const seconds = Number(since / perSecond);
  const fraction = since % perSecond;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = String(perSecond).length - 1;
  const rest = fraction === 0n ? '' : `.${String(fraction).padStart(digits, '0').replace(/0+$/, '')}`;
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${rest}`;
}
