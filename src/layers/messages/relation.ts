import type { Csr, WeightedCsr } from '../../core/index.js';
import { SparseOperand } from '../../tensor/index.js';
import { type TimeSteps, timeStepsOf } from './time-steps.js';

/** A relation by name, and the node types that send and receive along it. */
export interface RelationSchema {
  readonly name: string;
  readonly source: string;
  readonly target: string;
}

/** What a layer must know of a graph to make its parameters. A {@link MessageGraph} is one. */
export interface MessageSchema {
  readonly nodeTypes: readonly string[];
  readonly relations: readonly RelationSchema[];
}

/** Edges in the forms that layers multiply by: rows are the nodes that receive, columns those that send. */
export interface EdgeMatrices {
  readonly matrix: SparseOperand;
  /** Row-normalised. */
  readonly mean: SparseOperand;
  /** Divided by the square roots of both degrees. */
  readonly symmetric: SparseOperand;
}

/**
 * The edges of a relation as layers use them: rows are the nodes that receive, columns those that send. Normalised forms are made when
 * first used.
 */
export class MessageRelation implements RelationSchema, EdgeMatrices {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  /** [targets, sources], with the weights of the edges as values where they are used. */
  readonly matrix: SparseOperand;
  /** How much later the receiver of every edge is than its sender, [E]; undefined where nothing says. */
  readonly times: Float32Array | undefined;
  readonly #csr: Csr | WeightedCsr;
  #mean: SparseOperand | undefined;
  #symmetric: SparseOperand | undefined;
  #byEdge: SparseOperand | undefined;
  #timeSteps: TimeSteps | undefined;

  constructor({ name, source, target }: RelationSchema, csr: Csr | WeightedCsr, times?: Float32Array) {
    this.name = name;
    this.source = source;
    this.target = target;
    this.#csr = csr;
    this.times = times;
    this.matrix = new SparseOperand(csr);
  }

  /** Row-normalised: a product with it is the mean over the neighbours, by weight where edges have weights. */
  get mean(): SparseOperand {
    this.#mean ??= new SparseOperand(rowNormalised(this.#csr));
    return this.#mean;
  }

  /** Divided by the square roots of both degrees, as GCN does (Kipf and Welling, ICLR 2017). */
  get symmetric(): SparseOperand {
    this.#symmetric ??= new SparseOperand(symmetricallyNormalised(this.#csr));
    return this.#symmetric;
  }

  /** [targets, edges], where every edge has a column of its own. */
  get byEdge(): SparseOperand {
    const { numRows, indptr, indices } = this.#csr;
    this.#byEdge ??= new SparseOperand({ numRows, numCols: indices.length, indptr, indices: indices.map((_, e) => e) });
    return this.#byEdge;
  }

  /** The different times of the edges. */
  get timeSteps(): TimeSteps | undefined {
    if (this.times) this.#timeSteps ??= timeStepsOf(this.times);
    return this.#timeSteps;
  }

  dispose(): void {
    for (const operand of [this.matrix, this.#mean, this.#symmetric, this.#byEdge]) operand?.dispose();
    this.#byEdge = undefined;
    this.#mean = undefined;
    this.#symmetric = undefined;
  }
}

/** Every entry divided by the sum of its row; rows whose sum is 0 stay. */
export function rowNormalised(csr: Csr | WeightedCsr): WeightedCsr {
  const values = new Float32Array(csr.indices.length);
  for (let row = 0; row < csr.numRows; row++) {
    const [from, to] = [csr.indptr[row]!, csr.indptr[row + 1]!];
    let total = 0;
    for (let e = from; e < to; e++) total += weightOf(csr, e);
    for (let e = from; e < to; e++) values[e] = total === 0 ? 0 : weightOf(csr, e) / total;
  }
  return { ...plain(csr), values };
}

/** Every entry divided by the square roots of the sums of its row and of its column. */
export function symmetricallyNormalised(csr: Csr | WeightedCsr): WeightedCsr {
  const ofRow = new Float64Array(csr.numRows);
  const ofColumn = new Float64Array(csr.numCols);
  for (let row = 0; row < csr.numRows; row++) {
    for (let e = csr.indptr[row]!; e < csr.indptr[row + 1]!; e++) {
      ofRow[row]! += weightOf(csr, e);
      ofColumn[csr.indices[e]!]! += weightOf(csr, e);
    }
  }
  const values = new Float32Array(csr.indices.length);
  for (let row = 0; row < csr.numRows; row++) {
    for (let e = csr.indptr[row]!; e < csr.indptr[row + 1]!; e++) {
      const product = ofRow[row]! * ofColumn[csr.indices[e]!]!;
      values[e] = product > 0 ? weightOf(csr, e) / Math.sqrt(product) : 0;
    }
  }
  return { ...plain(csr), values };
}

/** The weight of an entry; 1 where entries have none. */
export function weightOf(csr: Csr | WeightedCsr, entry: number): number {
  return 'values' in csr ? csr.values[entry]! : 1;
}

function plain({ numRows, numCols, indptr, indices }: Csr): Csr {
  return { numRows, numCols, indptr, indices };
}
