/** An id without what often differs between files: zeros before it, blanks, and case. */
export function looseId(id: string): string {
  return id
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^0+(?=.)/, '');
}

/** Ids by their loose form; null where several have the same, so that none of them is meant. */
export function looseIndex(ids: Iterable<string>): ReadonlyMap<string, string | null> {
  const index = new Map<string, string | null>();
  for (const id of ids) {
    const loose = looseId(id);
    index.set(loose, index.has(loose) ? null : id);
  }
  return index;
}
