import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import {
  checkOptions,
  type DenseMatrix,
  HeteroGraphError,
  option,
  ownProperty,
  type SparseMatrix,
} from '../../core/index.js';
import { denseColumn, sparseColumn } from '../columns/make.js';
import { chunk, denseMatrix, sparseMatrix } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { ColumnSchema } from '../schema/schema.js';
import { assembleGraph, keptEdges, keptNodes, lazyNodes, type NodePart, nodeColumns } from '../transforms/parts.js';
import { type Cells, cellsOf } from './cells.js';
import type { EmbeddedTexts } from './embedded-texts.js';
import { encodeColumn } from './encode-column.js';
import { embeddedTextsSchema, featureEncoderSchema } from './encoder-schema.js';
import type {
  ColumnEncoding,
  ColumnUse,
  EmbeddingEncoding,
  FeatureEncoder,
  IdentityEncoding,
  TagsEncoding,
} from './encoding.js';
import { encodedWidth, isMatrix } from './fit-features.js';
import { encodeIdentity, newIds } from './identity.js';
import { joinMatrices } from './join-matrices.js';
import { tagsOf } from './tags.js';

export interface EncodeFeaturesOptions {
  /** Told, in a sentence, of categories that were not there when the encoder was fitted, and of dates and numbers that are no longer such. */
  readonly onRemark?: (text: string) => void;
  /** Vectors of texts, by `embedTexts`; needed where the encoder was fitted with some. */
  readonly texts?: EmbeddedTexts;
}

const optionsSchema = z.strictObject({
  onRemark: z.optional(option.callback),
  texts: z.optional(embeddedTextsSchema),
});

/**
 * The graph with a feature matrix of every node type that the encoder names, made of its columns, which stay as attributes. O(values).
 *
 * @param encoder what {@link fitFeatures} decided, on this graph or another; untrusted data is checked
 * @throws {HeteroGraphError} INVALID_OPTION where it is no encoder; MODEL_MISMATCH where the graph lacks a column or it is of another type; NEEDS_TEXT_MODEL where it was fitted with vectors of texts and `texts` lacks them
 */
export function encodeFeatures(
  graph: HeteroGraph,
  encoder: FeatureEncoder,
  options: EncodeFeaturesOptions = {},
): HeteroGraph {
  expectGraph(graph);
  checkOptions(featureEncoderSchema, encoder, { what: 'encoder' });
  checkOptions(optionsSchema, options);
  for (const nodeType of Object.keys(encoder)) graph.nodeSchema(nodeType);
  const nodes = graph.nodeTypes.map((nodeType): NodePart => {
    const uses = Object.hasOwn(encoder, nodeType) ? encoder[nodeType] : undefined;
    return uses ? encodedType(graph, nodeType, uses, options) : keptNodes(graph, nodeType);
  });
  return assembleGraph(
    nodes,
    graph.edgeTypes.map((type) => keptEdges(graph, type)),
  );
}

function encodedType(
  graph: HeteroGraph,
  nodeType: string,
  uses: readonly ColumnUse[],
  { onRemark, texts }: EncodeFeaturesOptions,
): NodePart {
  const { columns } = graph.nodeSchema(nodeType);
  const numRows = graph.numNodes(nodeType);
  const matrices = uses.flatMap(({ column: name, encoding }) => {
    if (!encoding) return [];
    if (encoding.kind === 'identity') return [identityOf(graph, nodeType, name, encoding, onRemark)];
    const at = columns.findIndex((column) => column.name === name);
    const data = at < 0 ? undefined : chunk(graph.nodeTable(nodeType).getChildAt(at)!);
    checkColumn(columns[at], data, encoding, nodeType, name);
    if (encoding.kind === 'embedding') return [vectorsOf(texts, encoding, nodeType, name, numRows)];
    if (encoding.kind === 'vector') return [matrixOf(columns[at]!, data)];
    const cells = cellsOf(columns[at]!, data);
    if (onRemark && encoding.kind === 'category') remarkUnseen(cells, encoding.categories, nodeType, onRemark);
    if (onRemark && encoding.kind === 'tags') remarkUnseenTags(cells, encoding, nodeType, onRemark);
    return [encodeColumn(cells, encoding)];
  });
  const joined = joinMatrices(matrices, numRows);
  const column: ColumnSchema = {
    ...{ name: freeName(columns), type: joined.kind, role: 'feature', width: encodedWidth(uses) },
    description: uses.flatMap(({ column: name, encoding }) => (encoding ? [name] : [])).join(', '),
  };
  const kept = columns.map(
    (each): ColumnSchema => (isMatrix(each) && each.role === 'feature' ? { ...each, role: 'attribute' } : each),
  );
  const make = () => [
    ...nodeColumns(graph, nodeType),
    joined.kind === 'dense' ? denseColumn(joined) : sparseColumn(joined),
  ];
  const part = lazyNodes({ name: nodeType, columns: [...kept, column] }, numRows, make);
  return { ...part, ids: () => graph.ids(nodeType) };
}

