/** What a column holds, as it is used. */
export type ColumnKind =
  | 'number'
  | 'boolean'
  | 'category'
  | 'tags'
  | 'date'
  | 'text'
  | 'vector'
  | 'identifier'
  | 'constant'
  | 'empty';

/**
 * (x - mean) / deviation, of the signed logarithm sign(x) ln(1 + |x|) where `log`, cut off at -10 and 10; missing values 0, and 1 in a column
 * of their own where there were some.
 */
export interface NumberEncoding {
  readonly kind: 'number';
  readonly log: boolean;
  readonly mean: number;
  readonly deviation: number;
  readonly hasMissing: boolean;
}

/** -1 and 1, missing values 0. */
export interface BooleanEncoding {
  readonly kind: 'boolean';
}

/** A column for each category, and one for all others and missing values. */
export interface CategoryEncoding {
  readonly kind: 'category';
  readonly categories: readonly string[];
}

/**
 * The time, standardised; sine and cosine of the day of the year and of the week, and where there are times of the day, of these; missing
 * values as of numbers. Mean and deviation are seconds since 1970.
 */
export interface DateEncoding {
  readonly kind: 'date';
  readonly mean: number;
  readonly deviation: number;
  readonly hasTimes: boolean;
  readonly hasMissing: boolean;
}

/** Hashed words, rows of length 1. */
export interface TextEncoding {
  readonly kind: 'text';
  readonly width: number;
}

/** A column of 0 and 1 for each tag, and `hashed` ones that other tags are hashed to. */
export interface TagsEncoding {
  readonly kind: 'tags';
  /** What stands between the tags of a cell, or `json` where it is an array. */
  readonly form: '|' | ';' | ',' | 'json';
  readonly tags: readonly string[];
  /** 0 where every tag had a column. */
  readonly hashed: number;
}

/** Hashes of ids, as base64 of a Bloom filter. */
export interface KnownIds {
  readonly bits: string;
}

/** Vectors of an embedder of texts, which has to be given again. */
export interface EmbeddingEncoding {
  readonly kind: 'embedding';
  /** Name of the embedder. */
  readonly model: string;
  readonly width: number;
}

/** Fixed random vectors N(0, deviation^2) by the ids of the nodes, which are the column. */
export interface IdentityEncoding {
  readonly kind: 'identity';
  readonly width: number;
  readonly deviation: number;
  readonly seed: number;
  /** The ids that were there; absent where there were too many to keep. */
  readonly known?: KnownIds;
}

/** A matrix as it is. */
export interface VectorEncoding {
  readonly kind: 'vector';
  readonly width: number;
}

/** How the values of a column become numbers; plain data, kept with a model. */
export type ColumnEncoding =
  | NumberEncoding
  | BooleanEncoding
  | CategoryEncoding
  | TagsEncoding
  | DateEncoding
  | TextEncoding
  | EmbeddingEncoding
  | IdentityEncoding
  | VectorEncoding;

/** Columns of the feature matrix that an encoding takes. */
export function widthOf(encoding: ColumnEncoding): number {
  switch (encoding.kind) {
    case 'number':
      return encoding.hasMissing ? 2 : 1;
    case 'boolean':
      return 1;
    case 'category':
      return encoding.categories.length + 1;
    case 'tags':
      return encoding.tags.length + encoding.hashed;
    case 'date':
      return 5 + (encoding.hasTimes ? 2 : 0) + (encoding.hasMissing ? 1 : 0);
    default:
      return encoding.width;
  }
}

/**
 * How the values of a column were spread over bins when its encoding was decided: the tenths of numbers, false and true, the categories and
 * all others; missing values are the last bin. Plain data, kept with the encoding.
 */
export interface ColumnSpread {
  /** Of numbers: where bins begin, ascending; a value is in the last bin that begins at or below it. */
  readonly starts?: readonly number[];
  /** Rows by bin. */
  readonly counts: readonly number[];
}

/** What became of a column. */
export interface ColumnUse {
  readonly column: string;
  readonly found: ColumnKind;
  /** Share of the rows looked at that have no value. */
  readonly missing: number;
  /** Absent where the column is not used. */
  readonly encoding?: ColumnEncoding;
  /** Why it is encoded as it is, or not used; for people. */
  readonly reason: string;
  /** How its values were spread in the rows looked at, by which drift of new data is found; absent of texts, dates and matrices. */
  readonly spread?: ColumnSpread;
}

/** By node type, what becomes of each of its columns; plain data. Types whose features stay as they are, are left out. */
export type FeatureEncoder = Readonly<Record<string, readonly ColumnUse[]>>;
