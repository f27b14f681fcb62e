import type { RecordBatch, Vector } from 'apache-arrow';
import { expectArgument } from '../../../core/index.js';
import type { FileSource } from '../bytes/source.js';
import { encodeUtf8 } from '../bytes/utf8.js';
import { BadRows, type BatchReadOptions } from '../table/bad-rows.js';
import { recordBatch } from '../table/record-batch.js';
import { TextColumn } from '../table/text-column.js';
import type { NTriplesLine } from './n-triples-line.js';
import { LiteralColumns } from './n-triples-literals.js';
import { feedNTriples } from './n-triples-read.js';

export type NTriplesBatchOptions = BatchReadOptions;

const KINDS = { iri: encodeUtf8('iri'), blank: encodeUtf8('blank'), literal: encodeUtf8('literal') };

/**
 * The triples of N-Triples files as Arrow record batches of text columns: subject, predicate, object (of a literal its
 * text), kind of the object (`iri`, `blank`, `literal`), and language and datatype, null where there is none. Nothing is
 * read before a batch is asked for.
 *
 * @throws {HeteroGraphError} as `readNTriples` does
 */
export async function* nTriplesBatches(
  files: FileSource | readonly FileSource[],
  options: NTriplesBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectArgument(options, 'object', 'options');
  const { batchRows = 65_536, onBad } = options;
  const bad = new BadRows(options.onBadRow);
  const columns = new TripleColumns();
  const take = (line: NTriplesLine) => columns.append(line) >= batchRows;
  for await (const _ of feedNTriples(files, take, bad, options)) {
    bad.drain(onBad);
    if (columns.numRows >= batchRows) yield columns.finish();
  }
  if (columns.numRows > 0) yield columns.finish();
}

class TripleColumns {
  readonly #subject = new TextColumn();
  readonly #predicate = new TextColumn();
  readonly #object = new LiteralColumns();
  readonly #kind = new TextColumn();

  get numRows(): number {
    return this.#kind.numRows;
  }

  /** Adds a row; answers how many there are. */
  append({ bytes, subjectEnd, predicateEnd, objectEnd, objectKind }: NTriplesLine): number {
    this.#subject.append(bytes, 0, subjectEnd);
    this.#subject.endRow();
    this.#predicate.append(bytes, subjectEnd, predicateEnd);
    this.#predicate.endRow();
    if (objectKind === 'literal') this.#object.append(bytes, predicateEnd, objectEnd);
    else this.#object.appendNode(bytes, predicateEnd, objectEnd);
    const kind = KINDS[objectKind];
    this.#kind.append(kind, 0, kind.length);
    this.#kind.endRow();
    return this.numRows;
  }

  finish(): RecordBatch {
    const { numRows } = this;
    const [value, language, datatype] = this.#object.finish().map(([, vector]) => vector);
    const columns: [string, Vector][] = [
      ['subject', this.#subject.finish()],
      ['predicate', this.#predicate.finish()],
      ['object', value!],
      ['kind', this.#kind.finish()],
      ['language', language!],
      ['datatype', datatype!],
    ];
    return recordBatch(columns, numRows);
  }
}