/** @throws {HeteroGraphError} NEEDS_TEXT_MODEL where there are no vectors; MODEL_MISMATCH where they are another embedder's, or of another graph */
function vectorsOf(
  texts: EmbeddedTexts | undefined,
  { model, width }: EmbeddingEncoding,
  type: string,
  column: string,
  numRows: number,
): DenseMatrix {
  const place = { type, column };
  const matrix = ownProperty(ownProperty(texts?.matrices, type), column);
  if (!texts || !matrix) {
    throw new HeteroGraphError(
      'NEEDS_TEXT_MODEL',
      `The features are vectors of texts, made with the embedder ${model}.`,
      {
        ...place,
        hint: 'Give it: texts: await embedTexts(graph, embedder, { encoder }) of encodeFeatures, embedText: embedder of runs.',
      },
    );
  }
  if (texts.name === model && matrix.width === width && matrix.numRows === numRows) return matrix;
  const found = `${matrix.numRows} vectors of ${texts.name}, of width ${matrix.width}`;
  throw new HeteroGraphError(
    'MODEL_MISMATCH',
    `There are ${found}, instead of ${numRows} of ${model}, of width ${width}.`,
    {
      ...place,
      hint: 'Embed the texts of this graph with the embedder that the encoder was fitted with.',
    },
  );
}

/** @throws {HeteroGraphError} MODEL_MISMATCH where the nodes have no ids */
function identityOf(
  graph: HeteroGraph,
  nodeType: string,
  name: string,
  encoding: IdentityEncoding,
  onRemark: EncodeFeaturesOptions['onRemark'],
): DenseMatrix {
  const ids = graph.ids(nodeType);
  if (!graph.nodeSchema(nodeType).columns.some(({ role }) => role === 'id')) {
    throw new HeteroGraphError('MODEL_MISMATCH', 'The nodes have no ids, by which their vectors were made.', {
      type: nodeType,
      column: name,
      hint: 'Give data with ids, or fit the features again.',
    });
  }
  const unseen = onRemark && encoding.known ? newIds(ids, encoding.known) : [];
  if (unseen.length > 0) {
    const first = JSON.stringify(String(ids.idOf(unseen[0]!)).slice(0, 40));
    onRemark!(
      `${nodeType}.${name}: ${unseen.length} of ${ids.size} ids are new, such as ${first}; each has a vector of its own.`,
    );
  }
  return encodeIdentity(ids, nodeType, encoding);
}

function checkColumn(
  column: ColumnSchema | undefined,
  data: Data | undefined,
  encoding: ColumnEncoding,
  type: string,
  name: string,
): asserts data is Data {
  const fits =
    column && (encoding.kind === 'vector' ? isMatrix(column) && column.width === encoding.width : !isMatrix(column));
  // A column of a text file without any value is read as text.
  const isPlain = column?.type !== 'utf8' || !['number', 'boolean'].includes(encoding.kind) || isEmpty(data!);
  if (fits && isPlain) return;
  const found = column ? `is ${column.type}` : 'is missing';
  throw new HeteroGraphError('MODEL_MISMATCH', `The column ${found}; it was read as ${encoding.kind}.`, {
    type,
    column: name,
    hint: 'Give data with the same columns, or fit the features again.',
  });
}

function isEmpty({ nullCount, length }: Data): boolean {
  return nullCount === length;
}

function matrixOf({ type, width }: ColumnSchema, data: Data): DenseMatrix | SparseMatrix {
  return type === 'dense' ? denseMatrix(data, width!) : sparseMatrix(data, width!);
}

function remarkUnseen(
  cells: Cells,
  categories: readonly string[],
  nodeType: string,
  onRemark: (text: string) => void,
): void {
  const known = new Set(categories);
  const unseen = new Map<string, number>();
  for (let row = 0; row < cells.numRows; row++) {
    const text = cells.text(row);
    if (text !== null && !known.has(text)) unseen.set(text, (unseen.get(text) ?? 0) + 1);
  }
  if (unseen.size === 0) return;
  const rows = [...unseen.values()].reduce((sum, count) => sum + count, 0);
  const [first] = unseen.keys();
  onRemark(
    `${nodeType}.${cells.column.name}: ${rows} of ${cells.numRows} rows have one of ${unseen.size} values without a column of their own, such as ${JSON.stringify(first!.slice(0, 40))}.`,
  );
}

/** Where every tag had a column, others have none. */
function remarkUnseenTags(
  cells: Cells,
  { form, tags, hashed }: TagsEncoding,
  nodeType: string,
  onRemark: (text: string) => void,
): void {
  if (hashed > 0) return;
  const known = new Set(tags);
  const unseen = new Set<string>();
  for (let row = 0; row < cells.numRows; row++) {
    for (const tag of tagsOf(cells.text(row), form)) if (!known.has(tag)) unseen.add(tag);
  }
  const [first] = unseen;
  if (first === undefined) return;
  onRemark(
    `${nodeType}.${cells.column.name}: ${unseen.size} tags are new and left out, such as ${JSON.stringify(first.slice(0, 40))}.`,
  );
}

/** `features`, or the first of `features 2`, `features 3` that no column has. */
function freeName(columns: readonly ColumnSchema[]): string {
  const taken = new Set(columns.map(({ name }) => name));
  let name = 'features';
  for (let n = 2; taken.has(name); n++) name = `features ${n}`;
  return name;
}
