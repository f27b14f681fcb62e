import { sha256 } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { hashGraph } from '../graph/index.js';
import type { RpHgnnOptions } from './options.js';

/** Raised whenever the same options would give other tensors. */
const ALGORITHM = 3;

/** Names the tensors of (graph, options, seed): SHA-256 in hex. O(bytes of the graph). */
export function featureKey(graph: HeteroGraph, rows: Int32Array, options: RpHgnnOptions): string {
  const { target, hops, seed, useInput = false, embeddingWidth = 256, inputWidth, relations, labels } = options;
  const text = JSON.stringify({
    algorithm: ALGORITHM,
    graph: hashGraph(graph),
    target,
    rows: hashInts(rows),
    hops,
    seed,
    useInput,
    embeddingWidth,
    inputWidth: inputWidth ?? null,
    projection: options.projection ?? 'very-sparse',
    relations: relations ?? null,
    labels: labels ? { ...labels, column: labels.column ?? null, trainRows: hashInts(labels.trainRows) } : null,
  });
  return sha256().update(text).hex();
}

function hashInts(values: Int32Array): string {
  return sha256()
    .update(`${values.length}`)
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .hex();
}
