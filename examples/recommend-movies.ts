// Lists of movies, compared on held-out ratings; one person's list explained and re-ranked; a stranger by three movies. Which genres a movie has is the side information.
// Data: the folder movielens-hin (Shi et al., TKDE 2019) below HETEROGRAPH_DATA. Run: HETEROGRAPH_DATA=FOLDER npx tsx examples/recommend-movies.ts
import { loadDataset } from 'heterograph/datasets';
import {
  calibrated,
  evaluateRecommender,
  fitRecommender,
  holdOutPerUser,
  interactionsOf,
  type ListEvaluation,
  maximalMarginalRelevance,
  rerank,
} from 'heterograph/recommend';

const { graph } = await loadDataset('movielens-hin', { root: process.env.HETEROGRAPH_DATA });
// The files have numbers; these are the 18 genres of MovieLens 100K in their order, which agree with the numbers of movies of each.
const names =
  'Action Adventure Animation Children Comedy Crime Documentary Drama Fantasy Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western'.split(
    ' ',
  );
const has = graph.edgeIndex(['movie', 'has', 'genre']);
const [movieIds, genreIds] = [graph.ids('movie'), graph.ids('genre')];
const genres = new Map<string | number, string[]>();
for (let e = 0; e < has.source.length; e++) {
  const movie = movieIds.idOf(has.source[e]!);
  genres.set(movie, [...(genres.get(movie) ?? []), names[Number(genreIds.idOf(has.target[e]!)) - 1]!]);
}
const shown = (movie: string | number) => `${movie} (${(genres.get(movie) ?? ['no genre']).join(', ')})`;

// Four stars and more is liked. A fifth of what each user liked is held out.
const liked = interactionsOf(graph, { edgeType: 'rates', atLeast: 4 });
const { train, test } = holdOutPerUser(liked, { share: 0.2, seed: 1 });
const evaluations: ListEvaluation[] = [];
for (const name of ['popularity', 'item-knn', 'ease']) {
  const recommender = await fitRecommender(name, train, { seed: 1 });
  const evaluation = await evaluateRecommender(recommender, test, { k: 20, categories: genres });
  evaluations.push(evaluation);
  const { 'ndcg@20': ndcg, 'recall@20': recall, 'coverage@20': coverage } = evaluation.figures;
  console.log(
    `${name}: NDCG@20 ${ndcg!.toFixed(3)}, recall@20 ${recall!.toFixed(3)}, coverage ${coverage!.toFixed(2)}`,
  );
}
const [, knn, ease] = evaluations;
const { difference, pValue, wins, losses } = await ease!.compareWith(knn!, 'ndcg@20', { seed: 1 });
console.log(
  `ease against item-knn: ${difference.estimate.toFixed(4)} (${difference.low.toFixed(4)} to ${difference.high.toFixed(4)}), p ${pValue.toFixed(4)}, better for ${wins}, worse for ${losses}`,
);

// One person: what they liked, what is recommended, and what speaks for the first of it.
const recommender = await fitRecommender('ease', liked);
const user = 100;
const history = Array.from(recommender.historyOf(user)!.items, (item) => liked.items.idOf(item));
const [candidates] = recommender.recommend([user], { k: 100 });
console.log(
  `user ${user} liked ${history.length} movies; first of the list: ${candidates!.items.slice(0, 3).map(shown).join(' ')}`,
);
const { because } = recommender.explain(user, candidates!.items[0]!)!;
for (const { item, value } of because.slice(0, 3))
  console.log(`  since they liked ${shown(item)}: ${value.toFixed(3)}`);

// The same list with the genres of the history, and without near copies.
const reranked = await rerank(
  [candidates!],
  [
    calibrated({ categories: genres, histories: [history], lambda: 0.9 }),
    maximalMarginalRelevance({ categories: genres, lambda: 0.5 }),
  ],
  { k: 10 },
);
for (const { name, effect } of reranked.stages) console.log(`${name}: ${effect}`);
for (const { item, fromRank, toRank, why } of reranked.lists[0]!.moves.slice(0, 3)) {
  console.log(`  ${shown(item)} from ${fromRank} to ${toRank}: ${why}`);
}

// Somebody of whom three movies are known, and who wants a comedy.
const movies = Array.from({ length: movieIds.size }, (_, row) => movieIds.idOf(row));
const stranger = recommender
  .withItemColumns({
    ids: movies,
    columns: { genre: movies.map((movie) => genres.get(movie) ?? null) },
  })
  .recommendFor([50, 172, 181], { k: 3, filter: { where: { genre: 'Comedy' } } });
console.log(`a stranger who liked 50, 172 and 181 (${stranger.by}): ${stranger.items.map(shown).join(' ')}`);
