// "Like these, but of that genre" on movielens-hin: npm run bench -- queries. For every user and genre: films that the user rated 4 or more and that are
// not of the genre are what the list should be like; a held-out film of the genre, also rated 4 or more, among ten is a hit.
import { getPool } from '../../dist/compute/index.js';
import { loadDataset } from '../../dist/datasets/index.js';
import { fitRecommender, holdOutPerUser, interactionsOf, VectorSpace } from '../../dist/recommend/index.js';
import { dataRoot } from '../arguments.mjs';

const weights = [0, 0.25, 0.5, 1, 2];
const leastLiked = 5;

/** Weights are chosen on a tenth of each user's training films; the row of the test has those chosen. */
export async function queries(_names, { quick, data, seeds = '1' }) {
  const { graph, task } = await loadDataset('movielens-hin', { root: dataRoot({ data }) });
  const liked = interactionsOf(graph, { edgeType: task.edgeType, atLeast: 4 });
  const genres = interactionsOf(graph, { edgeType: ['movie', 'has', 'genre'], weight: false });
  const rows = [];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const { train, test } = holdOutPerUser(liked, { share: 0.2, seed });
    const inner = holdOutPerUser(train, { share: 0.1, seed });
    const users = quick ? 60 : train.users.size;
    const valid = await hits(inner.train, inner.test, genres, users, seed);
    const best = (kind) => weights.reduce((a, b) => (valid[kind][b] > valid[kind][a] ? b : a));
    const final = await hits(train, test, genres, users, seed);
    for (const kind of ['composed', 'filtered']) {
      const weight = best(kind);
      const row = { seed, queries: final.count, what: kind, weight, valid: valid[kind][weight].toFixed(4) };
      rows.push({ ...row, 'hit@10': final[kind][weight].toFixed(4) });
    }
    const plain = {
      seed,
      queries: final.count,
      what: 'filter, then nearest',
      weight: 0,
      valid: valid.filtered[0].toFixed(4),
    };
    rows.push({ ...plain, 'hit@10': final.filtered[0].toFixed(4) });
  }
  getPool().dispose();
  return {
    rows,
    summary:
      'composed: towards the genre, any film; filtered: the same among films of the genre. Vectors: als, 32 factors.',
  };
}

async function hits(train, test, genres, users, seed) {
  const settings = { factors: 32, alpha: 10, regularization: 10 };
  const recommender = await fitRecommender('als', train, { settings, seed });
  const { items, width } = recommender.scorer.factors;
  const ids = Array.from({ length: train.items.size }, (_, item) => train.items.idOf(item));
  const space = new VectorSpace(ids, items, width);
  const kinds = genresOf(train, genres);
  const sums = { composed: weights.map(() => 0), filtered: weights.map(() => 0) };
  let count = 0;
  for (const isOf of kinds) {
    const members = ids.filter((_, item) => isOf.has(item));
    const others = ids.filter((_, item) => !isOf.has(item));
    const direction = space.direction(members);
    for (let user = 0; user < users; user++) {
      const own = rowOf(train.matrix, user);
      const wanted = new Set(
        rowOf(test.matrix, user)
          .filter((item) => isOf.has(item))
          .map((item) => ids[item]),
      );
      const like = own.filter((item) => !isOf.has(item)).map((item) => ids[item]);
      if (wanted.size === 0 || like.length < leastLiked) continue;
      count++;
      const seen = own.map((item) => ids[item]);
      for (const [at, weight] of weights.entries()) {
        const query = space.compose({ like, but: [{ towards: direction, weight }] });
        const isHit = (leaveOut) => Number(space.nearest(query, { leaveOut }).items.some((id) => wanted.has(id)));
        sums.composed[at] += isHit(seen);
        sums.filtered[at] += isHit([...seen, ...others]);
      }
    }
  }
  space.dispose();
  const parts = (values) => Object.fromEntries(weights.map((weight, at) => [weight, values[at] / count]));
  return { count, composed: parts(sums.composed), filtered: parts(sums.filtered) };
}

/** For each genre of some films, not of all, the numbers of its films. */
function genresOf(train, genres) {
  const sets = Array.from({ length: genres.items.size }, () => new Set());
  for (let row = 0; row < genres.users.size; row++) {
    const item = train.items.indexOf(genres.users.idOf(row));
    if (item < 0) continue;
    for (const genre of rowOf(genres.matrix, row)) sets[genre].add(item);
  }
  return sets.filter(({ size }) => size > 0 && size < train.items.size);
}

function rowOf({ indptr, indices }, row) {
  return [...indices.subarray(indptr[row], indptr[row + 1])];
}
