import type { IdIndex } from './id-index.js';

/** Ids of an index that are compared: of larger ones the forms would take long to make and much to keep. */
const MOST_COMPARED = 100_000;

/** Rows by the form of their ids, of indexes that were asked. */
const known = new WeakMap<IdIndex, ReadonlyMap<string, number>>();

/**
 * The known id from which an unknown one differs by form alone: capitals, spaces, zeros before a number (7 and '007'), or characters that look the
 * same; the first of several. O(N) time and memory when an index is asked first; of more than 100,000 ids nothing is said.
 */
export function similarId(index: IdIndex, id: string | number | bigint): string | number | undefined {
  if (index.size > MOST_COMPARED) return undefined;
  let rows = known.get(index);
  if (!rows) {
    rows = rowsByForm(index);
    known.set(index, rows);
  }
  const row = rows.get(formOf(id));
  return row === undefined ? undefined : index.idOf(row);
}

/** A sentence with the known id; undefined where there is none. */
export function similarIdHint(index: IdIndex, id: string | number | bigint): string | undefined {
  const similar = similarId(index, id);
  return similar === undefined
    ? undefined
    : `${JSON.stringify(String(id))} is unknown, but ${JSON.stringify(String(similar))} is there.`;
}

function rowsByForm(index: IdIndex): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < index.size; row++) {
    const form = formOf(index.idOf(row));
    if (!rows.has(form)) rows.set(form, row);
  }
  return rows;
}

function formOf(id: string | number | bigint): string {
  const text = String(id).normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  return /^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text;
}
