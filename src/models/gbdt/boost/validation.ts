import type { TreeColumn } from '../core/column.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import type { Tree } from '../core/tree.js';
import type { Loss } from '../losses/loss.js';
import { figureOf } from '../losses/metric.js';
import { Queries } from '../losses/queries.js';
import { addTree } from '../predict/scores.js';

/** Rows that trees do not learn from. */
export interface ValidationRows {
  readonly columns: readonly TreeColumn[];
  readonly targets: Float64Array;
  /** Of `lambdarank`: number of the list of each row, [rows]. */
  readonly groups?: Int32Array;
  /** [rows], how much each counts in losses and errors, from 0; `auroc` and `ndcg` count all alike. Default: 1. */
  readonly weights?: Float64Array;
}

/** Follows a figure of validation rows from round to round. */
export class Validation {
  readonly figures: number[] = [];
  /** Rounds after which the figure was lowest, the first of equals; at least 1. */
  best = 1;
  readonly #rows: ValidationRows;
  readonly #loss: Loss;
  readonly #settings: BoostedTreesSettings;
  readonly #scores: Float64Array[];
  readonly #queries: Queries | undefined;

  constructor(rows: ValidationRows, loss: Loss, settings: BoostedTreesSettings, start: Float64Array) {
    this.#rows = rows;
    this.#loss = loss;
    this.#settings = settings;
    this.#queries = rows.groups && new Queries(rows.groups);
    this.#scores = Array.from(start, (score) => new Float64Array(rows.targets.length).fill(score));
  }

  /** @returns the figure after the round, by its name */
  addRound(trees: readonly Tree[], round: number): Record<string, number> {
    for (const [output, tree] of trees.entries()) addTree(tree, this.#rows.columns, this.#scores[output]!);
    const { metric } = this.#settings;
    const figure = figureOf(this.#settings, this.#loss, this.#scores, this.#rows, this.#queries);
    this.figures.push(figure);
    if (figure < this.figures[this.best - 1]!) this.best = round + 1;
    return { [metric === 'auroc' || metric === 'ndcg' ? `1 - ${metric}` : metric]: figure };
  }

  /** Whether the figure has not improved for as many rounds as early stopping waits. */
  get isOver(): boolean {
    const { earlyStopping } = this.#settings;
    return earlyStopping > 0 && this.figures.length - this.best >= earlyStopping;
  }
}
