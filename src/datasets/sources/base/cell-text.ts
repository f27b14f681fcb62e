/**
 * A cell of a source as the text that a file would hold: numbers as JavaScript writes them, big ones exactly, dates as `2024-05-31` or
 * `2024-05-31 14:30:00`, objects and arrays as JSON; undefined where it has no value, or bytes.
 */
export function cellText(cell: unknown): string | undefined {
  switch (typeof cell) {
    case 'string':
      return cell;
    case 'number':
      return Number.isNaN(cell) ? undefined : String(cell);
    case 'bigint':
    case 'boolean':
      return String(cell);
    case 'object':
      if (cell === null || cell instanceof Uint8Array) return undefined;
      return cell instanceof Date ? dateText(cell) : JSON.stringify(cell, plain);
    default:
      return undefined;
  }
}

/** Whether a cell holds bytes, which are no value of any kind. */
export function isBinary(cell: unknown): boolean {
  return cell instanceof Uint8Array;
}

/** A time in UTC, without a time of day where that is midnight; undefined where it is none. */
export function dateText(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, time] = date.toISOString().slice(0, -1).split('T') as [string, string];
  return time === '00:00:00.000' ? day : `${day} ${time.replace(/\.000$/, '')}`;
}

/** A decimal number without zeros that say nothing: `1.5` of `1.50`. */
export function decimalText(text: string): string {
  return /^[-+]?\d+\.\d*$/.test(text) ? text.replace(/\.?0*$/, '') : text;
}

/** The shortest text of a number of 32 bits: `0.1`, not `0.10000000149011612`. */
export function float32Text(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? null : value;
}
