import { HeteroGraphError, RandomStream } from '../../core/index.js';
import {
  addAll,
  concatRows,
  gatherRows,
  multiply,
  reshape,
  type Scalar,
  scale,
  sumRows,
  type Tensor2D,
} from '../../tensor/index.js';
import { infoNceLoss, pairLoss, resolveCriterion, supervisedContrastiveLoss, type Task } from '../../training/index.js';
import type { LinkNetwork } from '../link-network/network.js';
import { NodeNumbers } from '../metapath2vec/node-numbers.js';
import type { WalkPath } from '../metapath2vec/walks.js';
import { drawWalks } from '../metapath2vec/walks.js';
import type { NetworkSettings } from '../network/settings.js';
import type { ComparedNodes, ComparedStates, View } from './network.js';
import { normalisedColumns } from './normalised-columns.js';
import { balancedRows, rowsOfClasses } from './objectives/balanced-rows.js';
import type { ObjectiveOptions } from './objectives/options.js';
import { columnMask, withoutSomeEdges } from './views.js';

export type ComparingTask = Task<ComparedNodes, ComparedStates, ComparedNodes, undefined>;

/** How an objective chooses nodes and compares their states. */
export interface Comparison {
  readonly name: string;
  /** Whether two views with less of the graph are compared; else the graph as it is. */
  readonly views: boolean;
  /** Whether states are compared through a perceptron that is thrown away; default false. */
  readonly isProjected?: boolean;
  /** The nodes of a step, by type. */
  rows(stream: RandomStream): ReadonlyMap<string, Int32Array>;
  /** Of the states of one type in every view. */
  loss(type: string, states: readonly Tensor2D[], rows: Int32Array): Scalar;
}

/** One step an epoch: nodes of every type, drawn anew, and the mean of their losses over the types. */
export function comparingTask<S extends NetworkSettings>(
  network: LinkNetwork<S>,
  width: number,
  comparison: Comparison,
  { dropEdges = 0.3, maskFeatures = 0.3, ...options }: ObjectiveOptions,
): ComparingTask {
  const view = async (stream: RandomStream): Promise<View> => {
    if (!comparison.views) return { messages: network.messages, masks: undefined };
    const messages = withoutSomeEdges(network.messages, dropEdges, stream.child('edges'));
    const masks = network.shape.inputs.map(
      ({ name }) => [name, columnMask(width, maskFeatures, stream.child('features', name))] as const,
    );
    await network.prepare(messages);
    return { messages, masks: new Map(masks) };
  };
  const nothingToPredict = () => {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'Compared nodes are not predicted.', {
      hint: 'Use the states of the nodes.',
    });
  };
  return {
    name: comparison.name,
    config: { dropEdges, maskFeatures, ...(options as Record<string, number>) },
    criterion: resolveCriterion('loss'),
    async *batches({ seed, epoch, start }) {
      if (start > 0) return;
      const stream = new RandomStream(seed, comparison.name, epoch);
      const views = [await view(stream.child('view', 0))];
      if (comparison.views) views.push(await view(stream.child('view', 1)));
      yield { views, rows: comparison.rows(stream.child('rows')) };
    },
    batchSize: ({ rows }) => [...rows.values()].reduce((sum, each) => sum + each.length, 0),
    loss(states, { rows }) {
      const losses = [...states].map(([type, each]) => comparison.loss(type, each, rows.get(type)!));
      return scale(addAll(losses), 1 / losses.length);
    },
    disposeBatch({ views }) {
      for (const { messages } of views) {
        if (messages === network.messages) continue;
        network.stack.forget?.(messages);
        messages.dispose();
      }
    },
    predict: nothingToPredict,
    evaluate: nothingToPredict,
  };
}

/** Up to so many of the rows, ascending draws of a permutation. */
function someOf(rows: Int32Array, size: number, stream: RandomStream): Int32Array {
  return size >= rows.length ? rows : stream.shuffle(rows.slice()).slice(0, size);
}

function rowsBelow(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}

/** @param counts nodes of every type that is compared */
export function infoNce(
  counts: ReadonlyMap<string, number>,
  { batchSize = 512, temperature = 0.5 }: ObjectiveOptions,
): Comparison {
  const all = [...counts].filter(([, count]) => count > 1).map(([type, count]) => [type, rowsBelow(count)] as const);
  return {
    name: 'infonce',
    views: true,
    isProjected: true,
    rows: (stream) => new Map(all.map(([type, rows]) => [type, someOf(rows, batchSize, stream.child(type))])),
    loss: (_, [first, second]) => infoNceLoss(first!, second!, temperature),
  };
}

/**
 * The columns of the states of each view are normalised over the rows of the step before they are compared: means over many neighbours are nearly the
 * same for all nodes, and from there the loss does not leave vectors that are all alike.
 *
 * @param labels classes of the rows of a type, -1 where there is none
 */
export function supervisedContrastive(
  nodeType: string,
  labels: Int32Array,
  { batchSize = 512, temperature = 0.1 }: ObjectiveOptions,
): Comparison {
  const known = rowsOfClasses(labels);
  return {
    name: 'supcon',
    views: true,
    rows: (stream) => new Map([[nodeType, balancedRows(known, batchSize, stream)]]),
    loss(_, [first, second], rows) {
      const own = Int32Array.from(rows, (row) => labels[row]!);
      const both = concatRows([normalisedColumns(first!), normalisedColumns(second!)]);
      return supervisedContrastiveLoss(both, Int32Array.from([...own, ...own]), temperature);
    },
  };
}

/** @param paths by node type, metapaths from it back to it */
export function proximity(
  counts: ReadonlyMap<string, number>,
  paths: ReadonlyMap<string, readonly WalkPath[]>,
  { batchSize = 512, negatives = 5 }: ObjectiveOptions,
): Comparison {
  const types = [...paths].filter(([, each]) => each.length > 0).map(([type, each]) => ({ type, each }));
  return {
    name: 'proximity',
    views: false,
    rows: (stream) =>
      new Map(
        types.map(({ type, each }) => {
          const own = stream.child(type);
          const anchors = someOf(rowsBelow(counts.get(type)!), batchSize, own.child('anchors'));
          const path = each[own.nextInt(each.length)]!;
          const length = path.chain.length;
          const numbers = new NodeNumbers(path.types, (name) => counts.get(name) ?? 0);
          const walks = drawWalks(path, anchors, numbers, length, own.child('walks'));
          // A walk that ends early joins its node with itself.
          const joined = anchors.map((row, i) => {
            const end = walks[i * (length + 1) + length]!;
            return end < 0 ? row : end - numbers.start(type);
          });
          const others = own.child('others');
          const random = Int32Array.from({ length: anchors.length * negatives }, () =>
            others.nextInt(counts.get(type)!),
          );
          return [type, Int32Array.from([...anchors, ...joined, ...random])];
        }),
      ),
    loss(_, [states]) {
      const count = states!.shape[0] / (2 + negatives);
      const place = (i: number, k: number) => (k === 0 ? count + i : 2 * count + i * negatives + k - 1);
      const pairs = Array.from(
        { length: count * (1 + negatives) },
        (_, at) => [Math.floor(at / (1 + negatives)), at % (1 + negatives)] as const,
      );
      const left = gatherRows(
        states!,
        Int32Array.from(pairs, ([i]) => i),
      );
      const right = gatherRows(
        states!,
        Int32Array.from(pairs, ([i, k]) => place(i, k)),
      );
      return pairLoss(reshape<Tensor2D>(sumRows(multiply(left, right) as Tensor2D), [count, 1 + negatives]));
    },
  };
}
