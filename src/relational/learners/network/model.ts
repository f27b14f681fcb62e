import { Dense, type ForwardMode, Linear, parametersOf } from '../../../layers/index.js';
import { concatColumns, reshape, SparseOperand, spmm, type Tensor2D, tensor2d } from '../../../tensor/index.js';
import type { Model } from '../../../training/index.js';
import { type Batch, FADES } from './batch.js';

/** A batch with its matrices where tensors are; to be disposed. */
export class LoadedBatch {
  readonly batch: Batch;
  readonly operands: readonly SparseOperand[];

  constructor(batch: Batch) {
    this.batch = batch;
    this.operands = batch.relations.map(({ weights }) => new SparseOperand(weights));
  }

  dispose(): void {
    for (const operand of this.operands) operand.dispose();
  }
}

export interface ModelShape {
  readonly self: number;
  readonly relations: readonly number[];
  readonly hidden: number;
  /** Classes, or 1. */
  readonly outputs: number;
  readonly dropout: number;
}

/**
 * Two layers of SAGE by relation (Hamilton et al., NeurIPS 2017; types as in R-GCN): states of the anchors' rows and of what refers to them, then of the anchors
 * from their own and from means of the others, of which the later count more or less.
 */
export class TemporalNetwork implements Model<LoadedBatch> {
  readonly name = 'temporal-network';
  readonly parameters;
  readonly #self: Dense;
  readonly #relations: readonly Dense[];
  readonly #join: Dense;
  readonly #head: Linear;
  readonly #shape: ModelShape;

  constructor(shape: ModelShape, seed: number) {
    const { self, relations, hidden, outputs, dropout } = shape;
    const common = { seed, activation: 'relu', dropout } as const;
    this.#shape = shape;
    this.#self = new Dense({ ...common, name: 'self', inputWidth: self, outputWidth: hidden });
    this.#relations = relations.map(
      (inputWidth, r) => new Dense({ ...common, name: `relation ${r}`, inputWidth, outputWidth: hidden }),
    );
    const joined = hidden * (1 + relations.length * FADES.length);
    this.#join = new Dense({ ...common, name: 'join', inputWidth: joined, outputWidth: hidden });
    this.#head = new Linear({ name: 'head', seed, inputWidth: hidden, outputWidth: outputs });
    this.parameters = parametersOf(this.#layers);
  }

  get #layers() {
    return [this.#self, ...this.#relations, this.#join, this.#head];
  }

  /** [anchors, outputs] */
  forward({ batch, operands }: LoadedBatch, mode: ForwardMode): Tensor2D {
    const { self, relations, hidden } = this.#shape;
    const { length } = batch.anchors;
    const own = this.#self.forward(tensor2d(batch.self, [length, self]), mode);
    const near = batch.relations.map(({ inputs }, r) => {
      const width = relations[r]!;
      const states = this.#relations[r]!.forward(tensor2d(inputs, [inputs.length / width, width]), mode);
      return reshape<Tensor2D>(spmm(operands[r]!, states), [length, hidden * FADES.length]);
    });
    return this.#head.forward(this.#join.forward(concatColumns([own, ...near]), mode));
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
  }
}
