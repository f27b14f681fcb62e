import type { Vector } from 'apache-arrow';
import { expectArgument, HeteroGraphError, type RunOptions } from '../../../core/index.js';
import { GraphBuilder } from '../../build/builder.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import {
  type ColumnSchema,
  type EdgeType,
  type EdgeTypeSchema,
  edgeTypeKey,
  type GraphSchema,
  type NodeTypeSchema,
} from '../../schema/schema.js';
import type { ByteDictionary } from '../bytes/byte-dictionary.js';
import { type Growable, growableInt32 } from '../bytes/growable.js';
import type { NumberScanner } from '../bytes/scan-numbers.js';
import { asFileList, sourceName } from '../bytes/source.js';
import { type BadRowPolicy, BadRows, type ReadReport } from '../table/bad-rows.js';
import { usualNumberRole } from '../table/column-plan.js';
import { TextSink } from '../table/text-sink.js';
import { compactIds } from './compact-ids.js';
import type { EdgeListLayout, EdgeListSpec } from './edge-list-format.js';
import { type ScannedEdges, scanEdges } from './edge-scan.js';
import { NumberBlocks } from './number-blocks.js';

export interface EdgeListOptions extends RunOptions {
  readonly onBadRow?: BadRowPolicy;
  /**
   * What the numbers in the end columns are. `compact`, the default: ids of any size; the distinct ids of a node type
   * in ascending order become its rows. `index`: rows themselves, so that nodes without edges are kept. `text`: ids are
   * words, whatever they look like, and nodes are numbered in order of appearance; so they are, too, where the first edge of
   * a file has words.
   */
  readonly ids?: 'compact' | 'index' | 'text';
  /** Nodes of a type under `ids: 'index'`; default one more than the largest number in the files. */
  readonly numNodes?: Readonly<Record<string, number>>;
}

export interface EdgeListResult extends ReadReport {
  readonly graph: HeteroGraph;
}

/** All edges of one type, still with the ids of the file. */
interface EdgeStore {
  readonly type: EdgeType;
  readonly source: NumberBlocks;
  readonly target: NumberBlocks;
  readonly extras: { readonly schema: ColumnSchema; readonly blocks: NumberBlocks }[];
}

const DEFAULT_TYPE: EdgeType = ['node', 'edge', 'node'];

/**
 * Reads plain edge files (ids, and numbers such as weights; at most one column of words that names the relation) into a
 * graph, byte by byte, without a string or object per row: about 300 MB a second where ids are numbers. Every node type
 * gets an id column. Files with text columns, or delimiters inside quotes: `readCsvGraph`.
 *
 * @param specs one or several sets of files; the same edge type may occur in several.
 * @throws {HeteroGraphError} under the policy `fail` MALFORMED_ROW, WRONG_DTYPE, INDEX_OUT_OF_RANGE, NULL_VALUE,
 * WRONG_DTYPE, UNKNOWN_TYPE with file and line; always FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, TOO_LARGE,
 * UNKNOWN_COLUMN, AMBIGUOUS (the first line, or which columns are the ends), COLUMN_MISMATCH, INVALID_UTF8, ABORTED.
 * @remarks O(bytes); memory: the columns twice at most.
 */
export async function readEdgeList(
  specs: EdgeListSpec | readonly EdgeListSpec[],
  options: EdgeListOptions = {},
): Promise<EdgeListResult> {
  expectArgument(specs, 'object', 'specs');
  expectArgument(options, 'object', 'options');
  const bad = new BadRows(options.onBadRow);
  const stores = new Map<string, EdgeStore>();
  const words = new Map<string, WordIds | undefined>();
  let numRows = 0;
  const maxId = options.ids === 'index' ? 2 ** 31 - 2 : Number.MAX_SAFE_INTEGER;
  for (const spec of Array.isArray(specs) ? (specs as readonly EdgeListSpec[]) : [specs as EdgeListSpec]) {
    let hasWords = spec.relation !== undefined;
    for (const source of asFileList(spec.files)) {
      const file = sourceName(source);
      for await (const edges of scanEdges(source, spec, bad, { ...options, maxId })) {
        hasWords ||= edges.layout.relation >= 0;
        for (const part of byRelation(edges, spec, bad, file)) {
          const { type, rows, count } = withinDeclared(edges, part, options, bad, file);
          const store = storeOf(stores, type, edges.layout);
          append(store, edges, rows, count, file, words);
          numRows += count;
        }
      }
    }
    // Types without a row still belong to the graph.
    const types = spec.relations ? Object.values(spec.relations) : hasWords ? [] : [spec.type ?? DEFAULT_TYPE];
    for (const type of types) storeOf(stores, type, undefined);
  }
  const graph = buildGraph([...stores.values()], words, options);
  return { graph, numRows, numBadRows: bad.count, badRows: bad.rows };
}

