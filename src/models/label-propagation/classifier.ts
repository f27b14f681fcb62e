import { getPool, spmm } from '../../compute/index.js';
import {
  type Csr,
  checkRows,
  expectArgument,
  type RunOptions,
  throwIfAborted,
  yieldToEventLoop,
} from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import { placeRelations } from '../../propagation/internal.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { onlyWeights } from '../core/check-saved.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { isMultiLabel, numOutputs, predictionsOf } from '../core/learning.js';
import { aims, taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, Problem, SavedModel } from '../core/types.js';
import { checkSeenGraph, seenGraph } from '../inputs/seen-graph.js';

export interface LabelPropagationSettings {
  /** Default 20; by name and in saved models at most 10,000. */
  readonly rounds: number;
  /** Default all. */
  readonly relations?: readonly string[];
}

/** Labels of the training rows, [rows, C]: 0/1 indicators of classes, or numbers on the scale of the task. */
interface KnownLabels extends DirectFit {
  readonly rows: Int32Array;
  readonly flags: Float32Array;
  /** What `seenGraph` gave of the fitted graph. */
  readonly seen: unknown;
}

/**
 * Label propagation over the whole typed graph: every node takes the mean of its neighbours' class shares over all relations
 * (each relation's mean once), training rows are reset after every round (Zhu, Ghahramani 2002, with typed edges). Of numbers the same
 * way the mean of those that reach the node; the mean of the training rows where none does.
 */
export class LabelPropagationClassifier extends DirectClassifier<KnownLabels> {
  readonly name: string;
  readonly usesTrainingLabels = true;
  readonly #settings: LabelPropagationSettings;
  /** Class shares of all nodes of the fitted graph [N, C]; empty after loading. */
  #shares: Float32Array | undefined;

  /** @param settings.relations propagate along these only; default all */
  constructor(settings: Partial<LabelPropagationSettings> = {}) {
    super();
    expectArgument(settings, 'object', 'settings');
    this.name = settings.relations ? 'label-propagation-chosen' : 'label-propagation';
    this.#settings = { rounds: 20, ...settings };
  }

  static restore(saved: SavedModel, settings: LabelPropagationSettings): LabelPropagationClassifier {
    const classifier = new LabelPropagationClassifier(settings);
    const { trainRows: rows, task, seed } = saved;
    const flags = onlyWeights(saved, 'labels', [rows.length, numOutputs(task)]);
    classifier.learned = { rows, flags, task, seed, seen: saved.state.seen };
    return classifier;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const started = performance.now();
    const { graph, nodeType, seed, split } = problem;
    const rows = split.train;
    const task = taskOf(problem);
    const known = { rows, flags: aims(problem, task, rows), task, seed };
    const seen = seenGraph(graph, nodeType, this.#settings.relations);
    this.learned = { ...known, seen, numNodes: graph.numNodes(nodeType) };
    this.#shares = await this.#sharesOn(graph, this.learned, run);
    return { seconds: { fit: (performance.now() - started) / 1000 } };
  }

  async #sharesOn(graph: HeteroGraph, known: KnownLabels, run: RunOptions): Promise<Float32Array> {
    const { relations } = this.#settings;
    const { input, dispose } = placeRelations(getPool().arena, propagationInput(graph, known.task.nodeType, relations));
    try {
      return await this.#propagate(input, known, run);
    } finally {
      dispose();
    }
  }

  /** Class shares of all target nodes [N, C]. */
  async #propagate(
    { types, relations, target }: PropagationInput,
    { rows: trainRows, flags, task }: KnownLabels,
    run: RunOptions,
  ): Promise<Float32Array> {
    const numClasses = numOutputs(task);
    // With numbers, or several classes a node, a last column counts how much of what reached a node came from labelled ones; where
    // every labelled node has one class, the sum of the classes is that.
    const isCounted = task.kind === 'regression' || task.multiLabel;
    const width = isCounted ? numClasses + 1 : numClasses;
    const clamp = (values: Float32Array) => {
      for (const [i, row] of trainRows.entries()) {
        values.set(flags.subarray(i * numClasses, (i + 1) * numClasses), row * width);
        if (isCounted) values[row * width + numClasses] = 1;
      }
    };
    // Most relations touch few nodes: only rows that have neighbours are computed and added.
    const sides = relations.flatMap(({ a, b, aFromB, bFromA }) => [
      { t: a, u: b, csr: aFromB, rows: rowsWithEntries(aFromB) },
      ...(a === b ? [] : [{ t: b, u: a, csr: bFromA, rows: rowsWithEntries(bFromA) }]),
    ]);
    const { arena } = getPool();
    const states = [0, 1].map(() => types.map(({ count }) => arena.allocFloat32(count * width)));
    const means = arena.allocFloat32(Math.max(0, ...sides.map(({ rows }) => rows.length)) * width);
    try {
      let [x, next] = states as [Float32Array[], Float32Array[]];
      clamp(x[target]!);
      for (let round = 0; round < this.#settings.rounds; round++) {
        throwIfAborted(run.signal);
        for (const values of next) values.fill(0);
        for (const { t, u, csr, rows } of sides) {
          spmm(csr, x[u]!, width, { reduce: 'mean', rows, out: means });
          addRows(next[t]!, means, rows, width);
        }
        // Without labels in reach a row stays zero; otherwise its shares are those of the labels that reached it.
        for (const values of next) normalise(values, width, isCounted);
        clamp(next[target]!);
        [x, next] = [next, x];
        run.onProgress?.({ stage: 'label propagation', done: round + 1, total: this.#settings.rounds, unit: 'rounds' });
        await yieldToEventLoop();
      }
      return isCounted ? withoutLast(x[target]!, width) : Float32Array.from(x[target]!);
    } finally {
      for (const values of [...states.flat(), means]) arena.free(values);
    }
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const known = fitted(this.learned);
    const { graph, run } = checkInference(rows, options, known.task, known.numNodes);
    if (graph) {
      const { nodeType: type } = known.task;
      checkSeenGraph(known.seen, graph, type, this.#settings.relations);
      checkRows(known.rows, graph.numNodes(type), 'The labelled rows of the model', { type });
    }
    const shares = graph ? await this.#sharesOn(graph, known, run) : this.#shares;
    if (!shares) throw needsGraph();
    const n = numOutputs(known.task);
    const threshold = isMultiLabel(known.task) ? 0.5 : 0;
    const out = new Float32Array(rows.length * n);
    for (const [i, row] of rows.entries())
      for (let c = 0; c < n; c++) out[i * n + c] = shares[row * n + c]! - threshold;
    return predictionsOf(known.task, out);
  }

  async save(): Promise<SavedModel> {
    const { rows, flags, task, seed, seen } = fitted(this.learned);
    return {
      ...{ model: 'label-propagation', settings: this.#settings, seed, task, state: { seen }, trainRows: rows },
      parameters: [{ name: 'labels', shape: [rows.length, numOutputs(task)] }],
      weights: [flags],
    };
  }

  override dispose(): void {
    super.dispose();
    this.#shares = undefined;
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

/** Divides every row by its last value where that is a count, else by its sum. */
function normalise(values: Float32Array, width: number, isCounted: boolean): void {
  for (let at = 0; at < values.length; at += width) {
    let sum = 0;
    for (let c = isCounted ? width - 1 : 0; c < width; c++) sum += values[at + c]!;
    if (sum > 0) for (let c = 0; c < width; c++) values[at + c]! /= sum;
  }
}

/** Rows [N, width] without their last column. */
function withoutLast(values: Float32Array, width: number): Float32Array {
  return values.filter((_, i) => i % width !== width - 1);
}
