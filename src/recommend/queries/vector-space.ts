import { gatherRows, rowNorm } from '../../compute/index.js';
import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import type { ExternalId } from '../interactions/id.js';
import { VectorIndex } from '../retrieval/vector-index.js';

/** One change of a query: towards a direction or an item, or away from it where the weight is below 0. */
export interface QueryChange {
  /** A direction [width], such as {@link VectorSpace.direction} gives, or the id of an item. */
  readonly towards: Float32Array | ExternalId;
  /** Length of the change, where the mean of the items that it starts from has length 1. Default 1; -1 is a negation. */
  readonly weight?: number;
}

/** "Like these, but ...". */
export interface ComposedQuery {
  /** Ids of items that the result should be like; their mean is where the query begins. */
  readonly like: readonly ExternalId[];
  readonly but?: readonly QueryChange[];
}

export interface NearestOptions {
  /** Default 10. */
  readonly k?: number;
  /** Ids that stay out of the list, such as those the query was made of. */
  readonly leaveOut?: readonly ExternalId[];
}

/** Items, nearest first. */
export interface NearestItems {
  readonly items: readonly ExternalId[];
  /** Cosines with the query. */
  readonly cosines: Float32Array;
}

/**
 * Vectors of items with their ids, for queries that are put together of items and changes: of a recommender's factors, or vectors of nodes of
 * any type. All vectors are taken at length 1.
 *
 * ```ts
 * using space = new VectorSpace(ids, vectors, 64);
 * const comedy = space.direction(comedies);
 * const query = space.compose({ like: ['Alien', 'Aliens'], but: [{ towards: comedy }, { towards: 'Solaris', weight: -0.5 }] });
 * space.nearest(query, { k: 10, leaveOut: ['Alien', 'Aliens'] }).items;
 * ```
 */
export class VectorSpace {
  readonly ids: readonly ExternalId[];
  readonly width: number;
  /** [items, width], rows of length 1 (0 where the vector is 0). */
  readonly vectors: Float32Array;
  readonly #numbers: ReadonlyMap<string | number, number>;
  readonly #index: VectorIndex;

  /**
   * @param ids of the rows of `vectors`, each once
   * @throws {HeteroGraphError} SHAPE_MISMATCH, DUPLICATE_ID, NON_FINITE
   */
  constructor(ids: readonly ExternalId[], vectors: Float32Array, width: number) {
    expectArgument(ids, 'list', 'ids');
    expectArgument(vectors, 'numbers', 'vectors');
    if (vectors.length !== ids.length * width) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `${vectors.length} numbers are not ${ids.length} vectors of ${width}.`,
        {
          hint: 'Give an id for each row.',
        },
      );
    }
    this.ids = ids;
    this.width = width;
    this.#numbers = new Map(Array.from(ids, (id, row) => [idKey(id), row]));
    if (this.#numbers.size < ids.length) {
      throw new HeteroGraphError('DUPLICATE_ID', 'Two vectors have the same id.', { hint: 'Give each id once.' });
    }
    this.#index = VectorIndex.build(vectors, width, { metric: 'cosine', seed: 0 });
    this.vectors = rowNorm(vectors, width);
  }

  /**
   * What items of an attribute have in common: their mean less the mean of all others, at length 1.
   *
   * @throws {HeteroGraphError} UNKNOWN_ID; NO_ROWS where no item has the attribute, or all have it
   */
  direction(members: readonly ExternalId[]): Float32Array {
    expectArgument(members, 'list', 'members');
    const rows = new Set(Array.from(members, (id) => this.#numberOf(id)));
    if (rows.size === 0 || rows.size === this.ids.length) {
      throw new HeteroGraphError('NO_ROWS', `${rows.size} of ${this.ids.length} items have the attribute.`, {
        hint: 'Some items must have it, and others not.',
      });
    }
    const out = new Float64Array(this.width);
    for (let row = 0; row < this.ids.length; row++) {
      const share = rows.has(row) ? 1 / rows.size : -1 / (this.ids.length - rows.size);
      for (let c = 0; c < this.width; c++) out[c]! += share * this.vectors[row * this.width + c]!;
    }
    return unit(out);
  }

  /**
   * The vector of a query, of length 1: the mean of the items at length 1, plus each change times its weight.
   *
   * @throws {HeteroGraphError} UNKNOWN_ID, SHAPE_MISMATCH, INVALID_OPTION
   */
  compose(query: ComposedQuery): Float32Array {
    expectMembers(query, 'query', { like: 'list' });
    const mean = new Float64Array(this.width);
    for (const id of query.like) this.#add(mean, this.#vectorOf(id), 1);
    const out = Float64Array.from(unit(mean));
    for (const { towards, weight = 1 } of query.but ?? []) {
      if (!Number.isFinite(weight)) {
        throw new HeteroGraphError('INVALID_OPTION', `A weight is ${weight}.`, { hint: 'Use a finite number.' });
      }
      const change = towards instanceof Float32Array ? towards : this.#vectorOf(towards);
      if (change.length !== this.width) {
        throw new HeteroGraphError('SHAPE_MISMATCH', `A direction has ${change.length} numbers, not ${this.width}.`, {
          hint: 'Use one of this space.',
        });
      }
      this.#add(out, change, weight);
    }
    return unit(out);
  }

  /**
   * The items of the largest cosine with a query, the earlier id of equals first.
   *
   * @throws {HeteroGraphError} UNKNOWN_ID, SHAPE_MISMATCH, INVALID_OPTION
   */
  nearest(query: Float32Array, { k = 10, leaveOut = [] }: NearestOptions = {}): NearestItems {
    const rows = Int32Array.from(new Set(leaveOut.map((id) => this.#numberOf(id)))).sort();
    const exclude = { numRows: 1, numCols: this.ids.length, indptr: Int32Array.of(0, rows.length), indices: rows };
    const { indices, values } = this.#index.search(query, k, { exclude });
    const found = indices.filter((row) => row >= 0);
    return { items: Array.from(found, (row) => this.ids[row]!), cosines: values.slice(0, found.length) };
  }

  /** Gives the memory of the index back. */
  dispose(): void {
    this.#index.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #vectorOf(id: ExternalId): Float32Array {
    return gatherRows(this.vectors, this.width, Int32Array.of(this.#numberOf(id)));
  }

  #numberOf(id: ExternalId): number {
    const row = this.#numbers.get(idKey(id));
    if (row !== undefined) return row;
    throw new HeteroGraphError('UNKNOWN_ID', `There is no vector of ${String(id)}.`, {
      hint: 'Use ids that the space was made with.',
    });
  }

  #add(to: Float64Array, x: ArrayLike<number>, weight: number): void {
    for (let c = 0; c < this.width; c++) to[c]! += weight * x[c]!;
  }
}

function unit(x: Float64Array): Float32Array {
  const length = Math.hypot(...x);
  return Float32Array.from(x, (value) => (length > 0 ? value / length : 0));
}
