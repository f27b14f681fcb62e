/**
 * The value that a record itself has under a name. Names come from user data: `constructor` must not find what every object inherits.
 */
export function ownProperty<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
