import type { Csr } from '../../../src/core/index.js';

/** For every query the allowed items by falling product in float64, lower numbers first among equals, as [item, product]. */
export function sortedProducts(
  queries: Float32Array,
  items: Float32Array,
  width: number,
  exclude?: Csr,
  allowed?: Uint8Array,
): [number, number][][] {
  return Array.from({ length: queries.length / width }, (_, q) => {
    const left = new Set(exclude?.indices.slice(exclude.indptr[q], exclude.indptr[q + 1]));
    const list: [number, number][] = [];
    for (let item = 0; item < items.length / width; item++) {
      if (left.has(item) || allowed?.[item] === 0) continue;
      let sum = 0;
      for (let c = 0; c < width; c++) sum += queries[q * width + c]! * items[item * width + c]!;
      list.push([item, sum]);
    }
    return list.sort(([i, v], [j, w]) => w - v || i - j);
  });
}
