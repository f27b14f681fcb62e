import type { RunOptions } from '../../../core/index.js';
import type { Lists } from '../rankers/lists.js';
import { type FiguresByAnchor, type ListFigures, listFigures } from '../scores/figures.js';
import { type Lister, scoredLists } from '../scores/scored-lists.js';
import type { ListAnchors } from '../task/types.js';
import { type ChosenRanker, chooseRanker } from './choose.js';

/** A ranker with what it lists the validation anchors by, and the test anchors. */
export interface Compared {
  readonly name: string;
  readonly title: string;
  readonly level: 'simple' | 'learned';
  readonly valid: Lister;
  readonly test: Lister;
  /** That it took to learn. */
  readonly seconds: number;
}

/** A ranker with its figures. */
export interface ScoredRanker {
  readonly name: string;
  readonly title: string;
  readonly valid: ListFigures;
  readonly test: ListFigures;
  readonly isKept: boolean;
  readonly seconds: number;
}

/** The parts that decide and test, and of each anchor the place of its entity in the order of ids. */
export interface ComparedParts {
  readonly valid: ListAnchors;
  readonly test: ListAnchors;
  entitiesOf(anchors: ListAnchors): Int32Array;
}

type Tried<T> = T & { readonly values: Float64Array; readonly ofValid: FiguresByAnchor };

/**
 * Chooses a ranker by its lists of the validation anchors and scores all of them. Of lists those that are being scored are held, and in the end those of the
 * test by the one that is kept.
 */
export async function compareRankers<T extends Compared>(
  rankers: readonly T[],
  { valid, test, entitiesOf }: ComparedParts,
  { k, seed, ...run }: RunOptions & { readonly k: number; readonly seed: number },
): Promise<ChosenRanker<Tried<T>> & { readonly scores: readonly ScoredRanker[]; readonly testLists: Lists }> {
  const tried: Tried<T>[] = [];
  for (const each of rankers) {
    const started = performance.now();
    const { figures } = await scoredLists(each.valid, valid, k, run);
    tried.push({ ...each, ofValid: figures, values: figures.map, seconds: each.seconds + since(started) });
  }
  const chosen = chooseRanker(tried, valid);
  const scores: ScoredRanker[] = [];
  let testLists: Lists | undefined;
  for (const each of tried) {
    const started = performance.now();
    const isKept = each === chosen.kept;
    const { figures, lists } = await scoredLists(each.test, test, k, { ...run, isKept });
    testLists ??= lists;
    const seconds = each.seconds + since(started);
    scores.push({
      ...{ name: each.name, title: each.title, isKept, seconds },
      valid: await listFigures(each.ofValid, entitiesOf(valid), { ...run, seed }),
      test: await listFigures(figures, entitiesOf(test), { ...run, seed }),
    });
  }
  return { ...chosen, scores, testLists: testLists! };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
