import { expectArgument, expectMembers, HeteroGraphError, YieldTimer } from '../../core/index.js';
import { LinkIndex, type LinkSide, type TypedLinks } from '../../graph/index.js';
import { filteredRanks, rawRanks } from '../../training/index.js';
import type { LinkEstimator, LinkInferenceOptions } from '../core/link-types.js';

export interface RankOptions extends LinkInferenceOptions {
  /** Links that are right too and do not count as rivals, such as those of all parts; default none: raw ranks. */
  readonly known?: readonly LinkIndex[];
  /** Which ends are asked for; default both. */
  readonly sides?: readonly LinkSide[];
  /** Scores computed at once at most; default 2^24 (64 MiB). */
  readonly maxScores?: number;
}

/** Ranks by the end that was asked for, [links] each, in the order of the links. */
export type LinkRanks = Readonly<Partial<Record<LinkSide, Float64Array>>>;

/**
 * Ranks of the ends of links among all nodes of their type, in batches: no matrix of all scores is kept.
 *
 * @throws {HeteroGraphError} as `LinkEstimator.scoreAll` does; NON_FINITE; ABORTED
 */
export async function rankLinks(
  model: Pick<LinkEstimator, 'scoreAll' | 'task'>,
  links: TypedLinks,
  { known, sides = ['target', 'source'], maxScores = 2 ** 24, ...options }: RankOptions = {},
): Promise<LinkRanks> {
  expectMembers(model, 'model', { scoreAll: 'function', task: 'object' });
  expectMembers(links, 'links', { source: 'numbers', target: 'numbers', relation: 'numbers' });
  expectArgument(sides, 'list', 'sides');
  const ranks: Partial<Record<LinkSide, Float64Array>> = {};
  const total = links.source.length * sides.length;
  let done = 0;
  for (const side of sides) {
    const filter = known?.find((each) => each.side === side);
    if (known && !filter) {
      throw new HeteroGraphError('INVALID_OPTION', `There is no index of known links by side "${side}".`, {
        column: 'known',
        hint: 'Use indexesOf(links).',
      });
    }
    const out = new Float64Array(links.source.length);
    const run = { ...options, onProgress: undefined };
    await eachBatch(model, links, side, maxScores, run, (scores, rows, answers) => {
      const knownOf = (i: number) => filter!.answersOf(links.relation[rows[i]!]!, otherEnd(links, side)[rows[i]!]!);
      const found = filter ? filteredRanks(scores, answers, knownOf) : rawRanks(scores, answers);
      for (const [i, row] of rows.entries()) out[row] = found[i]!;
      done += rows.length;
      options.onProgress?.({ stage: 'ranking', done, total, unit: 'links' });
    });
    ranks[side] = out;
  }
  return ranks;
}

/** Links by question, for either side. */
export function indexesOf(links: TypedLinks): readonly LinkIndex[] {
  return [new LinkIndex(links, 'target'), new LinkIndex(links, 'source')];
}

function otherEnd({ source, target }: TypedLinks, side: LinkSide): Int32Array {
  return side === 'target' ? source : target;
}

/** Scores in batches of links whose answers are of one type. */
async function eachBatch(
  model: Pick<LinkEstimator, 'scoreAll' | 'task'>,
  links: TypedLinks,
  side: LinkSide,
  maxScores: number,
  options: LinkInferenceOptions,
  take: (scores: Float32Array, rows: Int32Array, answers: Int32Array) => void,
): Promise<void> {
  const { edgeTypes } = model.task;
  const end = side === 'target' ? 2 : 0;
  const answers = side === 'target' ? links.target : links.source;
  const timer = new YieldTimer(options.signal);
  const types = [...new Set(edgeTypes.map((type) => type[end]))];
  for (const type of types) {
    const rows = Int32Array.from(links.relation.keys()).filter((i) => edgeTypes[links.relation[i]!]?.[end] === type);
    let size = 16;
    for (let from = 0; from < rows.length; ) {
      const batch = rows.subarray(from, from + size);
      const queries = {
        side,
        known: batch.map((i) => otherEnd(links, side)[i]!),
        relation: batch.map((i) => links.relation[i]!),
      };
      const scores = await model.scoreAll(queries, options);
      take(
        scores,
        batch,
        batch.map((i) => answers[i]!),
      );
      from += batch.length;
      size = Math.max(1, Math.min(4096, Math.floor((maxScores * batch.length) / Math.max(1, scores.length))));
      if (timer.isDue()) await timer.yieldNow();
    }
  }
}
