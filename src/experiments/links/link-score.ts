import type { RunOptions } from '../../core/index.js';
import { joinLinks, type LinkIndex, type TypedLinkPart, type TypedLinkSplit } from '../../graph/index.js';
import { indexesOf, type LinkEstimator, rankLinks } from '../../models/index.js';
import { averagePrecisionOf, hitsAt, meanRank, meanReciprocalRank, rocAucOf } from '../../training/index.js';

/** Figures of a model on the test links. Fractions in [0, 1], ranks from 1. */
export interface LinkScore {
  readonly model: string;
  /** Of the links against pairs without a link; absent where the split has none. */
  readonly auc?: number;
  readonly averagePrecision?: number;
  /** Of filtered ranks among all nodes of the type, of targets and of sources alike. */
  readonly mrr: number;
  readonly hitsAt1: number;
  readonly hitsAt3: number;
  readonly hitsAt10: number;
  readonly meanRank: number;
  /** Wall seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly parameters: number | undefined;
}

/** All links of a split: answers that are right and do not count as rivals. */
export function knownLinks({ train, valid, test }: TypedLinkSplit): readonly LinkIndex[] {
  return indexesOf(joinLinks([train.positive, valid.positive, test.positive]));
}

/** Scores a model on a part of a split; it sees the graph of that part. */
export async function scoreLinks(
  model: LinkEstimator,
  part: TypedLinkPart,
  known: readonly LinkIndex[],
  figures: Pick<LinkScore, 'seconds' | 'parameters'>,
  run: RunOptions,
): Promise<LinkScore> {
  const started = performance.now();
  const { graph, positive, negative } = part;
  const options = { graph, ...run };
  const ranks = await rankLinks(model, positive, { known, ...options });
  const all = Float64Array.of(...ranks.target!, ...ranks.source!);
  const pairs = negative.source.length === 0 ? {} : await pairFigures(model, part, options);
  const seconds = { ...figures.seconds, score: (performance.now() - started) / 1000 };
  return {
    model: model.name,
    ...pairs,
    mrr: meanReciprocalRank(all),
    hitsAt1: hitsAt(1, all),
    hitsAt3: hitsAt(3, all),
    hitsAt10: hitsAt(10, all),
    meanRank: meanRank(all),
    seconds,
    parameters: figures.parameters,
  };
}

async function pairFigures(
  model: LinkEstimator,
  { positive, negative }: TypedLinkPart,
  options: Parameters<LinkEstimator['score']>[1],
): Promise<Pick<LinkScore, 'auc' | 'averagePrecision'>> {
  const scores = Float64Array.from(await model.score(joinLinks([positive, negative]), options));
  const isLink = Uint8Array.from(scores, (_, i) => Number(i < positive.source.length));
  return { auc: rocAucOf(scores, isLink), averagePrecision: averagePrecisionOf(scores, isLink) };
}

export const linkScoreHeads = ['model', 'AUC', 'AP', 'MRR', 'Hits@1', 'Hits@10', 'mean rank', 'seconds'];

/** Rows of a table for people, in the order of {@link linkScoreHeads}. */
export function linkScoreRows(scores: readonly LinkScore[]): string[][] {
  const percent = (value: number | undefined) => (value === undefined ? '' : (100 * value).toFixed(2));
  return scores.map((each) => [
    each.model,
    percent(each.auc),
    percent(each.averagePrecision),
    percent(each.mrr),
    percent(each.hitsAt1),
    percent(each.hitsAt10),
    each.meanRank.toFixed(1),
    Object.values(each.seconds)
      .reduce((sum, value) => sum + value, 0)
      .toFixed(1),
  ]);
}