interface Part {
  readonly type: EdgeType;
  readonly rows: Int32Array;
  readonly count: number;
}

/** Deals the good rows of a batch out to their edge types, in order. */
export function* byRelation(edges: ScannedEdges, spec: EdgeListSpec, bad: BadRows, file: string): Generator<Part> {
  const { layout, scanner, rows, count } = edges;
  const fallback = spec.type ?? DEFAULT_TYPE;
  if (layout.relation < 0) {
    if (count > 0) yield { type: fallback, rows, count };
    return;
  }
  const codes = scanner.batch.codes[layout.relation]!;
  const words = scanner.dictionaries[layout.relation]!.values();
  const starts = new Int32Array(words.length + 1);
  for (let k = 0; k < count; k++) starts[codes[rows[k]!]! + 1]!++;
  for (let code = 0; code < words.length; code++) starts[code + 1]! += starts[code]!;
  const dealt = new Int32Array(count);
  const next = starts.slice();
  for (let k = 0; k < count; k++) dealt[next[codes[rows[k]!]!]!++] = rows[k]!;
  for (const [code, word] of words.entries()) {
    const part = dealt.subarray(starts[code]!, starts[code + 1]!);
    if (part.length === 0) continue;
    if (spec.relations && !Object.hasOwn(spec.relations, word)) {
      const column = layout.format.columns[layout.relation]!.name;
      const message = `No edge type is given for the relation ${JSON.stringify(word.slice(0, 40))}.`;
      for (const i of part) {
        bad.report({ file, row: scanner.batch.lines[i]!, column, code: 'UNKNOWN_TYPE', message });
      }
    } else {
      const type: EdgeType = spec.relations?.[word] ?? [fallback[0], word, fallback[2]];
      yield { type, rows: part, count: part.length };
    }
  }
}

function storeOf(stores: Map<string, EdgeStore>, type: EdgeType, layout: EdgeListLayout | undefined): EdgeStore {
  const key = edgeTypeKey(type);
  let store = stores.get(key);
  if (!store) {
    store = { type, source: new NumberBlocks(), target: new NumberBlocks(), extras: [] };
    stores.set(key, store);
  }
  if (store.source.length === 0 && store.extras.length === 0) {
    for (const { name, type: dtype } of layout?.extras ?? []) {
      const schema: ColumnSchema = { name, type: dtype, role: usualNumberRole(name) };
      store.extras.push({ schema, blocks: new NumberBlocks(dtype === 'int32' ? 'auto' : dtype) });
    }
  }
  return store;
}

function append(
  store: EdgeStore,
  { layout, scanner }: ScannedEdges,
  rows: Int32Array,
  count: number,
  file: string,
  words: Map<string, WordIds | undefined>,
): void {
  const { numbers } = scanner.batch;
  const names = layout.extras.map(({ name, type }) => `${name} ${type}`).join();
  if (names !== store.extras.map(({ schema }) => `${schema.name} ${schema.type}`).join()) {
    throw new HeteroGraphError('COLUMN_MISMATCH', 'The columns differ from those of an earlier file of this type.', {
      file,
      row: 1,
      type: edgeTypeKey(store.type),
      hint: "Leave columns out with columns: {name: 'skip'}.",
    });
  }
  for (const [blocks, at, type] of [
    [store.source, layout.source, store.type[0]],
    [store.target, layout.target, store.type[2]],
  ] as const) {
    if (!words.has(type)) words.set(type, layout.hasWords ? new WordIds() : undefined);
    const ids = words.get(type);
    if ((ids !== undefined) !== layout.hasWords) {
      throw new HeteroGraphError('COLUMN_MISMATCH', 'Ids are words in one file and numbers in another.', {
        file,
        row: 1,
        type,
        hint: "Take all of them as words with ids: 'text'.",
      });
    }
    if (ids) blocks.append(ids.rowsOf(scanner, at, rows, count), count);
    else blocks.append(numbers[at]!, count, rows);
  }
  for (const [k, { at }] of layout.extras.entries()) store.extras[k]!.blocks.append(numbers[at]!, count, rows);
}

/** Words that are the ids of a node type, numbered in order of appearance. */
class WordIds {
  readonly #rows = new Map<string, number>();
  /** One more than the row by code of a column of a file; 0 where it is not known yet. */
  readonly #known = new WeakMap<ByteDictionary, Growable<Int32Array>>();

