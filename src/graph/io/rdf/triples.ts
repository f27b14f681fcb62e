import type { RecordBatch } from 'apache-arrow';
import { expectArgument, HeteroGraphError } from '../../../core/index.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import { growableInt32 } from '../bytes/growable.js';
import type { FileSource } from '../bytes/source.js';
import { TermTable } from '../bytes/term-table.js';
import { encodeUtf8 } from '../bytes/utf8.js';
import type { ReadGraph } from '../table/assemble.js';
import { type BadRowPolicy, BadRows, type BatchReadOptions } from '../table/bad-rows.js';
import { recordBatch } from '../table/record-batch.js';
import { TextColumn } from '../table/text-column.js';
import { rowsByType, tripleGraph } from './triples-graph.js';
import { type CellLine, type CellOptions, feedCells } from './triples-read.js';

type Place = 'head' | 'relation' | 'tail';

export interface TripleFileOptions extends CellOptions {
  /** What the columns hold, default head, relation, tail. */
  readonly columns?: readonly [Place, Place, Place];
  /** What to do with a row that cannot be taken, default `fail`. */
  readonly onBadRow?: BadRowPolicy;
}

export interface TripleGraphOptions extends TripleFileOptions {
  /** Files of two columns: an entity and its type. Entities that no triple names are nodes too. */
  readonly entityTypes?: FileSource | readonly FileSource[];
  /** Type of the entities that `entityTypes` does not list, default `entity`. */
  readonly nodeType?: string;
}

export interface TripleBatchOptions extends TripleFileOptions, Pick<BatchReadOptions, 'batchRows' | 'onBad'> {}

const PLACES: readonly [Place, Place, Place] = ['head', 'relation', 'tail'];

/**
 * Reads a knowledge graph from files of head, relation, tail, a triple a line, as FB15k-237 and WN18RR come. Bytes stream
 * into columns: no string or object per triple. Every relation becomes an edge type for each pair of node types it links;
 * nodes have the entity's name as `id` and are numbered in order of appearance; repeated triples are kept.
 *
 * @throws {HeteroGraphError} under the policy `fail` MALFORMED_ROW, NULL_VALUE, INVALID_UTF8, and DUPLICATE_ID where an
 * entity is given two types, with file and line; always INVALID_OPTION, TOO_LARGE, FILE_NOT_FOUND,
 * FILE_UNREADABLE, CORRUPT_FILE, ABORTED
 * @remarks O(bytes); memory: names once, and 12 bytes a triple
 */
export async function readTriples(
  files: FileSource | readonly FileSource[],
  options: TripleGraphOptions = {},
): Promise<ReadGraph> {
  expectArgument(options, 'object', 'options');
  const bad = new BadRows(options.onBadRow);
  const places = placesOf(options);
  const store = new TripleStore(options.nodeType ?? 'entity');
  let numRows = 0;
  if (options.entityTypes !== undefined) {
    const take = (line: CellLine) => {
      if (store.takeType(line)) numRows++;
      else {
        const { file, row } = line;
        const message = 'An earlier row gives the entity another type.';
        bad.report({ file, row, column: 'entity', code: 'DUPLICATE_ID', message });
      }
      return false;
    };
    for await (const _ of feedCells(options.entityTypes, ['entity', 'type'], take, bad, options));
  }
  const take = (line: CellLine) => {
    store.take(line, places);
    numRows++;
    return false;
  };
  for await (const _ of feedCells(files, options.columns ?? PLACES, take, bad, options));
  return { graph: store.graph(), numRows, numBadRows: bad.count, badRows: bad.rows };
}

/**
 * The triples of such files as Arrow record batches of three text columns: head, relation, tail. Nothing is read before a
 * batch is asked for.
 *
 * @throws {HeteroGraphError} as {@link readTriples} does
 */
