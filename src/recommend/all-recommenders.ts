import { als } from './als/model.js';
import { bpr } from './bpr/model.js';
import type { RecommenderDefinition } from './core/definition.js';
import { withLogStrengths } from './core/log-strengths.js';
import { ease } from './ease/model.js';
import { gfCf } from './gf-cf/model.js';
import { hetero } from './hetero/model.js';
import { itemKnn } from './item-knn/model.js';
import { lightgcn } from './lightgcn/model.js';
import { popularity } from './popularity/model.js';
import { ratingFactors } from './rating-factors/model.js';
import { simgcl } from './simgcl/model.js';
import { twoTower } from './two-tower/model.js';

/** Every recommender of the library, in the order of its tables. A new one is a folder of its own and a line here. */
export const allRecommenders: readonly RecommenderDefinition[] = [
  popularity,
  itemKnn,
  withLogStrengths(als),
  withLogStrengths(ease),
  withLogStrengths(gfCf),
  bpr,
  lightgcn,
  simgcl,
  hetero,
  twoTower,
  ratingFactors,
] as RecommenderDefinition[];
