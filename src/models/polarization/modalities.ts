import { type FeatureMatrix, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { chunk, validity } from '../../graph/internal.js';
import type { ModalityNames } from './settings.js';

/** One kind of content that nodes of a type may have, such as the vector of a text or of a picture. */
export interface Modality {
  readonly name: string;
  readonly width: number;
  /** [N, width], zeros where a node lacks it, whatever lies there in the graph. */
  readonly matrix: FeatureMatrix;
  /** 1 where a node has it, [N]; undefined where all have. */
  readonly present: Uint8Array | undefined;
}

/** Names and widths of the modalities of a node type, without reading them. @throws {HeteroGraphError} UNKNOWN_TYPE; UNKNOWN_COLUMN; WRONG_DTYPE */
export function modalityShapes(graph: HeteroGraph, nodeType: string, names: ModalityNames | undefined) {
  const { columns } = graph.nodeSchema(nodeType);
  // A type that is not there would be passed over in silence.
  for (const type of Object.keys(names ?? {})) graph.nodeSchema(type);
  const isMatrix = ({ type }: (typeof columns)[number]) => type === 'dense' || type === 'sparse';
  const chosen =
    names === undefined
      ? columns.filter((column) => column.role === 'feature' && isMatrix(column))
      : (Object.hasOwn(names, nodeType) ? names[nodeType]! : []).map((name) => {
          const column = columns.find((each) => each.name === name);
          if (column && isMatrix(column)) return column;
          throw column ? notMatrix(nodeType, name, column.type) : unknownColumn(nodeType, name, columns);
        });
  return chosen.flatMap(({ name, width = 0 }) => (width > 0 ? [{ name, width }] : []));
}

/** Modalities of a node type, in the order of their names. O(values). */
export function readModalities(graph: HeteroGraph, nodeType: string, names: readonly string[]): Modality[] {
  return names.map((name) => {
    const present = validity(chunk(graph.nodeTable(nodeType).getChild(name)!));
    const matrix = graph.features(nodeType, name)!;
    return { name, width: matrix.width, matrix: present ? masked(matrix, present) : matrix, present };
  });
}

function masked(matrix: FeatureMatrix, present: Uint8Array): FeatureMatrix {
  const { width } = matrix;
  if (matrix.kind === 'dense') {
    const values = matrix.values.slice();
    for (const [row, isThere] of present.entries()) if (!isThere) values.fill(0, row * width, (row + 1) * width);
    return { ...matrix, values };
  }
  const indptr = new Int32Array(present.length + 1);
  for (const [row, isThere] of present.entries()) {
    indptr[row + 1] = indptr[row]! + (isThere ? matrix.indptr[row + 1]! - matrix.indptr[row]! : 0);
  }
  const [indices, values] = [new Int32Array(indptr.at(-1)!), new Float32Array(indptr.at(-1)!)];
  for (const [row, isThere] of present.entries()) {
    if (!isThere) continue;
    const [from, to] = [matrix.indptr[row]!, matrix.indptr[row + 1]!];
    indices.set(matrix.indices.subarray(from, to), indptr[row]!);
    values.set(matrix.values.subarray(from, to), indptr[row]!);
  }
  return { ...matrix, indptr, indices, values };
}

function notMatrix(type: string, column: string, is: string): HeteroGraphError {
  return new HeteroGraphError('WRONG_DTYPE', `The modality "${column}" is ${is}; it must be a matrix.`, {
    ...{ type, column },
    hint: 'Name dense or sparse columns; fitFeatures makes matrices of others.',
  });
}

function unknownColumn(type: string, column: string, columns: readonly { readonly name: string }[]): HeteroGraphError {
  return new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${column}".`, {
    ...{ type, column },
    hint: `The type has: ${columns.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}
