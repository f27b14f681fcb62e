import * as z from 'zod/mini';
import { id } from '../http/schemas.js';

export const vectorsSchema = z.object({
  nodeType: z.string(),
  width: z.number(),
  vectors: z.array(z.object({ id, vector: z.array(z.number()) })),
});

/** Rows of a matrix with their ids. */
export function vectorsOf(
  nodeType: string,
  { values, width }: { readonly values: Float32Array; readonly width: number },
  rows: readonly number[],
  idOf: (i: number) => string | number,
): z.infer<typeof vectorsSchema> {
  const vectors = rows.map((row, i) => ({
    id: idOf(i),
    vector: Array.from(values.subarray(row * width, (row + 1) * width)),
  }));
  return { nodeType, width, vectors };
}