export async function* tripleBatches(
  files: FileSource | readonly FileSource[],
  options: TripleBatchOptions = {},
): AsyncGenerator<RecordBatch> {
  expectArgument(options, 'object', 'options');
  const { batchRows = 65_536, onBad } = options;
  const bad = new BadRows(options.onBadRow);
  const places = placesOf(options);
  const columns = PLACES.map(() => new TextColumn());
  const cut = () => {
    const { numRows } = columns[0]!;
    return recordBatch(
      PLACES.map((name, i) => [name, columns[i]!.finish()] as const),
      numRows,
    );
  };
  const take = ({ bytes, bounds }: CellLine) => {
    for (const [i, at] of places.entries()) {
      columns[i]!.append(bytes, bounds[2 * at]!, bounds[2 * at + 1]!);
      columns[i]!.endRow();
    }
    return columns[0]!.numRows >= batchRows;
  };
  for await (const _ of feedCells(files, options.columns ?? PLACES, take, bad, options)) {
    bad.drain(onBad);
    if (columns[0]!.numRows >= batchRows) yield cut();
  }
  if (columns[0]!.numRows > 0) yield cut();
}

/** Column numbers of head, relation and tail. */
function placesOf({ columns = PLACES }: TripleFileOptions): readonly [head: number, relation: number, tail: number] {
  const [head, relation, tail] = PLACES.map((place) => columns.indexOf(place));
  if (columns.length === 3 && head! >= 0 && relation! >= 0 && tail! >= 0) return [head!, relation!, tail!];
  throw new HeteroGraphError('INVALID_OPTION', `The columns are ${columns.join(', ')}.`, {
    hint: 'Name head, relation and tail, each once.',
  });
}

/** Triples on their way into a graph. */
class TripleStore {
  readonly #terms = new TermTable();
  readonly #relations = new TermTable();
  readonly #types = new TermTable();
  /** By term; entities that were given no type have type 0. */
  readonly #typeOf = growableInt32();
  readonly #subjects = growableInt32();
  readonly #predicates = growableInt32();
  readonly #objects = growableInt32();

  constructor(nodeType: string) {
    const bytes = encodeUtf8(nodeType);
    this.#types.intern(bytes, 0, bytes.length);
  }

  /** False where the entity has another type already. */
  takeType({ bytes, bounds }: CellLine): boolean {
    const known = this.#terms.size;
    const term = this.#terms.intern(bytes, bounds[0]!, bounds[1]!);
    const type = this.#types.intern(bytes, bounds[2]!, bounds[3]!);
    if (term === known) this.#typeOf.push(type);
    return this.#typeOf.at(term) === type;
  }

  take({ bytes, bounds }: CellLine, [head, relation, tail]: readonly [number, number, number]): void {
    this.#subjects.push(this.#node(bytes, bounds[2 * head]!, bounds[2 * head + 1]!));
    this.#predicates.push(this.#relations.intern(bytes, bounds[2 * relation]!, bounds[2 * relation + 1]!));
    this.#objects.push(this.#node(bytes, bounds[2 * tail]!, bounds[2 * tail + 1]!));
  }

  graph(): HeteroGraph {
    const typeOf = this.#typeOf.done();
    const { rowOf, counts } = rowsByType(typeOf, this.#types.size);
    const ids = Array.from(counts, () => new TextColumn());
    for (let term = 0; term < typeOf.length; term++) ids[typeOf[term]!]!.appendTerm(this.#terms, term);
    // The type of the unlisted stays only where there are such, or no others.
    const isUsed = (type: number) => type > 0 || counts[0]! > 0 || counts.length === 1;
    const first = isUsed(0) ? 0 : 1;
    return tripleGraph({
      nodeTypes: Array.from(counts.subarray(first), (count, i) => ({
        name: this.#types.text(i + first),
        count,
        columns: [[{ name: 'id', type: 'utf8', role: 'id' }, ids[i + first]!.finish()]],
      })),
      typeOf: typeOf.map((type) => type - first),
      rowOf,
      relations: Array.from({ length: this.#relations.size }, (_, i) => this.#relations.text(i)),
      subjects: this.#subjects.done(),
      predicates: this.#predicates.done(),
      objects: this.#objects.done(),
    });
  }

  #node(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#terms.size;
    const term = this.#terms.intern(bytes, start, end);
    if (term === known) this.#typeOf.push(0);
    return term;
  }
}
