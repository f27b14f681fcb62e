import { shapes, type TypedShape, typedShape } from './typed-shapes.js';

export interface CountedShape extends TypedShape {
  readonly count: number;
}

/** Counts by shape and types. */
export class ShapeCounts {
  readonly #counts = new Map<string, CountedShape>();

  add(shape: TypedShape, count: number): void {
    const key = `${shape.shape.name} ${shape.types.join(' ')}`;
    this.#counts.set(key, { ...shape, count: (this.#counts.get(key)?.count ?? 0) + count });
  }

  /** Those of one shape, in order of their types. */
  of(name: string): CountedShape[] {
    return [...this.#counts.values()]
      .filter(({ shape }) => shape.name === name)
      .sort((a, b) => a.types.map((type, i) => type - b.types[i]!).find((difference) => difference !== 0) ?? 0);
  }
}

/**
 * How often shapes are all there is between their nodes, of how often they occur among other edges: from the fullest shape down, what
 * lies within fuller ones is taken off.
 */
export function inducedCounts(occurrences: ShapeCounts): CountedShape[] {
  const rest = occurrences;
  const found: CountedShape[] = [];
  for (const shape of shapes.toReversed()) {
    for (const typed of rest.of(shape.name)) {
      if (typed.count === 0) continue;
      found.unshift(typed);
      const { edges } = shape;
      for (let kept = 1; kept < (1 << edges.length) - 1; kept++) {
        const inside = typedShape(
          typed.types,
          edges.filter((_, e) => (kept >> e) & 1),
        );
        if (inside) rest.add(inside, -typed.count);
      }
    }
  }
  return found;
}
