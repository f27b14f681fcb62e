import type { RecommenderDefinition } from './core/definition.js';
import { itemKnn } from './item-knn/model.js';
import { popularity } from './popularity/model.js';

/** Every recommender of the library, in the order of its tables. A new one is a folder of its own and a line here. */
export const allRecommenders: readonly RecommenderDefinition[] = [popularity, itemKnn] as RecommenderDefinition[];