  rowsOf({ batch, dictionaries }: NumberScanner, at: number, rows: Int32Array, count: number): Float64Array {
    const dictionary = dictionaries[at]!;
    const known = this.#known.get(dictionary) ?? growableInt32();
    this.#known.set(dictionary, known);
    while (known.length < dictionary.size) known.push(0);
    const out = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const code = batch.codes[at]![rows[k]!]!;
      if (known.at(code) === 0) known.set(code, this.#row(dictionary.text(code)) + 1);
      out[k] = known.at(code) - 1;
    }
    return out;
  }

  get ids(): Vector {
    const sink = new TextSink(false);
    for (const word of this.#rows.keys()) sink.appendText(word);
    return sink.finish().vector;
  }

  #row(word: string): number {
    const row = this.#rows.get(word) ?? this.#rows.size;
    if (row === this.#rows.size) this.#rows.set(word, row);
    return row;
  }
}

function buildGraph(
  stores: readonly EdgeStore[],
  words: ReadonlyMap<string, WordIds | undefined>,
  options: EdgeListOptions,
): HeteroGraph {
  const nodeTypes = [...new Set(stores.flatMap(({ type }) => [type[0], type[2]]))];
  const nodes: NodeTypeSchema[] = [];
  const idColumns = new Map<string, Int32Array | Float64Array | Vector>();
  const ends = stores.map((): { source: Int32Array; target: Int32Array } => {
    return { source: new Int32Array(0), target: new Int32Array(0) };
  });
  for (const name of nodeTypes) {
    const columns = stores.flatMap((store) => [
      ...(store.type[0] === name ? [store.source] : []),
      ...(store.type[2] === name ? [store.target] : []),
    ]);
    const texts = words.get(name)?.ids;
    const table = texts
      ? { ids: texts, rowsOf: (blocks: NumberBlocks) => blocks.take() as Int32Array }
      : options.ids === 'index'
        ? indexIds(columns, options.numNodes?.[name])
        : compactIds(columns);
    for (const [k, store] of stores.entries()) {
      if (store.type[0] === name) ends[k]!.source = table.rowsOf(store.source);
      if (store.type[2] === name) ends[k]!.target = table.rowsOf(store.target);
    }
    idColumns.set(name, table.ids);
    const type = texts ? 'utf8' : table.ids instanceof Int32Array ? 'int32' : 'float64';
    nodes.push({ name, columns: [{ name: 'id', type, role: 'id' }] });
  }
  const edges: EdgeTypeSchema[] = stores.map(({ type, extras }) => ({ type, columns: extras.map((e) => e.schema) }));
  const schema: GraphSchema = { nodes, edges };
  // The scanner has checked ids and numbers already.
  const builder = new GraphBuilder(schema, { validate: false });
  for (const [name, ids] of idColumns) builder.addNodes(name, { id: ids }, { adopt: true });
  for (const [k, store] of stores.entries()) {
    store.source.take();
    store.target.take();
    const extras = Object.fromEntries(store.extras.map(({ schema: { name }, blocks }) => [name, blocks.take()]));
    builder.addEdges(store.type, { ...ends[k]!, ...extras }, { endpoints: 'index', adopt: true });
  }
  return builder.build();
}

function indexIds(columns: readonly NumberBlocks[], declared: number | undefined) {
  const largest = columns.reduce((most, column) => Math.max(most, column.max), -1);
  const ids = new Int32Array(declared ?? largest + 1);
  for (let i = 0; i < ids.length; i++) ids[i] = i;
  return { ids, rowsOf: (blocks: NumberBlocks) => blocks.take() as Int32Array };
}

/** Drops rows whose ends are not below the declared numbers of nodes. */
function withinDeclared(edges: ScannedEdges, part: Part, options: EdgeListOptions, bad: BadRows, file: string): Part {
  if (options.ids !== 'index' || !options.numNodes) return part;
  const { layout, scanner } = edges;
  let { rows, count } = part;
  for (const [at, name] of [[layout.source, part.type[0]] as const, [layout.target, part.type[2]] as const]) {
    const limit = options.numNodes[name] ?? Number.POSITIVE_INFINITY;
    const ids = scanner.batch.numbers[at]!;
    rows = rows.subarray(0, count).filter((i) => {
      if (ids[i]! < limit) return true;
      const message = `Node ${ids[i]} is beyond the ${limit} nodes of type ${name}.`;
      const column = layout.format.columns[at]!.name;
      bad.report({ file, row: scanner.batch.lines[i]!, column, code: 'INDEX_OUT_OF_RANGE', message });
      return false;
    });
    count = rows.length;
  }
  return { type: part.type, rows, count };
}
