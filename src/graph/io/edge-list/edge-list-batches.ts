import type { RecordBatch, Vector } from 'apache-arrow';
import { expectArgument } from '../../../core/index.js';
import { asFileList } from '../bytes/source.js';
import { BadRows, type BatchReadOptions } from '../table/bad-rows.js';
import { NumberSink } from '../table/number-sink.js';
import { recordBatch } from '../table/record-batch.js';
import { TextSink } from '../table/text-sink.js';
import type { EdgeListSpec } from './edge-list-format.js';
import { type ScannedEdges, scanEdges } from './edge-scan.js';

export interface EdgeListBatchOptions extends BatchReadOptions {
  /**
   * Type of the end columns: `int32` (larger ids are bad rows), `float64` for ids up to 2^53, or `utf8` for words. Default:
   * `utf8` where the first edge has words, else `int32`.
   */
  readonly idType?: 'int32' | 'float64' | 'utf8';
}

/**
 * The rows of plain edge files as Arrow record batches: source, target, relation where there is one (text),
 * further columns. See `readEdgeList` for the form of the files, `csvBatches` for the behaviour of the iterator.
 *
 * @throws {HeteroGraphError} as `readEdgeList` does
 */
export async function* edgeListBatches(
  spec: EdgeListSpec,
  options: EdgeListBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectArgument(spec, 'object', 'spec');
  expectArgument(options, 'object', 'options');
  const bad = new BadRows(options.onBadRow);
  const { idType, batchRows } = options;
  const maxId = idType === 'float64' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1;
  const ids = idType === 'utf8' ? 'text' : idType === undefined ? 'compact' : 'index';
  for (const source of asFileList(spec.files)) {
    const scan = scanEdges(source, spec, bad, { ...options, maxId, ids, ...(batchRows ? { batchRows } : {}) });
    for await (const edges of scan) {
      const batch = edges.count > 0 ? toBatch(edges, idType) : undefined;
      bad.drain(options.onBad);
      if (batch) yield batch;
    }
  }
}

function toBatch(
  { layout, scanner, rows, count }: ScannedEdges,
  idType: EdgeListBatchOptions['idType'] = 'int32',
): RecordBatch {
  const numbers = (at: number, type: 'int32' | 'float32' | 'float64'): Vector => {
    const sink = new NumberSink(type, false);
    const values = scanner.batch.numbers[at]!;
    for (let k = 0; k < count; k++) sink.appendNumber(values[rows[k]!]!);
    return sink.finish().vector;
  };
  const words = (at: number): Vector => {
    const codes = scanner.batch.codes[at]!;
    const sink = new TextSink(false);
    for (let k = 0; k < count; k++) sink.appendText(scanner.dictionaries[at]!.text(codes[rows[k]!]!));
    return sink.finish().vector;
  };
  const ends = (at: number) => (layout.hasWords || idType === 'utf8' ? words(at) : numbers(at, idType));
  const columns: [string, Vector][] = [
    ['source', ends(layout.source)],
    ['target', ends(layout.target)],
  ];
  if (layout.relation >= 0) columns.push(['relation', words(layout.relation)]);
  for (const { name, type, at } of layout.extras) columns.push([name, numbers(at, type)]);
  return recordBatch(columns, count);
}
