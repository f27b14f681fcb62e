import * as z from 'zod/mini';
import { checkOptions, checkRows, option, ownProperty } from '../../core/index.js';
import { chunk, denseMatrix, sparseMatrix } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import type { ColumnSchema } from '../schema/schema.js';
import { cellsOf } from './cells.js';
import type { EmbeddedTexts } from './embedded-texts.js';
import { embeddedTextsSchema } from './encoder-schema.js';
import { type ColumnUse, type FeatureEncoder, widthOf } from './encoding.js';
import { fitColumn } from './fit-column.js';
import { knownIds } from './identity.js';

export interface FitFeaturesOptions {
  /** The node type that is predicted: its columns are looked at in the training rows alone. Default: none, all rows of every type are looked at. */
  readonly target?: string;
  /** Rows of the target type, [n]; default all. */
  readonly trainRows?: Int32Array;
  /** Columns that are no features, such as the one to be predicted and those that say how rows are split, by node type. */
  readonly exclude?: Readonly<Record<string, readonly string[]>>;
  /**
   * Columns of fixed random vectors beside the features of types whose nodes have ids, by which nodes with equal features can be told apart: each
   * follows from the id alone, not from the row. At most 4,096; default 0: none.
   */
  readonly identityWidth?: number;
  /** Seed of these vectors; default 1. */
  readonly seed?: number;
  /** Vectors of texts, by `embedTexts`, in place of hashed words; default none. */
  readonly texts?: EmbeddedTexts;
}

const optionsSchema = z.strictObject({
  target: z.optional(names.nodeType),
  trainRows: z.optional(z.custom<Int32Array>(() => true)),
  exclude: z.optional(z.record(z.string(), names.columnNames)),
  identityWidth: z.optional(option.countFrom(0).check(z.maximum(4096, 'at most 4096'))),
  seed: z.optional(option.seed),
  texts: z.optional(embeddedTextsSchema),
});

/**
 * Decides how the plain columns of every node type become features, all kinds together: numbers standardised (by their logarithm where they are
 * skewed) with a mark for missing ones, false and true, categories one-hot, dates by age, season and weekday, texts by hashed words, matrices
 * as they are. Columns that name rows, never change or are empty are left out, and so are texts beside a matrix unless their role is feature. Columns with the roles id, label, mask and weight are no
 * features. What it decides is plain data, with the reason for every column; {@link encodeFeatures} applies it to this graph and to others.
 *
 * @returns node types whose features have to be made; those that have a matrix alone, or nothing to use, are left out
 * @example
 * const encoder = fitFeatures(graph, { target: 'customer', trainRows, exclude: { customer: ['churned'] } });
 * const encoded = encodeFeatures(graph, encoder);
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE; of trainRows WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID
 */
export function fitFeatures(graph: HeteroGraph, options: FitFeaturesOptions = {}): FeatureEncoder {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { target, trainRows, exclude = {}, identityWidth = 0, seed = 1, texts } = options;
  if (target !== undefined && trainRows) {
    checkRows(trainRows, graph.numNodes(target), 'trainRows', { type: target, unique: true });
  }
  const made: [string, readonly ColumnUse[]][] = [];
  for (const nodeType of graph.nodeTypes) {
    const numRows = graph.numNodes(nodeType);
    const rows = (nodeType === target ? trainRows : undefined) ?? Int32Array.from({ length: numRows }, (_, row) => row);
    const own = usesOf(graph, nodeType, rows, exclude[nodeType] ?? []).map((use) => withVectors(use, nodeType, texts));
    const uses = identityWidth > 0 ? [...own, ...identityUse(graph, nodeType, own, identityWidth, seed)] : own;
    if (uses.some(({ found, encoding }) => encoding && found !== 'vector')) made.push([nodeType, uses]);
  }
  return Object.fromEntries(made);
}

