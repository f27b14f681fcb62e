import type { SourceColumnKind } from './table-source.js';

const kinds: readonly (readonly [RegExp, SourceColumnKind])[] = [
  [/blob|binary|bytea|^image$/i, 'binary'],
  [/bool/i, 'boolean'],
  [/^(date|datetime|timestamp)/i, 'date'],
  [/int(?!erval)|serial|num|dec|real|floa|doub|money|^year$/i, 'number'],
  [/char|clob|text|string|uuid|enum|json/i, 'text'],
];

/** What a declared type says of values, in any dialect of SQL; undefined where it says nothing. */
export function declaredKind(type: string): SourceColumnKind | undefined {
  return kinds.find(([pattern]) => pattern.test(type))?.[1];
}

/** The same as a part of a column. */
export function kindOf(type: string): { readonly kind?: SourceColumnKind } {
  const kind = declaredKind(type);
  return kind ? { kind } : {};
}
