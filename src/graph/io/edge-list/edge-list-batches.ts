import type { RecordBatch, Vector } from 'apache-arrow';
import { asFileList } from '../bytes/source.js';
import { BadRows, type BatchReadOptions } from '../table/bad-rows.js';
import { NumberSink } from '../table/number-sink.js';
import { recordBatch } from '../table/record-batch.js';
import { TextSink } from '../table/text-sink.js';
import type { EdgeListSpec } from './edge-list-format.js';
import { type ScannedEdges, scanEdges } from './edge-scan.js';

export interface EdgeListBatchOptions extends BatchReadOptions {
  /** Type of the end columns: `int32` (default; larger ids are bad rows) or `float64` for ids up to 2^53. */
  readonly idType?: 'int32' | 'float64';
}

/**
 * The rows of plain numeric edge files as Arrow record batches: source, target, relation where there is one (text),
 * further columns. See `readEdgeList` for the form of the files, `csvBatches` for the behaviour of the iterator.
 *
 * @throws {HeteroGraphError} as `readEdgeList` does
 */
export async function* edgeListBatches(
  spec: EdgeListSpec,
  options: EdgeListBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  const bad = new BadRows(options.onBadRow);
  const { idType = 'int32', batchRows } = options;
  const maxId = idType === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  for (const source of asFileList(spec.files)) {
    const scan = scanEdges(source, spec, bad, { ...options, maxId, ...(batchRows ? { batchRows } : {}) });
    for await (const edges of scan) {
      const batch = edges.count > 0 ? toBatch(edges, idType) : undefined;
      bad.drain(options.onBad);
      if (batch) yield batch;
    }
  }
}

function toBatch({ layout, scanner, rows, count }: ScannedEdges, idType: 'int32' | 'float64'): RecordBatch {
  const numbers = (at: number, type: 'int32' | 'float32' | 'float64'): Vector => {
    const sink = new NumberSink(type, false);
    const values = scanner.batch.numbers[at]!;
    for (let k = 0; k < count; k++) sink.appendNumber(values[rows[k]!]!);
    return sink.finish().vector;
  };
  const columns: [string, Vector][] = [
    ['source', numbers(layout.source, idType)],
    ['target', numbers(layout.target, idType)],
  ];
  if (layout.relation >= 0) {
    const words = scanner.dictionaries[layout.relation]!.values();
    const codes = scanner.batch.codes[layout.relation]!;
    const sink = new TextSink(false);
    for (let k = 0; k < count; k++) sink.appendText(words[codes[rows[k]!]!]!);
    columns.push(['relation', sink.finish().vector]);
  }
  for (const { name, type, at } of layout.extras) columns.push([name, numbers(at, type)]);
  return recordBatch(columns, count);
}
