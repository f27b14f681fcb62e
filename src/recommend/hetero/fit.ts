import type { WeightedCsr } from '../../core/index.js';
import { partOf } from '../core/checkpoint-options.js';
import type { FitOptions, FitReport, RecommendProblem } from '../core/definition.js';
import { pairsHash } from '../core/fit-config.js';
import type { Factors } from '../core/scorer.js';
import type { Interactions } from '../interactions/interactions.js';
import { type SideRelations, sideRelations } from '../side/side-relations.js';
import { holdOutPerUser } from '../splits/hold-out-per-user.js';
import { FactorScorer } from '../training/factor-scorer.js';
import type { FactorSettings } from '../training/factor-settings.js';
import { fitFactors } from '../training/fit-factors.js';
import { historyAdditions } from '../training/fold-in.js';
import { LightGraph } from '../training/light-graph.js';
import type { HeteroSettings } from './settings.js';
import { interactionRelation, unionMatrix } from './union-graph.js';

/** Of each user's items, where no validation pairs are given. */
const HELD_SHARE = 0.1;

interface Fitted {
  readonly scorer: FactorScorer;
  readonly report: FitReport;
}

/**
 * Chooses the weight of one relation after the other by the best NDCG@20 on the validation pairs, each beginning at 0. Where the problem
 * has none, a tenth of each user's items serves, and the chosen weights are trained anew on all, as long as was best there.
 */
export async function fitHetero(
  { train, validation, side }: RecommendProblem,
  settings: HeteroSettings,
  options: FitOptions,
): Promise<Fitted> {
  const numNodes = train.users.size + train.items.size;
  const around: SideRelations = side ? sideRelations(side) : { relations: [], numNodes };
  const split = validation
    ? { train, test: validation }
    : holdOutPerUser(train, { share: HELD_SHARE, seed: options.seed });
  const factorSettings = settingsOf(settings);
  // Which pairs are held out depends on ids, too.
  const told = { heldOut: pairsHash(split.test) };
  let fits = 0;
  const said = new Set<string>();
  // Every fit keeps its checkpoint in a folder of its own, so that one that is done is not done again.
  const fitOne = async (
    data: Interactions,
    held: Interactions | undefined,
    weights: readonly number[],
    { epochs, seed }: { readonly epochs: number; readonly seed: number },
  ) => {
    const own = partOf({ ...options, seed }, ++fits, { ...told, fit: JSON.stringify({ weights, epochs, seed }) });
    const fitted = await fitWith(data, held, around, weights, { ...factorSettings, epochs }, own);
    for (const remark of fitted.report.remarks ?? []) said.add(remark);
    return fitted;
  };
  const attempt = (weights: readonly number[]) =>
    fitOne(split.train, split.test, weights, { epochs: settings.epochs, seed: options.seed });
  let weights: readonly number[] = around.relations.map(() => 0);
  let best = await attempt(weights);
  for (const r of weights.keys()) {
    for (const weight of settings.relationWeights) {
      if (weight === 0) continue;
      const changed = weights.with(r, weight);
      const fitted = await attempt(changed);
      if (ndcgOf(fitted) > ndcgOf(best)) [best, weights] = [fitted, changed];
    }
  }
  // Without given pairs the views are trained on all, as long as was best.
  const [data, held] = validation ? [train, validation] : [train, undefined];
  const epochs = held ? settings.epochs : Math.max(1, best.report.bestEpoch ?? settings.epochs);
  const views: Fitted[] = [];
  for (const [k, factor] of settings.views.entries()) {
    const scaled = weights.map((weight) => weight * factor);
    if (held && k === 0 && factor === 1) views.push(best);
    else views.push(await fitOne(data, held, scaled, { epochs, seed: options.seed + k }));
  }
  const scorer = sideBySide(
    views.map((view) => view.scorer.factors),
    train.matrix,
  );
  return { scorer, report: { ...views[0]!.report, remarks: [...remarksOf(around, weights), ...said] } };
}

/** Vectors of all views in one row, those of users scaled so that the views' scores are about alike in size. */
function sideBySide(views: readonly Factors[], matrix: WeightedCsr): FactorScorer {
  const width = views.reduce((sum, view) => sum + view.width, 0);
  const join = (key: 'users' | 'items', rows: number) => {
    const out = new Float32Array(rows * width);
    let first = 0;
    for (const view of views) {
      const factor =
        1 / Math.max(1e-12, Math.sqrt(meanSquare(view.users, view.width) * meanSquare(view.items, view.width)));
      for (let r = 0; r < rows; r++) {
        const row = view[key].subarray(r * view.width, (r + 1) * view.width);
        out.set(key === 'users' ? row.map((value) => value * factor) : row, r * width + first);
      }
      first += view.width;
    }
    return out;
  };
  const factors = { width, users: join('users', matrix.numRows), items: join('items', matrix.numCols) };
  return new FactorScorer(factors, historyAdditions(matrix, factors));
}

/** Of the rows' lengths. */
function meanSquare(values: Float32Array, width: number): number {
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length / width);
}

function fitWith(
  train: Interactions,
  validation: Interactions | undefined,
  { relations, numNodes }: SideRelations,
  weights: readonly number[],
  settings: FactorSettings,
  options: FitOptions,
): Promise<Fitted> {
  const problem = validation ? { train, validation } : { train };
  if (weights.every((weight) => weight === 0)) return fitFactors(problem, settings, options);
  const union: WeightedCsr = unionMatrix(numNodes, [interactionRelation(train.matrix), ...relations], [1, ...weights]);
  return fitFactors(
    problem,
    settings,
    options,
    (arrays) => new LightGraph(arrays, [{ matrix: union, from: 0, to: 0 }], settings.width, settings.layers),
  );
}

function settingsOf({ relationWeights: _, views: __, ...settings }: HeteroSettings): FactorSettings {
  const none = { contrast: 0, contrastTemperature: 1, noise: 0, negativePower: 0 };
  return { ...settings, ...none, loss: 'softmax', decay: 'none' };
}

function ndcgOf({ report }: Fitted): number {
  return Math.max(0, ...(report.history ?? []).map(({ ndcg = 0 }) => ndcg));
}

function remarksOf({ relations }: SideRelations, weights: readonly number[]): string[] {
  if (relations.length === 0) return ['There is nothing beside who took what: this is LightGCN.'];
  const used = relations.flatMap(({ name }, r) => (weights[r]! > 0 ? [`${name} (weight ${weights[r]})`] : []));
  const unused = relations.flatMap(({ name }, r) => (weights[r] === 0 ? [name] : []));
  return [
    ...(used.length > 0 ? [`Lists are better on the validation pairs with ${used.join(', ')}.`] : []),
    ...(unused.length > 0 ? [`Not used, since they do not make lists better there: ${unused.join(', ')}.`] : []),
  ];
}
