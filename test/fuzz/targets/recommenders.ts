import { fitRecommender, loadRecommender, recommenderNames, saveRecommender } from '../../../src/recommend/index.js';
import { shop } from '../../recommend/contract/problems.js';
import { quickSettings } from '../../recommend/contract/quick-settings.js';
import { type FuzzTarget, SilentFault } from '../target.js';

/** Saved recommenders: lists of a damaged one are lists of its items, or it is refused. */
export const recommenders: readonly FuzzTarget[] = recommenderNames().map((name) => ({
  name: `recommender-${name}`,
  isForged: true,
  seed: async (folder) => {
    const fitted = await fitRecommender(name, shop(), { settings: { ...quickSettings[name], ...quicker[name] } });
    const kept = fitted.withHistory('new', ['i00', 'i03']).withItemColumns({ ids: ['i01'], columns: { kind: ['a'] } });
    await saveRecommender(kept, folder);
  },
  read: async (folder) => {
    const loaded = await loadRecommender(folder);
    const { users, items } = loaded.train;
    const asked = Array.from({ length: Math.min(users.size, 50) }, (_, n) => users.idOf(n));
    const lists = [...loaded.recommend([...asked, 'new'], { k: 5 }), loaded.recommendFor(['i00', 'i05'], { k: 5 })];
    for (const list of lists) {
      if (list.scores.some(Number.isNaN)) throw new SilentFault('There are scores that are no numbers.');
      if (list.items.some((item) => items.indexOf(item) < 0)) throw new SilentFault('An item is not in the catalogue.');
    }
    loaded.similarItems(['i00'], { k: 5 });
    loaded.explain('new', 'i06');
  },
}));

const oneEpoch = { epochs: 1 };
/** Nothing needs to be learned well. */
const quicker: Readonly<Record<string, object>> = {
  ...{ bpr: oneEpoch, lightgcn: oneEpoch, simgcl: oneEpoch, hetero: oneEpoch },
  ...{ 'two-tower': oneEpoch, 'rating-factors': oneEpoch },
};
