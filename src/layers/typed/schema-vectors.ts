import { HeteroGraphError } from '../../core/index.js';
import { type Tensor2D, tensor2d } from '../../tensor/index.js';

/** Vectors of what node types and relations are called or described as, all of one width. */
export interface SchemaVectors {
  /** By node type. */
  readonly nodes: ReadonlyMap<string, Float32Array>;
  /** By name of a relation, `source>relation>target`. */
  readonly relations: ReadonlyMap<string, Float32Array>;
}

export function isSchemaVectors(value: unknown): value is SchemaVectors {
  const { nodes, relations } = (value ?? {}) as Partial<SchemaVectors>;
  return nodes instanceof Map && relations instanceof Map;
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH where a vector is not of `width` numbers; NON_FINITE */
export function checkSchemaVectors({ nodes, relations }: SchemaVectors, width: number): void {
  for (const [type, vector] of [...nodes, ...relations]) {
    if (vector?.length !== width) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `The vector of "${type}" has ${vector?.length ?? 'no'} numbers instead of ${width}.`,
        { type, hint: 'Make all vectors by one method, of one width.' },
      );
    }
    if (vector.every(Number.isFinite)) continue;
    throw new HeteroGraphError('NON_FINITE', `The vector of "${type}" has a number that is NaN or infinite.`, {
      type,
      hint: 'Look at what makes vectors of this text.',
    });
  }
}

/** The vectors of these types below each other, [N, width]. @throws {HeteroGraphError} MODEL_MISMATCH where one has none */
export function stackedVectors(
  vectors: ReadonlyMap<string, Float32Array>,
  types: readonly string[],
  width: number,
): Tensor2D {
  const values = new Float32Array(types.length * width);
  for (const [i, type] of types.entries()) {
    const vector = vectors.get(type);
    if (!vector) {
      throw new HeteroGraphError('MODEL_MISMATCH', `There is no vector of "${type}".`, {
        type,
        hint: 'Give vectors of every node type and relation of the graph.',
      });
    }
    values.set(vector, i * width);
  }
  return tensor2d(values, [types.length, width]);
}