function usesOf(graph: HeteroGraph, nodeType: string, rows: Int32Array, excluded: readonly string[]): ColumnUse[] {
  const { columns } = graph.nodeSchema(nodeType);
  const hasMatrix = columns.some((column) => isMatrix(column) && column.role === 'feature');
  return columns.flatMap((column, at): ColumnUse[] => {
    if (!['attribute', 'feature', 'text', 'tags', 'time'].includes(column.role) || excluded.includes(column.name))
      return [];
    const { name } = column;
    if (isMatrix(column)) {
      if (column.role !== 'feature') return [];
      const encoding = { kind: 'vector' as const, width: column.width! };
      return [
        { column: name, found: 'vector', missing: 0, encoding, reason: `its ${encoding.width} columns as they are` },
      ];
    }
    const data = chunk(graph.nodeTable(nodeType).getChildAt(at)!);
    if (hasMatrix && column.role === 'text') return [textBesideMatrix(name, data.nullCount / Math.max(1, data.length))];
    const use = fitColumn(cellsOf(column, data), rows);
    return [use.found === 'text' && hasMatrix && column.role !== 'feature' ? textBesideMatrix(name, use.missing) : use];
  });
}

function textBesideMatrix(column: string, missing: number): ColumnUse {
  const reason = 'not used: there is a feature matrix, which may hold it; the role feature says that it shall be used';
  return { column, found: 'text', missing, reason };
}

/** A column of texts as the vectors that there are of them. */
function withVectors(use: ColumnUse, nodeType: string, texts: EmbeddedTexts | undefined): ColumnUse {
  const isThere = ownProperty(ownProperty(texts?.matrices, nodeType), use.column) !== undefined;
  if (!texts || use.encoding?.kind !== 'text' || !isThere) return use;
  const { name, width } = texts;
  return {
    ...use,
    encoding: { kind: 'embedding', model: name, width },
    reason: `vectors of ${name}, of width ${width}`,
  };
}

/** The ids as fixed random vectors, whose rows are about as long as those of the features; none where there are no features, or no ids. */
function identityUse(
  graph: HeteroGraph,
  nodeType: string,
  uses: readonly ColumnUse[],
  width: number,
  seed: number,
): ColumnUse[] {
  const { columns } = graph.nodeSchema(nodeType);
  const id = columns.find(({ role }) => role === 'id')?.name;
  const squares = uses.reduce((sum, { column, encoding }) => {
    if (!encoding) return sum;
    return sum + (encoding.kind === 'vector' ? meanSquare(graph, nodeType, column) : SQUARES[encoding.kind]);
  }, 0);
  if (id === undefined || squares === 0) return [];
  const ids = graph.ids(nodeType);
  const known = knownIds(ids);
  const deviation = Math.sqrt(squares / width);
  const encoding = { kind: 'identity' as const, width, deviation, seed, ...(known ? { known } : {}) };
  return [
    {
      column: id,
      found: 'identifier',
      missing: 0,
      encoding,
      reason: `fixed random vectors of width ${width}, by the id`,
    },
  ];
}

/** Squared length that a column adds to a row, about. */
const SQUARES = { number: 1, boolean: 1, category: 1, tags: 2, date: 3, text: 1, embedding: 1, identity: 0 } as const;

/** Mean over the rows of a matrix of their squared lengths. */
function meanSquare(graph: HeteroGraph, nodeType: string, column: string): number {
  const at = graph.nodeSchema(nodeType).columns.findIndex(({ name }) => name === column);
  const { type, width } = graph.nodeSchema(nodeType).columns[at]!;
  const data = chunk(graph.nodeTable(nodeType).getChildAt(at)!);
  const { values, numRows } = type === 'dense' ? denseMatrix(data, width!) : sparseMatrix(data, width!);
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, numRows);
}

export function isMatrix({ type }: ColumnSchema): boolean {
  return type === 'dense' || type === 'sparse';
}

/** Columns of the feature matrix of a node type. */
export function encodedWidth(uses: readonly ColumnUse[]): number {
  return uses.reduce((sum, { encoding }) => sum + (encoding ? widthOf(encoding) : 0), 0);
}
