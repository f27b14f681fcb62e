import { getPool, ItemPanels, type Pool } from '../../compute/index.js';
import type { Csr, WeightedCsr } from '../../core/index.js';
import { type ItemVectors, vectorsAt } from './products.js';
import type { RankedItems } from './rank.js';
import type { Scorer } from './scorer.js';

interface Kept {
  readonly panels: ItemPanels;
  readonly pool: Pool;
}

/** Vectors of items made ready for search once, however many recommenders share them; given back when nobody has the vectors any more. */
const keptOf = new WeakMap<ItemVectors, Kept>();
const released = new FinalizationRegistry<ItemPanels>((panels) => panels.dispose());

/** Vectors of fitted users [B, width], where scores are inner products. */
export function userVectors({ factors }: Scorer, users: Int32Array): Float32Array | undefined {
  return factors && vectorsAt(factors.users, factors.width, users);
}

/** Vectors of histories [B, width], where scores are inner products and histories have vectors. */
export function historyVectors(scorer: Scorer, histories: WeightedCsr): Float32Array | undefined {
  return scorer.factors && scorer.foldIn?.(histories);
}

/**
 * The k items of the largest inner product with each vector [B, width]: exact, without a matrix of all scores.
 *
 * @param among always the same object for the same vectors
 * @param leaveOut row q lists the items that list q leaves out
 */
export function nearestItems(
  among: ItemVectors,
  vectors: Float32Array,
  k: number,
  leaveOut: Csr | undefined,
): RankedItems {
  const { indices, values } = panelsOf(among).topK(vectors, k, leaveOut ? { exclude: leaveOut } : {});
  return { items: indices, scores: values };
}

function panelsOf(among: ItemVectors): ItemPanels {
  const pool = getPool();
  const kept = keptOf.get(among);
  if (kept?.pool === pool) return kept.panels;
  const panels = new ItemPanels(among.items, among.width, { pool });
  keptOf.set(among, { panels, pool });
  released.register(among, panels);
  return panels;
}
