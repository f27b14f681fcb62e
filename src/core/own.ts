/**
 * A record's own value: names come from people's data, and `constructor` or `__proto__` must not find what every object has.
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
