const ISO =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?\s*$/i;

/**
 * Seconds since 1970 of an ISO 8601 date or time, in UTC where no zone is named; NaN of anything else, such as the 30th of February.
 *
 * @example
 * isoSeconds('1970-01-02'); // 86400
 * isoSeconds('1970-01-01T01:00:00+01:00'); // 0
 */
export function isoSeconds(text: string): number {
  const found = ISO.exec(text);
  if (!found) return Number.NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 24 || minute > 59 || second > 60) return Number.NaN;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return Number.NaN;
  const fraction = found[7] === undefined ? 0 : Number(`0.${found[7]}`);
  return midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second + fraction - zoneSeconds(found[8]);
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)!;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
