import { sha256 } from '../../../../src/core/index.js';
import { fitRecommender, recommenderNames } from '../../../../src/recommend/index.js';
import { shop, shopRows } from '../problems.js';
import { quickSettings } from '../quick-settings.js';

/** Prints a hash of every recommender's lists of a problem that is large enough for several threads. */
const problem = shop(shopRows(300, 90), 301, 91);
const hashes: Record<string, string> = {};
for (const name of recommenderNames()) {
  const fitted = await fitRecommender(name, problem, { settings: quickSettings[name] ?? {}, seed: 3 });
  const hash = sha256();
  const users = Int32Array.from({ length: problem.train.users.size }, (_, n) => n);
  const ranked = fitted.rankedItems(users, 50);
  hash.update(new Uint8Array(ranked.items.buffer));
  hash.update(new Uint8Array(ranked.scores.buffer));
  hashes[name] = hash.hex();
}
console.log(JSON.stringify(hashes));
