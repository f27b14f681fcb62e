/** Entries of the largest tables of terms that are made: 64 MiB. */
const MOST_ENTRIES = 1 << 24;

/** Which columns have their terms in tables. */
export interface TableSizes {
  /** Columns by their number of values, the fewest first; of equal ones the first. */
  readonly order: Int32Array;
  /** So many of them, from the first, have tables. */
  readonly numTabled: number;
  readonly numEntries: number;
}

/**
 * The terms of pairs of columns in one array: of each value of a column those with all values of the columns before it in the order, one after the other. An
 * event reads from as many stretches as it has columns, of at most all values, which stay in the cache where the values are few.
 */
export interface TermTables {
  readonly numColumns: number;
  /** By column of the order, the number of its first value among the values in the tables. */
  readonly firsts: Int32Array;
  /** By value, where its stretch begins. */
  readonly bases: Int32Array;
  readonly terms: Float32Array;
}

/** @param starts by column, the first row of its values */
export function tableSizes(starts: Int32Array): TableSizes {
  const sizeOf = (column: number) => starts[column + 1]! - starts[column]!;
  const order = Int32Array.from({ length: starts.length - 1 }, (_, column) => column);
  order.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);
  let [numTabled, numValues, numEntries] = [0, 0, 0];
  for (const column of order) {
    const entries = numEntries + sizeOf(column) * numValues;
    if (entries > MOST_ENTRIES) break;
    numEntries = entries;
    numValues += sizeOf(column);
    numTabled++;
  }
  return { order, numTabled, numEntries };
}

/** @param term of the rows a and b of the places p and q of the order */
export function termTables(
  { order, numTabled, numEntries }: TableSizes,
  starts: Int32Array,
  term: (p: number, q: number, a: number, b: number) => number,
): TermTables {
  const sizeOf = (place: number) => starts[order[place]! + 1]! - starts[order[place]!]!;
  const firsts = new Int32Array(numTabled + 1);
  for (let place = 0; place < numTabled; place++) firsts[place + 1] = firsts[place]! + sizeOf(place);
  const terms = new Float32Array(numEntries);
  const bases = new Int32Array(firsts[numTabled]!);
  let at = 0;
  for (let p = 0; p < numTabled; p++) {
    for (let a = 0; a < sizeOf(p); a++) {
      bases[firsts[p]! + a] = at;
      for (let q = 0; q < p; q++) {
        for (let b = 0; b < sizeOf(q); b++) terms[at++] = term(p, q, starts[order[p]!]! + a, starts[order[q]!]! + b);
      }
    }
  }
  return { numColumns: numTabled, firsts, bases, terms };
}

/** `sum`, and the terms of all pairs in the tables of one event, whose codes by column begin at `from`. */
export function addTerms(
  { numColumns, firsts, bases, terms }: TermTables,
  order: Int32Array,
  codes: Int32Array,
  from: number,
  values: Int32Array,
  sum: number,
): number {
  for (let p = 0; p < numColumns; p++) {
    const value = firsts[p]! + codes[from + order[p]!]!;
    const base = bases[value]!;
    values[p] = value;
    for (let q = 0; q < p; q++) sum += terms[base + values[q]!]!;
  }
  return sum;
}
