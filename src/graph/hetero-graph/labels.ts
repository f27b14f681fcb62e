import type { Data } from 'apache-arrow';
import { booleans, denseMatrix, numbers, validity } from '../columns/read.js';
import type { ColumnSchema } from '../schema/schema.js';

/** Labels of a node type. */
export type Labels = SingleLabels | MultiLabels;

/** One class a node. */
export interface SingleLabels {
  readonly kind: 'single';
  /** [N], class id or -1 where unlabelled. */
  readonly values: Int32Array;
  /** Names by class id; the ids themselves where the schema names none. */
  readonly classes: readonly string[];
  readonly numClasses: number;
}

/** Any number of classes a node. */
export interface MultiLabels {
  readonly kind: 'multi';
  /** [N, C], 0/1, row-major. */
  readonly values: Uint8Array;
  /** [N], 1 where the row is labelled. */
  readonly labelled: Uint8Array;
  readonly classes: readonly string[];
  readonly numClasses: number;
}

/** Reads a label column: `dense` is multi-label, `int32` and `bool` single-label. O(N), copies. */
export function readLabels(column: ColumnSchema, data: Data): Labels {
  const valid = validity(data);
  if (column.type === 'dense') {
    const width = column.width ?? 0;
    const values = Uint8Array.from(denseMatrix(data, width).values, (value) => (value > 0 ? 1 : 0));
    const labelled = valid ?? new Uint8Array(data.length).fill(1);
    return { kind: 'multi', values, labelled, classes: classNames(column, width), numClasses: width };
  }
  const values = column.type === 'bool' ? Int32Array.from(booleans(data)) : Int32Array.from(numbers<Int32Array>(data));
  let largest = column.type === 'bool' ? 1 : -1;
  for (let row = 0; row < values.length; row++) {
    if (valid?.[row] === 0) values[row] = -1;
    else if (values[row]! > largest) largest = values[row]!;
  }
  const numClasses = column.classes?.length ?? largest + 1;
  return { kind: 'single', values, classes: classNames(column, numClasses), numClasses };
}

function classNames(column: ColumnSchema, numClasses: number): readonly string[] {
  return column.classes ?? Array.from({ length: numClasses }, (_, c) => String(c));
}
