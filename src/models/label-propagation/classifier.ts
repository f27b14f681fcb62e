import { getPool, spmm } from '../../compute/index.js';
import { type Csr, type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import { placeRelations } from '../../propagation/internal.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../core/types.js';

/**
 * Label propagation over the whole typed graph: every node takes the mean of its neighbours' class shares over all relations
 * (each relation's mean once), training rows are reset after every round (Zhu, Ghahramani 2002, with typed edges).
 */
export class LabelPropagationClassifier implements NodeClassifier {
  readonly name: string;
  readonly #rounds: number;
  readonly #relations: readonly string[] | undefined;
  #shares: Float32Array = new Float32Array(0);
  #numClasses = 0;
  #threshold = 0;

  /** @param options.relations propagate along these only; default all */
  constructor({ rounds = 20, relations }: { rounds?: number; relations?: readonly string[] } = {}) {
    this.name = relations ? 'label-propagation-chosen' : 'label-propagation';
    this.#rounds = rounds;
    this.#relations = relations;
  }

  async fit({ graph, nodeType, targets, split }: ClassificationProblem, run: RunOptions = {}): Promise<FitReport> {
    const started = performance.now();
    const { input, release } = placeRelations(getPool().arena, propagationInput(graph, nodeType, this.#relations));
    try {
      this.#shares = await this.#propagate(input, targets, split.train, run);
    } finally {
      release();
    }
    this.#numClasses = targets.numClasses;
    this.#threshold = targets.kind === 'multi' ? 0.5 : 0;
    return { seconds: { fit: (performance.now() - started) / 1000 } };
  }

  /** Class shares of all target nodes [N, C]. */
  async #propagate(
    { types, relations, target }: PropagationInput,
    targets: ClassificationProblem['targets'],
    trainRows: Int32Array,
    run: RunOptions,
  ): Promise<Float32Array> {
    const { numClasses } = targets;
    const clamp = (values: Float32Array) => {
      for (const row of trainRows) {
        for (let c = 0; c < numClasses; c++) {
          const flag =
            targets.kind === 'single' ? Number(targets.labels[row] === c) : targets.labels[row * numClasses + c]!;
          values[row * numClasses + c] = flag;
        }
      }
    };
    // Most relations touch few nodes: only rows that have neighbours are computed and added.
    const sides = relations.flatMap(({ a, b, aFromB, bFromA }) => [
      { t: a, u: b, csr: aFromB, rows: rowsWithEntries(aFromB) },
      ...(a === b ? [] : [{ t: b, u: a, csr: bFromA, rows: rowsWithEntries(bFromA) }]),
    ]);
    const { arena } = getPool();
    const states = [0, 1].map(() => types.map(({ count }) => arena.allocFloat32(count * numClasses)));
    const means = arena.allocFloat32(Math.max(0, ...sides.map(({ rows }) => rows.length)) * numClasses);
    try {
      let [x, next] = states as [Float32Array[], Float32Array[]];
      clamp(x[target]!);
      for (let round = 0; round < this.#rounds; round++) {
        throwIfAborted(run.signal);
        for (const values of next) values.fill(0);
        for (const { t, u, csr, rows } of sides) {
          spmm(csr, x[u]!, numClasses, { reduce: 'mean', rows, out: means });
          addRows(next[t]!, means, rows, numClasses);
        }
        // Without labels in reach a row stays zero; otherwise its shares sum to one.
        if (targets.kind === 'single') for (const values of next) normalise(values, numClasses);
        clamp(next[target]!);
        [x, next] = [next, x];
        run.onProgress?.({ stage: 'label propagation', done: round + 1, total: this.#rounds, unit: 'rounds' });
        await yieldToEventLoop();
      }
      return Float32Array.from(x[target]!);
    } finally {
      for (const values of [...states.flat(), means]) arena.release(values);
    }
  }

  async predict(rows: Int32Array): Promise<Float32Array> {
    const n = this.#numClasses;
    const out = new Float32Array(rows.length * n);
    for (const [i, row] of rows.entries())
      for (let c = 0; c < n; c++) out[i * n + c] = this.#shares[row * n + c]! - this.#threshold;
    return out;
  }

  dispose(): void {
    this.#shares = new Float32Array(0);
  }
}

function rowsWithEntries({ numRows, indptr }: Csr): Int32Array {
  return Int32Array.from({ length: numRows }, (_, row) => row).filter((row) => indptr[row + 1]! > indptr[row]!);
}

function addRows(to: Float32Array, from: Float32Array, rows: Int32Array, width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const [at, start] = [rows[i]! * width, i * width];
    for (let c = 0; c < width; c++) to[at + c]! += from[start + c]!;
  }
}

function normalise(values: Float32Array, width: number): void {
  for (let at = 0; at < values.length; at += width) {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += values[at + c]!;
    if (sum > 0) for (let c = 0; c < width; c++) values[at + c]! /= sum;
  }
}
