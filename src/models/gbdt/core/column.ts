/** One column of what trees learn from. */
export interface TreeColumn {
  readonly name: string;
  /** Numbers are split at thresholds, categories into sets. */
  readonly kind: 'number' | 'category';
  /** [rows]; NaN: missing. Categories are whole numbers from 0. */
  readonly values: Float64Array | Float32Array;
}

/** Some rows of columns, copied. */
export function columnsOfRows(columns: readonly TreeColumn[], rows: Int32Array): TreeColumn[] {
  return columns.map(({ name, kind, values }) => {
    const some = values instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]!]!;
    return { name, kind, values: some };
  });
}

/** Some rows of numbers, copied. */
export function numbersOfRows(values: Float64Array, rows: Int32Array): Float64Array {
  const some = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]!]!;
  return some;
}
