import { getPool, spmm } from '../compute/index.js';
import {
  type Csr,
  HeteroGraphError,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  yieldToEventLoop,
} from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { isReached, type PropagationInput } from './input.js';
import { echoRemovedGroups, type TrainingLabels } from './label-echo.js';
import { writeClasses } from './label-rows.js';
import type { FeatureGroup } from './node/feature-group.js';
import type { LabelOptions } from './options.js';

/**
 * Groups that hold the training labels that reach each row from others, never its own.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, INVALID_OPTION, OUT_OF_MEMORY, ABORTED
 */
export async function labelGroups(
  graph: HeteroGraph,
  input: PropagationInput,
  rows: Int32Array,
  options: LabelOptions,
  run: RunOptions & { seed: number },
): Promise<FeatureGroup[]> {
  const shown = shownLabels(graph, input.types[input.target]!.name, options);
  if (options.method === 'echo-removed') return echoRemovedGroups(shown, input, rows, run);
  return echolessGroups(shown, input, rows, options, run);
}

/** @throws {HeteroGraphError} MISSING_LABELS, UNKNOWN_COLUMN, WRONG_DTYPE */
function shownLabels(graph: HeteroGraph, type: string, { column, scale, trainRows }: LabelOptions): TrainingLabels {
  if (scale && column !== undefined) {
    const values = graph.numbers(type, column);
    const known = trainRows.filter((row) => !Number.isNaN(values[row]!));
    const show = (row: number, out: Float32Array, at: number) => {
      out[at] = (values[row]! - scale.mean) / scale.deviation;
    };
    return { numRows: values.length, width: 1, unknown: 0, trainRows: known, show };
  }
  const labels = scale ? undefined : graph.labels(type, column);
  if (!labels) {
    const hint = 'Leave `labels` out.';
    throw new HeteroGraphError('MISSING_LABELS', 'Label groups need a label column.', { type, hint });
  }
  const { numClasses: width } = labels;
  const show = (row: number, out: Float32Array, at: number) => writeClasses(labels, row, out, at);
  return { numRows: graph.numNodes(type), width, unknown: 1 / width, trainRows, show };
}

type EcholessOptions = Extract<LabelOptions, { readonly hops: number }>;

/**
 * Labels as input without echo (Echoless-LP, arXiv 2511.11081): the training rows are divided into partitions; a partition's rows
 * read a propagation in which its labels are hidden, all other rows read one in which every training label is seen. So no row
 * ever sees its own label, along no path. An extra channel counts how much training mass reached a row, and the classes are
 * divided by it: every row holds class shares among the labels it sees, however many were hidden; of nodes with several classes, the share of each
 * class apart; of numbers their mean.
 *
 * Deviations from the paper: shares instead of a rescaling to the channel's mean (a constant factor), and only relations whose
 * tensor can hold labels at the first hop give groups (the odd tensor of a relation between equal ends, every even one).
 */
async function echolessGroups(
  { numRows, width: numClasses, trainRows, show }: TrainingLabels,
  input: PropagationInput,
  rows: Int32Array,
  { hops, partitions }: EcholessOptions,
  { seed, signal, onProgress }: RunOptions & { seed: number },
): Promise<FeatureGroup[]> {
  const { arena } = getPool();
  const width = numClasses + 1;
  /** Partition of every target node; `partitions` for rows outside the training set, which see all labels. */
  const partOf = new Int32Array(numRows).fill(partitions);
  // No more have rows; the others would be hidden in vain.
  const filled = Math.min(partitions, trainRows.length);
  const order = new RandomStream(seed, 'label-partitions').shuffle(Int32Array.from(trainRows));
  for (const [i, row] of order.entries()) partOf[row] = i % partitions;

  const relations = input.relations.filter(({ a, b }) => a === input.target || b === input.target);
  const groups = relations.flatMap(({ name, a, b }) =>
    (a === b ? (['odd', 'even'] as const) : (['even'] as const)).map((parity) => ({
      name: `${name}/label-${parity}`,
      relation: name,
      parity: 'label' as const,
      hops,
      width: numClasses,
      values: arena.allocFloat32(rows.length * hops * numClasses),
    })),
  );
  try {
    for (let run = 0; run <= filled; run++) {
      const part = run < filled ? run : partitions;
      let x = input.types.map(({ count }, t) => new Float32Array(isReached(input, t) ? count * width : 0));
      const own = x[input.target]!;
      for (const row of trainRows) {
        if (partOf[row] === part) continue;
        show(row, own, row * width);
        own[row * width + numClasses] = 1;
      }
      for (let k = 0; k < hops; k++) {
        throwIfAborted(signal);
        // Nothing reads the state after the last hop, and until then only the target's tensors are kept.
        const isLast = k === hops - 1;
        const next = isLast ? [] : x.map((values) => new Float32Array(values.length));
        const counts = new Int32Array(x.length);
        const take = (name: string, parity: string, t: number, tensor: Float32Array) => {
          const group = t === input.target && groups.find((g) => g.name === `${name}/label-${parity}`);
          if (group) keepShares(tensor, group, k, rows, partOf, part, numClasses);
          counts[t]!++;
          const sum = next[t];
          if (sum) for (let i = 0; i < sum.length; i++) sum[i]! += tensor[i]!;
        };
        const mean = (csr: Csr, values: Float32Array) => spmm(csr, values, width, { reduce: 'mean' });
        for (const { name, a, b, aFromB, bFromA } of isLast ? relations : input.relations) {
          // The odd tensor of one end is the first half of the other end's even one.
          const oddA = mean(aFromB, x[b]!);
          const oddB = a === b ? oddA : mean(bFromA, x[a]!);
          take(name, 'odd', a, oddA);
          take(name, 'even', a, mean(aFromB, oddB));
          if (a !== b) {
            take(name, 'odd', b, oddB);
            take(name, 'even', b, mean(bFromA, oddA));
          }
          await yieldToEventLoop();
        }
        x = next.map((sum, t) => sum.map((value) => value / Math.max(1, counts[t]!)));
      }
      onProgress?.({ stage: 'propagate labels', done: run + 1, total: filled + 1, unit: 'runs' });
    }
  } catch (error) {
    for (const group of groups) arena.free(group.values);
    throw error;
  }
  return groups;
}

function keepShares(
  tensor: Float32Array,
  group: FeatureGroup,
  k: number,
  rows: Int32Array,
  partOf: Int32Array,
  part: number,
  numClasses: number,
): void {
  const width = numClasses + 1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (partOf[row] !== part) continue;
    const mass = tensor[row * width + numClasses]!;
    if (mass <= 1e-9) continue;
    const at = (i * group.hops + k) * numClasses;
    for (let c = 0; c < numClasses; c++) group.values[at + c] = tensor[row * width + c]! / mass;
  }
}
