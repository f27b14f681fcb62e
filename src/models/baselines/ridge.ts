import { gemm } from '../../compute/index.js';
import { HeteroGraphError, RandomStream, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { precomputeRpHgnn } from '../../propagation/index.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../types.js';
import { solvePositiveDefinite } from './solve.js';

export interface RidgeOptions {
  /** `own`: the node's features; `propagated`: with one and two hop means along every relation. Default 'own'. */
  features?: 'own' | 'propagated';
  /** Penalty as a share of the mean diagonal of X'X; default 0.01. */
  penalty?: number;
  /** For propagated features: along these relations only; default all. */
  relations?: readonly string[];
  /** Features are projected to this width first; default 512 (own) or 64 a tensor (propagated). */
  width?: number;
}

/** Ridge regression on 0/1 class indicators, in closed form: the strongest linear model there is for the money. */
export class RidgeClassifier implements NodeClassifier {
  readonly name: string;
  readonly #options: Required<Omit<RidgeOptions, 'relations'>> & Pick<RidgeOptions, 'relations'>;
  #x: Float32Array = new Float32Array(0);
  #width = 0;
  #weights: Float32Array = new Float32Array(0);
  #numClasses = 0;
  /** 0 where scores are compared, 0.5 where they are indicators to be thresholded. */
  #threshold = 0;

  constructor(options: RidgeOptions = {}) {
    const { features = 'own', penalty = 0.01, width = features === 'own' ? 512 : 64 } = options;
    this.name = features === 'own' ? 'ridge' : 'ridge-propagated';
    this.#options = { features, penalty, width, relations: options.relations };
  }

  async fit(
    { graph, nodeType, targets, split, seed }: ClassificationProblem,
    run: RunOptions = {},
  ): Promise<FitReport> {
    const started = performance.now();
    const { x, width } = await this.#inputs(graph, nodeType, seed, run);
    const { numClasses } = targets;
    const { train } = split;
    const rows = new Float32Array(train.length * width);
    const wanted = new Float32Array(train.length * numClasses);
    for (const [i, row] of train.entries()) {
      rows.set(x.subarray(row * width, (row + 1) * width), i * width);
      if (targets.kind === 'single') wanted[i * numClasses + targets.labels[row]!] = 1;
      else for (let c = 0; c < numClasses; c++) wanted[i * numClasses + c] = targets.labels[row * numClasses + c]!;
    }
    const gram = Float64Array.from(gemm(rows, rows, width, width, train.length, { transposeA: true }));
    const right = Float64Array.from(gemm(rows, wanted, width, numClasses, train.length, { transposeA: true }));
    let trace = 0;
    for (let i = 0; i < width; i++) trace += gram[i * width + i]!;
    for (let i = 0; i < width; i++) gram[i * width + i]! += (this.#options.penalty * trace) / width + 1e-6;
    this.#weights = Float32Array.from(solvePositiveDefinite(gram, width, right, numClasses));
    this.#x = x;
    this.#width = width;
    this.#numClasses = numClasses;
    this.#threshold = targets.kind === 'multi' ? 0.5 : 0;
    return { seconds: { fit: (performance.now() - started) / 1000 }, numParameters: width * numClasses };
  }

  async predict(rows: Int32Array): Promise<Float32Array> {
    const width = this.#width;
    const x = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) x.set(this.#x.subarray(row * width, (row + 1) * width), i * width);
    const scores = gemm(x, this.#weights, rows.length, this.#numClasses, width);
    return scores.map((score) => score - this.#threshold);
  }

  dispose(): void {
    this.#x = new Float32Array(0);
  }

  /** Inputs of all nodes [N, width] with a constant last column. */
  async #inputs(
    graph: HeteroGraph,
    nodeType: string,
    seed: number,
    run: RunOptions,
  ): Promise<{ x: Float32Array; width: number }> {
    const count = graph.numNodes(nodeType);
    if (this.#options.features === 'own') {
      const features = graph.features(nodeType);
      if (!features) {
        throw new HeteroGraphError('MISSING_FEATURES', 'The node type has no feature matrix.', {
          type: nodeType,
          hint: "Use features: 'propagated'.",
        });
      }
      const inner = Math.min(features.width, this.#options.width);
      const x = new Float32Array(count * (inner + 1));
      // Columns are hashed into the width where there are more, with a random sign so that collisions cancel.
      const stream = new RandomStream(seed, 'ridge');
      const place = Int32Array.from({ length: features.width }, (_, c) =>
        inner === features.width ? c : stream.nextInt(inner),
      );
      const sign = Float32Array.from(place, () => (inner === features.width || stream.next() < 0.5 ? 1 : -1));
      const add = (row: number, c: number, value: number) => {
        x[row * (inner + 1) + place[c]!]! += sign[c]! * value;
      };
      for (let row = 0; row < count; row++) {
        x[row * (inner + 1) + inner] = 1;
        if (features.kind === 'dense')
          for (let c = 0; c < features.width; c++) add(row, c, features.values[row * features.width + c]!);
        else
          for (let e = features.indptr[row]!; e < features.indptr[row + 1]!; e++)
            add(row, features.indices[e]!, features.values[e]!);
      }
      return { x, width: inner + 1 };
    }
    const { width: inputWidth, relations } = this.#options;
    const options = {
      target: nodeType,
      hops: 1,
      useInput: true,
      inputWidth,
      embeddingWidth: inputWidth,
      relations,
      seed,
      ...run,
    };
    const propagated = await precomputeRpHgnn(graph, options);
    try {
      // Every even group starts with the node's own features: once is enough.
      const parts = propagated.groups.map((group, g) => ({
        group,
        from: group.parity === 'even' && g > 1 ? group.width : 0,
      }));
      const width = parts.reduce((sum, { group, from }) => sum + group.hops * group.width - from, 1);
      const x = new Float32Array(count * width);
      for (let row = 0; row < count; row++) {
        let at = row * width;
        for (const { group, from } of parts) {
          const size = group.hops * group.width;
          x.set(group.values.subarray(row * size + from, (row + 1) * size), at);
          at += size - from;
        }
        x[at] = 1;
      }
      return { x, width };
    } finally {
      propagated.dispose();
    }
  }
}
