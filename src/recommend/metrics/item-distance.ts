import { HeteroGraphError } from '../../core/index.js';
import type { ExternalId } from '../interactions/id.js';
import { type Categories, categoriesOf, type ItemLookup, lookupOf } from './item-lookup.js';

/** How alike two items are: by their vectors (cosine), their categories (Jaccard: shared / all of both), or as a function says. */
export interface ItemLikeness {
  readonly vectors?: ItemLookup<ArrayLike<number>>;
  readonly categories?: ItemLookup<Categories>;
  /** At most 1, for equal items. */
  readonly similarity?: (a: string | number, b: string | number) => number;
}

/**
 * Similarity of two items, undefined where nothing is known of one of them; it throws NON_FINITE where a vector or the function has no number.
 *
 * @throws {HeteroGraphError} INVALID_OPTION unless one way is given
 */
export function similarityOf(likeness: ItemLikeness): (a: ExternalId, b: ExternalId) => number | undefined {
  const { vectors, categories, similarity } = likeness;
  if ([vectors, categories, similarity].filter((each) => each !== undefined).length !== 1) {
    throw new HeteroGraphError('INVALID_OPTION', 'How alike items are is not given, or given twice.', {
      column: 'vectors',
      hint: 'Give one of vectors, categories and similarity.',
    });
  }
  if (similarity) {
    return (a, b) => finite(similarity(a as string | number, b as string | number), a, b, 'similarity');
  }
  if (vectors) {
    const cosineOf = cosine(lookupOf(vectors, 'vectors'));
    return (a, b) => finite(cosineOf(a, b), a, b, 'vectors');
  }
  const namesOf = categoriesOf(categories!, 'categories');
  return (a, b) => {
    const [first, second] = [namesOf(a), namesOf(b)];
    if (first.length === 0 || second.length === 0) return undefined;
    const shared = first.filter((name) => second.includes(name)).length;
    return shared / (first.length + second.length - shared);
  };
}

function finite(value: number | undefined, a: ExternalId, b: ExternalId, column: string): number | undefined {
  if (value === undefined || Number.isFinite(value)) return value;
  throw new HeteroGraphError('NON_FINITE', `The similarity of ${a} and ${b} is ${value}.`, {
    column,
    hint: 'Vectors hold finite numbers, and a function of similarity gives them.',
  });
}

function cosine(vectorOf: (item: ExternalId) => ArrayLike<number> | undefined) {
  return (a: ExternalId, b: ExternalId): number | undefined => {
    const [x, y] = [vectorOf(a), vectorOf(b)];
    if (!x || !y) return undefined;
    if (x.length !== y.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `Vectors of items have ${x.length} and ${y.length} numbers.`, {
        column: 'vectors',
        hint: 'Give vectors of one length.',
      });
    }
    let [product, xx, yy] = [0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      product += x[i]! * y[i]!;
      xx += x[i]! * x[i]!;
      yy += y[i]! * y[i]!;
    }
    return xx === 0 || yy === 0 ? undefined : product / Math.sqrt(xx * yy);
  };
}
