import { type Csr, RandomStream } from '../../src/core/index.js';
import type { PropagationInput, RpHgnnOptions } from '../../src/propagation/index.js';
import { denseSignsReference } from '../compute/references/sign-projection.js';

type Matrix = number[][];

/** Algorithm 1 of the paper with dense float64 matrices and none of the savings. */
export function propagateReference(input: PropagationInput, options: RpHgnnOptions) {
  const { hops, useInput = false, embeddingWidth = 256, projection = 'very-sparse', seed } = options;
  let x: Matrix[] = input.types.map(({ name, count, features, ids }) => {
    if (!features) {
      const values = new Float32Array(count * embeddingWidth);
      const stream = new RandomStream(seed, 'embedding', name);
      if (!ids) stream.fillNormal(values, 1 / Math.sqrt(embeddingWidth));
      for (let r = 0; ids && r < count; r++) {
        const own = new Float32Array(embeddingWidth);
        values.set(stream.fillNormalOf(`${ids.idOf(r)}`, own, 1 / Math.sqrt(embeddingWidth)), r * embeddingWidth);
      }
      return rows(values, count, embeddingWidth);
    }
    if (features.kind === 'dense') return rows(features.values, count, features.width);
    const out = rows(new Float32Array(count * features.width), count, features.width);
    for (let r = 0; r < count; r++) {
      for (let e = features.indptr[r]!; e < features.indptr[r + 1]!; e++)
        out[r]![features.indices[e]!]! += features.values[e]!;
    }
    return out;
  });
  const widths = input.types.map(({ features }) => features?.width ?? embeddingWidth);
  const own = x[input.target]!;
  const kept = new Map<string, Matrix[]>();
  /** What all but cancels anywhere on the way: its direction, which the row norm keeps, is rounding noise in float32. */
  let isIllConditioned = false;
  /** Length of every row as if nothing cancelled. */
  let sizes: Matrix[] = x.map((matrix) => matrix.map((row) => [Math.hypot(...row)]));
  for (let k = 0; k < hops; k++) {
    const sums = x.map((matrix, t) => matrix.map(() => new Array<number>(widths[t]!).fill(0)));
    const nextSizes = x.map((matrix) => matrix.map(() => [0]));
    for (const { name, a, b, aFromB, bFromA } of input.relations) {
      const views =
        a === b
          ? [[a, b, aFromB, bFromA] as const]
          : [[a, b, aFromB, bFromA] as const, [b, a, bFromA, aFromB] as const];
      for (const [t, u, there, back] of views) {
        const odd = mean(there, x[u]!, widths[u]!);
        const even = mean(there, mean(back, x[t]!, widths[t]!), widths[t]!);
        for (const [parity, h, width, size] of [
          ['odd', odd, widths[u]!, mean(there, sizes[u]!, 1)],
          ['even', even, widths[t]!, mean(there, mean(back, sizes[t]!, 1), 1)],
        ] as const) {
          if (t === input.target) kept.set(`${name}/${parity}`, [...(kept.get(`${name}/${parity}`) ?? []), h]);
          const s = projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(width));
          const stream = new RandomStream(seed, 'projection', k, input.types[t]!.name, name, parity);
          const w = denseSignsReference(width, widths[t]!, s, stream);
          for (const [r, row] of h.entries()) {
            const projected = Array.from({ length: widths[t]! }, (_, j) =>
              row.reduce((sum, value, i) => sum + value * w[i * widths[t]! + j]!, 0),
            );
            const length = Math.hypot(...projected);
            isIllConditioned ||= length < 1e-3 * size[r]![0]!;
            if (length > 0) nextSizes[t]![r]![0]! += 1;
            const norm = Math.max(length, 1e-12);
            for (let j = 0; j < projected.length; j++) sums[t]![r]![j]! += projected[j]! / norm;
          }
        }
      }
    }
    x = sums;
    sizes = nextSizes;
  }
  const groups = [...kept].map(([name, tensors]) => {
    const stack = useInput && name.endsWith('even') ? [own, ...tensors] : tensors;
    const width = name.endsWith('even')
      ? widths[input.target]!
      : (stack[0]?.[0]?.length ?? otherWidth(input, name, widths));
    return { name, hops: stack.length, width, values: own.flatMap((_, r) => stack.flatMap((tensor) => tensor[r]!)) };
  });
  return { groups, isIllConditioned };
}

function otherWidth(input: PropagationInput, name: string, widths: number[]): number {
  const { a, b } = input.relations.find((relation) => name === `${relation.name}/odd`)!;
  return widths[a === input.target ? b : a]!;
}

function rows(values: Float32Array, count: number, width: number): Matrix {
  return Array.from({ length: count }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);
}

function mean(csr: Csr, x: Matrix, width: number): Matrix {
  return Array.from({ length: csr.numRows }, (_, r) => {
    const neighbours = [...csr.indices.subarray(csr.indptr[r]!, csr.indptr[r + 1]!)];
    return Array.from({ length: width }, (_, c) =>
      neighbours.reduce((sum, u) => sum + x[u]![c]! / neighbours.length, 0),
    );
  });
}
