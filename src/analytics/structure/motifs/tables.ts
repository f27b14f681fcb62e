import { type MotifName, type Shape, shapes } from './typed-shapes.js';

/** The types of ranked nodes, and how many neighbours of each type they have. */
export interface TypedRanks {
  readonly numTypes: number;
  /** The type of each rank, [numNodes]. */
  readonly types: Uint8Array;
  /** Neighbours by type, [numNodes * numTypes]. */
  readonly degrees: Int32Array;
}

/** Counts of a shape by the types of its nodes, those of the last node beside each other: [numTypes ** nodes]. */
export type Tables = Partial<Record<MotifName, Float64Array>>;

export function emptyTables(size: 3 | 4, numTypes: number): Tables {
  const ofSize = shapes.filter(({ numNodes }) => numNodes === size);
  return Object.fromEntries(ofSize.map(({ name }) => [name, new Float64Array(numTypes ** size)]));
}

export function tableShapes(tables: Tables): { readonly shape: Shape; readonly counts: Float64Array }[] {
  return shapes.flatMap((shape) => {
    const counts = tables[shape.name];
    return counts ? [{ shape, counts }] : [];
  });
}
