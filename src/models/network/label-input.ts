import { checkRows, HeteroGraphError, RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { matMul, Parameter, type Tensor2D, tensor2d } from '../../tensor/index.js';
import type { LearnedClasses } from '../core/types.js';

/** Labels that a network may see. */
export interface KnownLabels {
  /** Rows of the target type. */
  readonly rows: Int32Array;
  /** Their classes as 0/1 indicators, [rows, C], row-major. */
  readonly flags: Float32Array;
}

/**
 * The labels of rows of another graph than that of the fit.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, MODEL_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function labelsIn(graph: HeteroGraph, task: LearnedClasses, rows: Int32Array): KnownLabels {
  const { nodeType: type, labelColumn, classes } = task;
  const labels = graph.labels(type, labelColumn);
  if (!labels) {
    throw new HeteroGraphError('MISSING_LABELS', 'The model reads labels of its training rows.', {
      type,
      hint: 'Give a graph with the label column, or train with labels: false.',
    });
  }
  const n = classes.length;
  if (labels.numClasses !== n || (labels.kind === 'multi') !== task.multiLabel) {
    throw new HeteroGraphError('MODEL_MISMATCH', `The model reads labels of ${n} classes; the graph has others.`, {
      type,
      hint: 'Give a graph with the label column of the fit.',
    });
  }
  checkRows(rows, graph.numNodes(type), 'The labelled rows of the model', { type });
  const flags = new Float32Array(rows.length * n);
  for (const [i, row] of rows.entries()) {
    if (labels.kind === 'multi') flags.set(labels.values.subarray(row * n, (row + 1) * n), i * n);
    else if (labels.values[row]! >= 0) flags[i * n + labels.values[row]!] = 1;
  }
  return { rows, flags };
}

/**
 * A learned vector per class, added to the input states of the nodes whose labels are known (Shi et al., "Masked Label Prediction: Unified
 * Message Passing Model for Semi-Supervised Classification", IJCAI 2021). A step of training shows the labels of the rows that it does not
 * score; outside training all are shown.
 */
export class LabelInput {
  /** [C, H]. */
  readonly weight: Parameter;
  readonly #known: KnownLabels;
  readonly #numClasses: number;

  constructor(known: KnownLabels, numClasses: number, hidden: number, seed: number) {
    this.#known = known;
    this.#numClasses = numClasses;
    const stream = new RandomStream(seed, 'init', 'input', 'labels');
    this.weight = Parameter.xavierNormal('input/labels', [numClasses, hidden], numClasses, hidden, stream);
  }

  /**
   * The vectors of the classes that are shown, zeros for other nodes, [numNodes, H]. The caller tidies.
   *
   * @param scored rows whose labels are hidden; default none
   */
  states(numNodes: number, scored?: Int32Array): Tensor2D {
    const n = this.#numClasses;
    const { rows, flags } = this.#known;
    const shown = new Float32Array(numNodes * n);
    for (const [i, row] of rows.entries()) shown.set(flags.subarray(i * n, (i + 1) * n), row * n);
    for (const row of scored ?? []) shown.fill(0, row * n, (row + 1) * n);
    return matMul(tensor2d(shown, [numNodes, n]), this.weight.value as Tensor2D);
  }

  dispose(): void {
    this.weight.dispose();
  }
}
