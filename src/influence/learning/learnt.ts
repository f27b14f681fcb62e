import { type Table, tableFromArrays } from 'apache-arrow';

export interface LearntColumns {
  /** Of every edge, in [0, 1], [E]. */
  readonly probability: Float32Array;
  /** What the probability is a share of: tries or actions, [E]. */
  readonly trials: Int32Array;
  /** How many of them succeeded; fractions where credit is shared, [E]. */
  readonly successes: Float32Array;
  /**
   * Standard deviation of the probability, given a uniform prior, [E]: sqrt(q (1 - q) / (n + 3)), q = (p n + 1) / (n + 2), n the tries
   * the log is worth. What two edges leave open between them (either may have led to an act) counts against neither.
   */
  readonly standardError: Float32Array;
}

export interface LearntSummary {
  readonly model: string;
  readonly window: number;
  readonly numActions: number;
  /** Acts that counted. */
  readonly numActs: number;
  /** Rows left out because the user had done the same before. */
  readonly numRepeats: number;
  /** Edges that had anything to try. */
  readonly numTried: number;
  /** Of `likelihood` alone. */
  readonly iterations?: number;
  readonly converged?: boolean;
  readonly logLikelihood?: number;
}

/** Edge probabilities learnt from a log: columns in the order of the edges, and what is known of the whole. */
export class LearntProbabilities implements LearntColumns {
  readonly probability: Float32Array;
  readonly trials: Int32Array;
  readonly successes: Float32Array;
  readonly standardError: Float32Array;
  readonly summary: LearntSummary;

  constructor({ probability, trials, successes, standardError }: LearntColumns, summary: LearntSummary) {
    this.probability = probability;
    this.trials = trials;
    this.successes = successes;
    this.standardError = standardError;
    this.summary = summary;
  }

  /** A row an edge. */
  toArrow(): Table {
    const { probability, trials, successes, standardError } = this;
    return tableFromArrays({ probability, trials, successes, standardError });
  }

  /** Plain data; an infinite window is null. */
  toJSON(): Record<string, unknown> {
    const { window } = this.summary;
    const columns = ['probability', 'trials', 'successes', 'standardError'] as const;
    return {
      ...this.summary,
      window: Number.isFinite(window) ? window : null,
      ...Object.fromEntries(columns.map((name) => [name, [...this[name]]])),
    };
  }

  toString(): string {
    const { model, window, numActions, numActs, numRepeats, numTried } = this.summary;
    let sum = 0;
    for (let e = 0; e < this.trials.length; e++) if (this.trials[e]! > 0) sum += this.probability[e]!;
    const mean = numTried === 0 ? 0 : sum / numTried;
    return [
      `probabilities of ${this.trials.length} edges, ${model}, window ${window}`,
      `${numActs} acts in ${numActions} actions (${numRepeats} repeats left out), ${numTried} edges tried, ${mean.toPrecision(3)} on average`,
    ].join('\n');
  }
}

/** See {@link LearntColumns.standardError}. */
export function standardErrors(probability: ArrayLike<number>, evidence: ArrayLike<number>): Float32Array {
  return Float32Array.from(probability, (p, e) => {
    const n = evidence[e]!;
    const mean = (p * n + 1) / (n + 2);
    return Math.sqrt((mean * (1 - mean)) / (n + 3));
  });
}
