/**
 * How a query becomes a vector that is compared with the vectors of all answers. Letters: B queries, w numbers a node, v numbers a
 * relation. All matrices row-major.
 */
export interface Family {
  /** Numbers of a node and of a relation, for a rank (of complex families: complex numbers). */
  readonly nodeWidth: (rank: number) => number;
  readonly relationWidth: (rank: number) => number;
  /** Scores are scalar products of query and answer, or their negative Euclidean distances. */
  readonly compares: 'product' | 'distance';
  /** Whether entries i and i + rank of a row are one complex number, whose modulus is penalised. */
  readonly isComplex: boolean;
  /** Whether the relations' numbers are penalised too; not where they are angles. */
  readonly penalisesRelations: boolean;
  /** Uniform bound of the relations' first values; undefined: as the nodes'. */
  readonly relationBound?: number;
  /** Writes the queries [B, w] of known nodes [B, w] and relations [B, v]. */
  query(node: Float32Array, relation: Float32Array, out: Float32Array, rank: number): void;
  /** Writes the gradients of nodes and relations, given that of the queries. */
  gradient(
    at: { readonly node: Float32Array; readonly relation: Float32Array; readonly query: Float32Array },
    out: { readonly node: Float32Array; readonly relation: Float32Array },
    rank: number,
  ): void;
}
