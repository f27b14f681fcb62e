import type { FitState } from '../../files/index.js';

type HistoryRow = Readonly<Record<string, number>>;

/** What a step of Adam changes: values and moments, and the number of steps done. */
export interface TrainedTable {
  readonly values: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  steps: number;
}

/** All that changes in a loop of epochs. `snapshot` and `restore` are inverse to the bit. */
export class LoopState {
  /** Completed epochs. */
  epoch = 0;
  /** Of the epoch after those: batches and pairs that are done, and the sum of the losses. */
  batch = 0;
  pairs = 0;
  lossSum = 0;
  history: HistoryRow[] = [];
  /** Trained values of the best look so far. */
  best: { readonly ndcg: number; readonly epoch: number; readonly values: Float32Array } | undefined;
  /** Looks since then. */
  fruitless = 0;
  readonly #table: TrainedTable;

  constructor(table: TrainedTable) {
    this.#table = table;
  }

  endEpoch(row: HistoryRow): void {
    this.history.push(row);
    this.epoch++;
    [this.batch, this.pairs, this.lossSum] = [0, 0, 0];
  }

  snapshot(): FitState {
    const { epoch, batch, pairs, lossSum, best, fruitless } = this;
    const { values, m, v, steps } = this.#table;
    return {
      progress: {
        ...{ epoch, batch, step: steps, epochLossSum: lossSum, epochExamples: pairs },
        ...{ bestEpoch: best?.epoch ?? 0, bestCriterion: best?.ndcg ?? null, failedEpochs: fruitless },
      },
      history: columnsOf(this.history),
      weights: {
        current: [values],
        ...(best ? { best: [best.values] } : {}),
        optimizer: { m: [m], v: [v] },
      },
    };
  }

  restore({ progress, history, weights }: FitState): void {
    const { epoch, batch, step, epochLossSum, epochExamples, bestEpoch, bestCriterion, failedEpochs } = progress;
    [this.epoch, this.batch, this.pairs, this.lossSum] = [epoch, batch, epochExamples, epochLossSum];
    this.history = rowsOf(history, epoch);
    this.fruitless = failedEpochs;
    const [values] = weights.best ?? [];
    this.best = values && { ndcg: bestCriterion ?? Number.NaN, epoch: bestEpoch, values };
    this.#table.values.set(weights.current[0]!);
    this.#table.m.set(weights.optimizer.m![0]!);
    this.#table.v.set(weights.optimizer.v![0]!);
    this.#table.steps = step;
  }
}

function columnsOf(rows: readonly HistoryRow[]): FitState['history'] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

function rowsOf(columns: FitState['history'], count: number): HistoryRow[] {
  const row = (r: number) =>
    Object.entries(columns).flatMap(([name, values]) => {
      const value = values[r] ?? null;
      return value === null ? [] : [[name, value] as const];
    });
  return Array.from({ length: count }, (_, r) => Object.fromEntries(row(r)));
}
