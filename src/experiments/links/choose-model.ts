import { isHeteroGraphError, RandomStream, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { NodeChance, TypedLinks } from '../../graph/index.js';
import {
  createLinkModel,
  type FitReport,
  type LinkEstimator,
  type LinkProblem,
  linkModelNamed,
  rankLinks,
  settingsOf,
} from '../../models/index.js';
import { knownLinks } from './link-score.js';

/** A model that was compared with others on the validation links. */
export interface ComparedLinkModel {
  readonly model: string;
  readonly settings: object;
  /** Filtered mean reciprocal rank of the validation links, by both ends; absent where it was not tried. */
  readonly mrr?: number;
  /** Its standard error over these links. */
  readonly error?: number;
  /** Wall seconds of its fit and ranks. */
  readonly seconds: number;
  readonly isKept: boolean;
  /** Why it was kept or not, for people. */
  readonly reason: string;
}

/** How a model of links was chosen, as plain data. */
export interface LinkComparison {
  /** Validation links that were ranked. */
  readonly links: number;
  /** The plainest first. */
  readonly models: readonly ComparedLinkModel[];
  /** What was kept and why, in words with numbers. */
  readonly verdict: string;
}

/** The kept model, fitted, and how it was chosen. */
export interface ChosenLinkModel {
  readonly model: LinkEstimator;
  readonly settings: object;
  readonly report: FitReport;
  readonly comparison: LinkComparison;
}

export interface LinkCandidate {
  readonly model: string;
  /** A model of a higher level is kept only where it is better than a plainer one beyond chance. */
  readonly level: number;
  /** Edges of the training graph above which it is not tried. */
  readonly mostEdges?: number;
}

const everyModel: readonly LinkCandidate[] = [
  { model: 'popularity', level: 0 },
  { model: 'common-neighbours', level: 0, mostEdges: 1_000_000 },
  { model: 'link-paths', level: 0, mostEdges: 1_000_000 },
  { model: 'complex', level: 1 },
  { model: 'sage', level: 2, mostEdges: 100_000 },
];

/** Validation links that are ranked, at most. */
const MOST_LINKS = 2000;
/** Standard errors that a difference must exceed: by chance alone it does so once in twenty times. */
const BEYOND_CHANCE = 1.64;

interface Tried {
  readonly candidate: LinkCandidate;
  readonly settings: object;
  readonly model: LinkEstimator;
  readonly report: FitReport;
  readonly scores: Float64Array;
}

/**
 * Fits several models of links and keeps the one with the best ranks of validation links, a less plain one only where it is better beyond chance. The
 * test links are not looked at.
 *
 * @param candidates the plainest first
 * @throws {HeteroGraphError} ABORTED
 */
export async function chooseLinkModel(
  problem: LinkProblem,
  { dataset, negativesBy }: { readonly dataset?: string | undefined; readonly negativesBy?: NodeChance | undefined },
  { onModel, ...run }: RunOptions & { readonly onModel?: ((name: string) => void) | undefined },
  candidates: readonly LinkCandidate[] = everyModel,
): Promise<ChosenLinkModel> {
  const links = someLinks(problem.split.valid.positive, problem.seed);
  const known = knownLinks(problem.split);
  const compared: Omit<ComparedLinkModel, 'isKept' | 'reason'>[] = [];
  const reasons = new Map<string, string>();
  let kept: Tried | undefined;
  try {
    for (const candidate of candidates) {
      throwIfAborted(run.signal);
      const name = candidate.model;
      const started = performance.now();
      const definition = linkModelNamed(name);
      const learnsBy = negativesBy !== undefined && 'negativesBy' in definition.defaults ? { negativesBy } : {};
      const settings = settingsOf(definition, learnsBy, dataset);
      const tried = await attempt(candidate, settings, problem, () => onModel?.(name), run);
      if (typeof tried === 'string') {
        reasons.set(name, tried);
        compared.push({ model: name, settings, seconds: 0 });
        continue;
      }
      const { graph } = problem.split.valid;
      const ranks = await rankLinks(tried.model, links, { known, graph, ...run });
      const scores = ranks.target!.map((rank, i) => (1 / rank + 1 / ranks.source![i]!) / 2);
      const { mean: mrr, error } = meanAndError(scores);
      const seconds = (performance.now() - started) / 1000;
      compared.push({ model: name, settings, mrr, error, seconds });
      const rival: Tried = { ...tried, candidate, settings, scores };
      if (kept && !isBetter(rival, kept)) rival.model.dispose();
      else {
        kept?.model.dispose();
        kept = rival;
      }
    }
  } catch (error) {
    kept?.model.dispose();
    throw error;
  }
  const { model, settings, report, candidate } = kept!;
  const models = compared.map((each): ComparedLinkModel => {
    const isKept = each.model === candidate.model;
    const reason = isKept ? 'kept' : (reasons.get(each.model) ?? difference(each, compared, candidate.model));
    return { ...each, isKept, reason };
  });
  const verdict =
    links.source.length > 0
      ? verdictOf(models)
      : `There is no validation link to compare models by: ${model.name}, the plainest, was kept.`;
  return { model, settings, report, comparison: { links: links.source.length, models, verdict } };
}

/** A fitted model, or why there is none. */
async function attempt(
  { model: name, mostEdges = Number.POSITIVE_INFINITY }: LinkCandidate,
  settings: object,
  problem: LinkProblem,
  onStart: () => void,
  run: RunOptions,
): Promise<{ readonly model: LinkEstimator; readonly report: FitReport } | string> {
  const edges = problem.split.train.graph.numEdges();
  if (edges > mostEdges) return `not tried: the graph has more than ${mostEdges} edges`;
  let model: LinkEstimator | undefined;
  try {
    linkModelNamed(name).links.check?.(problem, settings, {});
    onStart();
    model = createLinkModel(name, { settings });
    const report = await model.fit(problem, run);
    throwIfAborted(run.signal);
    return { model, report };
  } catch (error) {
    model?.dispose();
    if (!isHeteroGraphError(error) || error.code === 'ABORTED') throw error;
    return `not possible here: ${error.message}`;
  }
}

function isBetter(rival: Tried, kept: Tried): boolean {
  const { mean, error } = meanAndError(rival.scores.map((score, i) => score - kept.scores[i]!));
  return mean > (rival.candidate.level > kept.candidate.level ? BEYOND_CHANCE * error : 0);
}

function meanAndError(values: Float64Array): { readonly mean: number; readonly error: number } {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  return { mean, error: Math.sqrt(variance / n) };
}

function difference(
  { mrr }: Pick<ComparedLinkModel, 'mrr'>,
  all: readonly Pick<ComparedLinkModel, 'model' | 'mrr'>[],
  kept: string,
): string {
  const lead = mrr! - all.find(({ model }) => model === kept)!.mrr!;
  const points = (100 * Math.abs(lead)).toFixed(2);
  return lead > 0 ? `${points} points above the kept one, which may be chance` : `${points} points below the kept one`;
}

/** What was kept and why. */
function verdictOf(models: readonly ComparedLinkModel[]): string {
  const shown = ({ mrr, error }: ComparedLinkModel) => `${(100 * mrr!).toFixed(2)} ± ${(100 * error!).toFixed(2)}`;
  const kept = models.find(({ isKept }) => isKept)!;
  const others = models.filter(({ isKept, mrr }) => !isKept && mrr !== undefined);
  const [best] = others.sort((a, b) => b.mrr! - a.mrr!);
  const own = `${kept.model} was kept, by the ranks of validation links: MRR ${shown(kept)}`;
  if (!best) return `${own}. No other model could be tried.`;
  const next = `${best.model} has ${shown(best)}`;
  return best.mrr! > kept.mrr!
    ? `${own}; ${next}, which may be chance and is less plain.`
    : `${own}; the next, ${next}.`;
}

/** So many of the links, drawn by the seed. */
function someLinks(links: TypedLinks, seed: number): TypedLinks {
  const { source, target, relation } = links;
  if (source.length <= MOST_LINKS) return links;
  const all = Int32Array.from(source.keys());
  const at = new RandomStream(seed, 'validation links').shuffle(all).slice(0, MOST_LINKS).sort();
  const pick = (values: Int32Array) => Int32Array.from(at, (i) => values[i]!);
  return { ...links, source: pick(source), target: pick(target), relation: pick(relation) };
}

export const linkComparisonHeads = ['compared by validation links', 'MRR', '±', 'seconds', 'result'];

/** Rows of a table for people, in the order of {@link linkComparisonHeads}. */
export function linkComparisonRows({ models }: LinkComparison): string[][] {
  const percent = (value: number | undefined) => (value === undefined ? '-' : (100 * value).toFixed(2));
  return models.map(({ model, mrr, error, seconds, reason }) => [
    ...[model, percent(mrr), percent(error), seconds.toFixed(1), reason],
  ]);
}
