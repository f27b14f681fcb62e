import type { RecordBatch } from 'apache-arrow';
import { throwIfAborted, yieldToEventLoop } from '../core/index.js';
import type { EdgeTypeRef } from '../graph/index.js';
import { checkCount } from '../graph/internal.js';
import type { LoadOptions } from './base/types.js';
import { loadDataset } from './registry.js';

export interface DatasetBatchOptions extends LoadOptions {
  /** Rows of a batch at most, default 65,536. */
  batchRows?: number;
}

/**
 * The rows of a node or edge type of a data set as Arrow record batches, views of the graph's table: columns of the node
 * type, or `source` and `target` (row numbers) and columns of the edge type. The data set is loaded, from the cache where it
 * is there, when the first batch is asked for. A name that is both a node type and a relation means the node type.
 *
 * @throws {HeteroGraphError} as `loadDataset` does; UNKNOWN_TYPE where the set has no such type, AMBIGUOUS,
 * INVALID_OPTION, ABORTED
 */
export async function* datasetBatches(
  name: string,
  type: EdgeTypeRef,
  options: DatasetBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  const { batchRows = 65_536, ...load } = options;
  checkCount('batchRows', batchRows, 1);
  const { graph } = await loadDataset(name, load);
  const isNode = typeof type === 'string' && graph.nodeTypes.includes(type);
  const { batches } = isNode ? graph.nodeTable(type) : graph.edgeTable(type);
  for (const batch of batches) {
    for (let start = 0; start < batch.numRows; start += batchRows) {
      throwIfAborted(load.signal);
      yield batch.slice(start, Math.min(start + batchRows, batch.numRows));
      await yieldToEventLoop();
    }
  }
}
