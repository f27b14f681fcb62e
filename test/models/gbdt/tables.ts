import { RandomStream } from '../../../src/core/index.js';
import type { TreeColumn } from '../../../src/models/gbdt/core/column.js';

export interface Table {
  readonly columns: TreeColumn[];
  readonly targets: Float64Array;
}

export function column(name: string, values: readonly number[], kind: TreeColumn['kind'] = 'number'): TreeColumn {
  return { name, kind, values: Float64Array.from(values) };
}

/** Numbers, one column of which is missing in part, categories, and targets that follow from them with some noise. */
export function plantedTable(numRows: number, seed = 1): Table {
  const random = new RandomStream(seed, 'planted');
  const values = (next: () => number) => Float64Array.from({ length: numRows }, next);
  const a = values(() => random.nextNormal());
  const b = values(() => (random.next() < 0.2 ? Number.NaN : random.nextNormal()));
  const kinds = values(() => random.nextInt(12));
  const noise = values(() => random.nextNormal());
  const targets = a.map((x, i) => {
    const known = Number.isNaN(b[i]!) ? 1 : Math.sin(2 * b[i]!);
    return 2 * x + known + (kinds[i]! % 3 === 1 ? 2 : 0) + noise[i]! / 5;
  });
  const columns: TreeColumn[] = [
    { name: 'a', kind: 'number', values: a },
    { name: 'b', kind: 'number', values: Float32Array.from(b) },
    { name: 'kind', kind: 'category', values: kinds },
    { name: 'noise', kind: 'number', values: values(() => random.next()) },
  ];
  return { columns, targets };
}

/** The same rows in another order. */
export function reordered({ columns, targets }: Table, order: Int32Array): Table {
  const pick = (values: Float64Array | Float32Array) => Float64Array.from(order, (row) => values[row]!);
  return { columns: columns.map((each) => ({ ...each, values: pick(each.values) })), targets: pick(targets) };
}

export function meanAbsolute(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
