import { RandomStream } from '../../core/index.js';
import { wholeGraphs } from '../../models/internal.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { NodeKind, PredictionsOf, ProblemOf } from '../kinds/node-kind.js';
import { shortNumber } from '../score/short-number.js';
import { seesStructure } from './graph-models.js';

/** What knowing who is joined to whom inside the graphs adds, on the test graphs. */
export interface StructureGain {
  /** The best model that sees no edge. */
  readonly against: string;
  /** What is compared: `rocAuc`, `micro`, or of numbers `mae`. */
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

/** Figures of classes for people, in points. */
const names: Readonly<Record<string, string>> = { rocAuc: 'ROC-AUC', micro: 'micro-F1' };

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
      : hasInnerEdges(problem)
        ? `What the structure adds is not known: no model that sees it was tried, and ${what}. Name one: --model graph-network.`
        : `There is no structure: no edge lies inside the graphs, and ${what}.`;
    return { ...rest, verdict };
  }
  return { ...rest, verdict: said(name, gain, interval, model.model, best.model) };
}

function hasInnerEdges({ graph, nodeType }: ProblemOf<NodeTaskKind>): boolean {
  const { graph: inner } = wholeGraphs(graph, nodeType);
  return inner.edgeTypes.some((type) => inner.numEdges(type) > 0);
}

function said(
  figure: string,
  gain: number,
  [low, high]: readonly [number, number],
  model: string,
  against: string,
): string {
  const name = names[figure];
  const text = (value: number) => (name === undefined ? shortNumber(value) : (100 * value).toFixed(1));
  const amount = `${text(Math.abs(gain))}${name === undefined ? '' : ` points of ${name}`}`;
  const bounds = `(95 % of the difference: ${text(low)} to ${text(high)})`;
  const other = `${against}, which sees no edge`;
  if (gain < 0) {
    const worse =
      name === undefined ? `the errors of ${model} are ${amount} larger on average` : `${model} is ${amount} below`;
    return `The structure does not help: ${worse} ${bounds} ${name === undefined ? 'than those of ' : ''}${other}.`;
  }
  const beyond = low > 0 ? 'beyond chance' : 'which may be chance';
  const better = name === undefined ? `makes errors ${amount} smaller on average than those of` : `adds ${amount} over`;
  return `The structure ${better} ${other}, on the test graphs ${bounds}: ${beyond}. The model is ${model}.`;
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
