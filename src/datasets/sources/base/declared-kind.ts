import type { SourceColumnKind } from './table-source.js';

const kinds: readonly (readonly [RegExp, SourceColumnKind])[] = [
  [/^enum/i, 'text'],
  [/blob|binary|bytea|^image$/i, 'binary'],
  [/bool/i, 'boolean'],
  [/^(date|datetime|timestamp)/i, 'date'],
  [/int(?!erval)|serial|num|dec|real|floa|doub|money|^year$/i, 'number'],
  [/char|clob|text|string|uuid|json/i, 'text'],
];

/**
 * What a declared type says of values, in any dialect of SQL; undefined where it says nothing. What stands in brackets, such as the values of an
 * ENUM, is no part of the name of a type.
 */
export function declaredKind(type: string): SourceColumnKind | undefined {
  const name = type.replace(/\(.*$/s, '').trim();
  // Places, shapes and ranges are no numbers or texts, whatever their names hold.
  if (/point|linestring|polygon|geometry|range$/i.test(name)) return undefined;
  return kinds.find(([pattern]) => pattern.test(name))?.[1];
}

/** The same as a part of a column. */
export function kindOf(type: string): { readonly kind?: SourceColumnKind } {
  const kind = declaredKind(type);
  return kind ? { kind } : {};
}
