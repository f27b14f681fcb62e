import type { HeteroGraph } from '../../graph/index.js';
import type { NodeTable } from '../../layers/index.js';
import { type KnownNodes, placesOf, remarkUnknown } from '../core/known-nodes.js';
import type { SavedModel } from '../core/types.js';
import type { InputShape } from './input-encoder.js';

/** What a network was fitted on, as far as its vectors of nodes go. */
export interface FittedNodes {
  readonly inputs: readonly InputShape[];
  readonly ids: KnownNodes;
}

type Weights = Pick<SavedModel, 'parameters' | 'weights'>;

/**
 * Saved weights for another graph: vectors of nodes follow the ids, and a node that was not there gets the mean of its type.
 *
 * @param onRemark told of nodes that were not there
 */
export function weightsOn(
  graph: HeteroGraph,
  tables: readonly NodeTable[],
  { inputs, ids }: FittedNodes,
  saved: Weights,
  onRemark?: (text: string) => void,
): Weights {
  const types = new Set(tables.flatMap(({ sources }) => sources));
  const from = new Map(
    [...types].map((type) => {
      const count = inputs.find(({ name }) => name === type)?.numNodes ?? 0;
      const rows = placesOf(graph, type, ids, count);
      remarkUnknown(type, rows, 'each gets the mean of the vectors learned for the others', onRemark);
      return [type, { count, rows }] as const;
    }),
  );
  const isSame = [...from.values()].every(
    ({ count, rows }) => rows.length === count && rows.every((row, i) => row === i),
  );
  if (isSame) return saved;
  const byName = new Map(tables.map((table) => [table.parameter, table]));
  const moved = saved.parameters.map((parameter, i) => {
    const table = byName.get(parameter.name);
    const values = saved.weights[i]!;
    if (!table) return { parameter, values };
    const size = (counts: (type: string) => number) =>
      table.repeats * table.width * table.sources.reduce((sum, type) => sum + counts(type), 0);
    // A table of another size is left for the comparison of shapes to refuse.
    if (values.length !== size((type) => from.get(type)!.count)) return { parameter, values };
    const total = size((type) => from.get(type)!.rows.length);
    const [first, ...rest] = parameter.shape;
    const shape = table.repeats === 1 ? [total / table.width, ...rest] : [first!, total / table.repeats];
    return { parameter: { name: parameter.name, shape }, values: movedRows(values, total, table, from) };
  });
  return { parameters: moved.map(({ parameter }) => parameter), weights: moved.map(({ values }) => values) };
}

function movedRows(
  values: Float32Array,
  total: number,
  { repeats, sources, width }: NodeTable,
  from: ReadonlyMap<string, { readonly count: number; readonly rows: Int32Array }>,
): Float32Array {
  const to = new Float32Array(total);
  let [read, written] = [0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const type of sources) {
      const { count, rows } = from.get(type)!;
      const block = values.subarray(read, read + count * width);
      const mean = meanRow(block, width);
      for (const row of rows) {
        to.set(row < 0 ? mean : block.subarray(row * width, (row + 1) * width), written);
        written += width;
      }
      read += count * width;
    }
  }
  return to;
}

/** Zeros where there are no rows. */
function meanRow(values: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < values.length; i++) sums[i % width]! += values[i]!;
  const count = values.length / width;
  return Float32Array.from(sums, (sum) => (count === 0 ? 0 : sum / count));
}
