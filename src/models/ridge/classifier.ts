import { gemm } from '../../compute/index.js';
import type { RunOptions } from '../../core/index.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../core/types.js';
import { type InputOptions, nodeInputs } from '../inputs/node-inputs.js';
import { solvePositiveDefinite } from './solve.js';

export interface RidgeOptions extends InputOptions {
  /** Penalty as a share of the mean diagonal of X'X; default 0.01. */
  readonly penalty?: number;
}

/** Ridge regression on 0/1 class indicators, in closed form: the strongest linear model there is for the money. */
export class RidgeClassifier implements NodeClassifier {
  readonly name: string;
  readonly #input: InputOptions;
  readonly #penalty: number;
  #x: Float32Array = new Float32Array(0);
  #width = 0;
  #weights: Float32Array = new Float32Array(0);
  #numClasses = 0;
  /** 0 where scores are compared, 0.5 where they are indicators to be thresholded. */
  #threshold = 0;

  constructor({ features = 'own', penalty = 0.01, relations, width }: RidgeOptions = {}) {
    this.name = features === 'own' ? 'ridge' : 'ridge-propagated';
    this.#input = { features, relations, width };
    this.#penalty = penalty;
  }

  async fit(
    { graph, nodeType, targets, split, seed }: ClassificationProblem,
    run: RunOptions = {},
  ): Promise<FitReport> {
    const started = performance.now();
    const { x, width } = await nodeInputs(graph, nodeType, this.#input, seed, run);
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
    for (let i = 0; i < width; i++) gram[i * width + i]! += (this.#penalty * trace) / width + 1e-6;
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
}
