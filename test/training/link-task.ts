import { RandomStream } from '../../src/core/index.js';
import { Embedding } from '../../src/layers/index.js';
import { multiply, type Parameter, sigmoidCrossEntropy, sumRows, type Tensor2D, tidy } from '../../src/tensor/index.js';
import {
  checkFinite,
  loadBatches,
  type Model,
  resolveCriterion,
  rocAucOf,
  type Task,
} from '../../src/training/index.js';

/** Pairs of nodes, with 1 where they are linked. */
export interface Pairs {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly linked: Uint8Array;
}

/** A batch of pairs, as a loader made it in its own time. */
export interface LinkBatch extends Pairs {
  /** Number of the batch in its epoch. */
  readonly number: number;
}

/** Two groups of nodes; every link lies within a group. */
export function toyLinks(numNodes = 24, perNode = 6, seed = 4): { links: Pairs; numNodes: number } {
  const random = new RandomStream(seed, 'links');
  const from = Int32Array.from({ length: numNodes * perNode }, (_, i) => i % numNodes);
  const to = from.map((node) => 2 * random.nextInt(numNodes / 2) + (node % 2));
  return { links: { from, to, linked: new Uint8Array(from.length).fill(1) }, numNodes };
}

/** The scalar product of two learned vectors as the score of a pair: [B, 1]. */
export class DotModel implements Model<Pairs> {
  readonly name = 'dot';
  readonly parameters: readonly Parameter[];
  readonly #nodes: Embedding;

  constructor(numNodes: number) {
    this.#nodes = new Embedding({ name: 'nodes', seed: 3, numRows: numNodes, width: 4 });
    this.parameters = this.#nodes.parameters;
  }

  forward({ from, to }: Pairs): Tensor2D {
    return sumRows(multiply(this.#nodes.forward(from), this.#nodes.forward(to)));
  }

  dispose(): void {
    this.#nodes.dispose();
  }
}

/** Links and as many pairs with another end. */
function join({ from, to }: Pick<Pairs, 'from' | 'to'>, others: Int32Array): Pairs {
  return {
    from: Int32Array.of(...from, ...from),
    to: Int32Array.of(...to, ...others),
    linked: Uint8Array.from({ length: 2 * from.length }, (_, i) => Number(i < from.length)),
  };
}

/** Each batch: some links and as many random pairs. Batches come late and out of order, as from workers. */
export function linkTask(
  { links, numNodes }: ReturnType<typeof toyLinks>,
  { size = 12, onDispose = (_: LinkBatch): void => undefined, delay = (_: number): number => 0 } = {},
): Task<LinkBatch, Tensor2D, Pairs, Float32Array> {
  const withNegatives = (rows: Int32Array, random: RandomStream): Pairs =>
    join(
      { from: rows.map((i) => links.from[i]!), to: rows.map((i) => links.to[i]!) },
      rows.map(() => random.nextInt(numNodes)),
    );
  const scores = async (model: Model<LinkBatch>, pairs: Pairs): Promise<Float32Array> => {
    const out = tidy(() => model.forward({ ...pairs, number: 0 }, { training: false }));
    const values = (await out.data()).slice() as Float32Array;
    out.dispose();
    return values;
  };
  return {
    name: 'links',
    config: { size, negatives: 1 },
    criterion: resolveCriterion({ name: 'rocAuc', direction: 'max' }),
    // Every link, and the same pair with its end in the other group.
    valid: join(
      links,
      links.to.map((node) => node ^ 1),
    ),
    batches({ seed, epoch, start }) {
      const order = new RandomStream(seed, 'shuffle', epoch).permutation(links.from.length);
      const load = async (number: number): Promise<LinkBatch> => {
        await new Promise((resolve) => setTimeout(resolve, delay(number)));
        const rows = order.slice(number * size, (number + 1) * size);
        const random = new RandomStream(seed, 'negatives', epoch, number);
        return { number, ...withNegatives(rows, random) };
      };
      return loadBatches(load, { count: Math.ceil(order.length / size), start, ahead: 3, dispose: onDispose });
    },
    batchSize: ({ from }) => from.length,
    loss: (output, { linked }) => sigmoidCrossEntropy(output, linked),
    disposeBatch: onDispose,
    predict: scores,
    async evaluate(model, pairs, { where = 'the evaluation' } = {}) {
      const prediction = await scores(model, pairs);
      const mean = tidy(() =>
        sigmoidCrossEntropy(model.forward({ ...pairs, number: 0 }, { training: false }), pairs.linked),
      );
      const loss = (await mean.data())[0]!;
      mean.dispose();
      checkFinite(loss, where);
      return { prediction, loss, figures: { rocAuc: rocAucOf(Float64Array.from(prediction), pairs.linked) } };
    },
  };
}
