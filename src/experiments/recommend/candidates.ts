import type { Interactions } from '../../recommend/index.js';
import { recommenderNames } from '../../recommend/index.js';

/** A recommender that is tried. */
export interface RecommenderCandidate {
  /** Name in the registry. */
  readonly recommender: string;
  /** What tables call it. */
  readonly label: string;
  /** Settings that differ from the defaults. */
  readonly settings: object;
  /** Whether it is one of the simple ones, which a better one must beat beyond chance. */
  readonly isSimple: boolean;
  /** Multiplications of a fit, about. */
  readonly work: number;
}

/** Multiplications of one fit that are tried where no recommender is named: about ten seconds on one core. */
const WORK_BUDGET = 3e10;

interface Sizes {
  readonly users: number;
  readonly items: number;
  readonly pairs: number;
}

interface Known {
  readonly recommender: string;
  readonly label?: string;
  readonly settings?: object;
  readonly isSimple?: boolean;
  work(sizes: Sizes): number;
}

/** The plainest first. Costs are those of the settings given, else of the defaults. */
const known: readonly Known[] = [
  { recommender: 'popularity', isSimple: true, work: ({ pairs }) => pairs },
  ...['cosine', 'bm25'].map(
    (similarity): Known => ({
      recommender: 'item-knn',
      label: `item-knn, ${similarity}`,
      settings: { similarity },
      isSimple: true,
      work: ({ pairs, users }) => (pairs * pairs) / Math.max(1, users),
    }),
  ),
  { recommender: 'gf-cf', work: ({ pairs, users, items }) => 256 * 10 * (2 * pairs + 256 * Math.min(users, items)) },
  { recommender: 'ease', work: ({ items, pairs, users }) => items ** 3 + (pairs * pairs) / Math.max(1, users) },
  { recommender: 'als', work: ({ pairs, users, items }) => 15 * 3 * 64 * (2 * pairs + 64 * (users + items)) },
  {
    recommender: 'lightgcn',
    work: ({ pairs, users, items }) => 100 * 64 * (pairs * 256 * 3 + 12 * (pairs + users + items)),
  },
];

/** What is tried where no recommender is named, and what is not since it would take too long. */
export function candidatesFor(train: Interactions): {
  readonly tried: readonly RecommenderCandidate[];
  readonly tooLong: readonly string[];
} {
  const sizes = { users: train.users.size, items: train.items.size, pairs: train.matrix.indices.length };
  const there = new Set(recommenderNames());
  const all = known
    .filter(({ recommender }) => there.has(recommender))
    .map(({ recommender, label = recommender, settings = {}, isSimple = false, work }) => ({
      ...{ recommender, label, settings, isSimple },
      work: work(sizes),
    }));
  const isTried = ({ isSimple, work }: RecommenderCandidate) => isSimple || work <= WORK_BUDGET;
  return { tried: all.filter(isTried), tooLong: all.filter((each) => !isTried(each)).map(({ label }) => label) };
}

/** The simple ones, and the one that was named. */
export function candidatesWith(name: string, settings: object, train: Interactions): readonly RecommenderCandidate[] {
  const { tried } = candidatesFor(train);
  const simple = tried.filter((each) => each.isSimple && each.recommender !== name);
  return [...simple, { recommender: name, label: name, settings, isSimple: false, work: 0 }];
}
