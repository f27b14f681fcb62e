import { RandomStream } from '../../core/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { NodeKind, PredictionsOf, ProblemOf } from '../kinds/node-kind.js';
import { seesStructure } from './graph-models.js';

/** What knowing who is joined to whom inside the graphs adds, on the test graphs. */
export interface StructureGain {
  /** The best model that sees no edge. */
  readonly against: string;
  /** What is compared: `rocAuc`, `micro` or `MAE`. */
  readonly figure: string;
  /** How much better the model is by the figure; less than 0 where it is worse. */
  readonly gain: number;
  /** 95 % interval, by resampling the test graphs for both models at once. */
  readonly interval: readonly [number, number];
  /** In words. */
  readonly verdict: string;
}

/** A model with its predictions of the test rows. */
export interface Predicted<K extends NodeTaskKind> {
  readonly model: string;
  readonly settings: object;
  readonly predictions: PredictionsOf<K>;
}

const names: Readonly<Record<string, readonly [name: string, scale: number, digits: number]>> = {
  rocAuc: ['points of ROC-AUC', 100, 1],
  micro: ['points of micro-F1', 100, 1],
};

/** Rows that all resamples together look at, at most: some seconds. */
const MOST_ROWS = 2e7;

/**
 * Compares a model with the best of those that see no edge. Undefined where there is none.
 *
 * @param all the simple ones, the model last
 * @param isTried whether a model that sees edges was tried, where another was kept
 */
export function structureGain<K extends NodeTaskKind>(
  kind: NodeKind<K>,
  problem: ProblemOf<K>,
  all: readonly Predicted<K>[],
  isTried = true,
): StructureGain | undefined {
  const positive = 'positive' in problem ? problem.positive : undefined;
  const { name, direction } = kind.main({ positive });
  const sign = direction === 'max' ? 1 : -1;
  const figureOf = (predictions: PredictionsOf<K>) => sign * kind.figures(predictions, { ...problem, positive })[name]!;
  const model = all.at(-1)!;
  const [best] = all
    .slice(0, -1)
    .filter((each) => !seesStructure(each.model, each.settings))
    .map((each) => ({ ...each, value: figureOf(each.predictions) }))
    .sort((a, b) => b.value - a.value);
  if (!best || Number.isNaN(best.value)) return undefined;
  const gain = figureOf(model.predictions) - best.value;
  const interval = resampled(model.predictions, best.predictions, problem.seed, figureOf);
  const rest = { against: best.model, figure: name, gain, interval };
  if (!seesStructure(model.model, model.settings)) {
    const what = `${model.model}, which does not see who is joined to whom, was kept`;
    const verdict = isTried
      ? `The structure adds nothing that can be told from chance: ${what}.`
      : `What the structure adds is not known: no model that sees it was tried, and ${what}. Name one: --model graph-network.`;
    return { ...rest, verdict };
  }
  return { ...rest, verdict: said(name, gain, interval, model.model, best.model) };
}

function said(
  figure: string,
  gain: number,
  [low, high]: readonly [number, number],
  model: string,
  against: string,
): string {
  const [unit, scale, digits] = names[figure] ?? [`of ${figure}`, 1, 3];
  const text = (value: number) => (scale * value).toFixed(digits);
  const shown = `${text(Math.abs(gain))} ${unit} (95 % of the difference: ${text(low)} to ${text(high)})`;
  if (gain < 0) return `The structure does not help: ${model} is ${shown} below ${against}, which sees no edge.`;
  const beyond = low > 0 ? 'which is beyond chance' : 'which may be chance';
  return `The structure adds ${shown} over ${against}, which sees no edge: ${model} is ahead by that on the test graphs, ${beyond}.`;
}

/** Bounds of 95 % of the differences over resamples of the rows. */
function resampled<P extends { readonly rows: Int32Array }>(
  first: P,
  second: P,
  seed: number,
  figureOf: (predictions: P) => number,
): readonly [number, number] {
  const n = first.rows.length;
  const count = Math.max(50, Math.min(500, Math.floor(MOST_ROWS / Math.max(1, n))));
  const stream = new RandomStream(seed, 'structure');
  const differences: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = Int32Array.from({ length: n }, () => stream.nextInt(n));
    const difference = figureOf(taken(first, at)) - figureOf(taken(second, at));
    if (Number.isFinite(difference)) differences.push(difference);
  }
  differences.sort((a, b) => a - b);
  const bound = (share: number) => differences[Math.round(share * (differences.length - 1))] ?? Number.NaN;
  return [bound(0.025), bound(0.975)];
}

/** Some rows of predictions. */
function taken<P extends { readonly rows: Int32Array }>(predictions: P, at: Int32Array): P {
  const n = predictions.rows.length;
  const numbers = Object.entries(predictions).flatMap(([name, values]) => {
    if ((name !== 'logits' && name !== 'values') || !ArrayBuffer.isView(values)) return [];
    const all = values as unknown as Float32Array;
    const width = all.length / n;
    const some = new Float32Array(at.length * width);
    for (const [i, row] of at.entries()) some.set(all.subarray(row * width, (row + 1) * width), i * width);
    return [[name, some] as const];
  });
  return { ...predictions, ...Object.fromEntries(numbers), rows: at.map((row) => predictions.rows[row]!) };
}
