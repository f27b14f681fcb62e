import * as z from 'zod/mini';
import {
  checkOptions,
  type DenseMatrix,
  HeteroGraphError,
  option,
  type RunOptions,
  throwIfAborted,
} from '../../core/index.js';
import { chunk } from '../columns/read.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type Cells, cellsOf } from './cells.js';
import type { EmbeddedTexts } from './embedded-texts.js';
import { featureEncoderSchema } from './encoder-schema.js';
import type { FeatureEncoder } from './encoding.js';
import { fitFeatures } from './fit-features.js';

/** A model that makes vectors of texts, such as a sentence embedding; the library brings none. */
export interface TextEmbedder {
  /** Kept in the encoder: features are made again by an embedder of the same name alone. */
  readonly name: string;
  /** Numbers of a vector. */
  readonly width: number;
  /** A vector of `width` finite numbers for each text, in their order. The same text must give the same vector. */
  embed(texts: readonly string[]): Promise<readonly ArrayLike<number>[]> | readonly ArrayLike<number>[];
}

/** Which texts are embedded, and how many at once. */
export interface EmbedTextsOptions extends RunOptions {
  /** Those columns that an encoder has embedded; default: the columns that {@link fitFeatures} finds to be texts. */
  readonly encoder?: FeatureEncoder;
  /** Texts that the embedder is given at once; default 64. */
  readonly batchSize?: number;
}

export const textEmbedderSchema = z.looseObject({
  name: z.string('a text').check(z.minLength(1, 'a text that is not empty')),
  width: option.count,
  embed: option.callback,
});
const optionsSchema = z.strictObject({
  ...option.runOptions,
  encoder: z.optional(featureEncoderSchema),
  batchSize: z.optional(option.count),
});

/**
 * Vectors of the texts of a graph, for {@link fitFeatures} and {@link encodeFeatures}. Each text is embedded once a column; missing ones get zeros.
 *
 * @example
 * const embedder = { name: 'minilm', width: 384, embed: (texts) => model.encode(texts) };
 * const texts = await embedTexts(graph, embedder);
 * const encoder = fitFeatures(graph, { texts });
 * const encoded = encodeFeatures(graph, encoder, { texts });
 * const next = await embedTexts(newGraph, embedder, { encoder });
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH where the vectors are not those of the texts; NON_FINITE; MODEL_MISMATCH where the
 *   encoder was fitted with another embedder; ABORTED; and what the embedder throws
 */
export async function embedTexts(
  graph: HeteroGraph,
  embedder: TextEmbedder,
  options: EmbedTextsOptions = {},
): Promise<EmbeddedTexts> {
  expectGraph(graph);
  checkOptions(textEmbedderSchema, embedder, { what: 'embedder' });
  checkOptions(optionsSchema, options);
  const { name, width } = embedder;
  const { encoder, batchSize = 64, signal, onProgress } = options;
  if (encoder) checkEmbedder(encoder, { name, width });
  const matrices: Record<string, Record<string, DenseMatrix>> = {};
  for (const [nodeType, uses] of Object.entries(encoder ?? fitFeatures(graph))) {
    const { columns } = graph.nodeSchema(nodeType);
    for (const { column, encoding } of uses) {
      const at = columns.findIndex((each) => each.name === column);
      if (encoding?.kind !== (encoder ? 'embedding' : 'text') || at < 0 || columns[at]!.type !== 'utf8') continue;
      const cells = cellsOf(columns[at]!, chunk(graph.nodeTable(nodeType).getChildAt(at)!));
      const onTexts = (done: number) => onProgress?.({ stage: `embed ${nodeType}.${column}`, done, unit: 'texts' });
      (matrices[nodeType] ??= {})[column] = await embedColumn(cells, embedder, batchSize, onTexts, signal);
    }
  }
  return { name, width, matrices };
}

async function embedColumn(
  cells: Cells,
  embedder: TextEmbedder,
  batchSize: number,
  onTexts: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<DenseMatrix> {
  const { name, width } = embedder;
  const rows = new Map<string, number[]>();
  for (let row = 0; row < cells.numRows; row++) {
    const text = cells.text(row);
    if (text === null) continue;
    const own = rows.get(text);
    if (own) own.push(row);
    else rows.set(text, [row]);
  }
  const values = new Float32Array(cells.numRows * width);
  const texts = [...rows.keys()];
  for (let start = 0; start < texts.length; start += batchSize) {
    throwIfAborted(signal);
    const batch = texts.slice(start, start + batchSize);
    const vectors = await embedder.embed(batch);
    const isSound =
      Array.isArray(vectors) && vectors.length === batch.length && vectors.every((vector) => vector?.length === width);
    if (!isSound) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `The embedder ${name} gave no vector of ${width} numbers for each text.`,
        {
          column: cells.column.name,
          hint: 'It must answer an array of vectors, one for each text it is given, in their order.',
        },
      );
    }
    for (const [i, text] of batch.entries()) {
      const vector = Float32Array.from(vectors[i]!);
      if (!vector.every(Number.isFinite)) throw notFinite(name, cells.column.name, rows.get(text)![0]!);
      for (const row of rows.get(text)!) values.set(vector, row * width);
    }
    onTexts(Math.min(texts.length, start + batchSize));
  }
  return { kind: 'dense', numRows: cells.numRows, width, values };
}

function notFinite(name: string, column: string, row: number): HeteroGraphError {
  return new HeteroGraphError('NON_FINITE', `A vector of the embedder ${name} has a number that is NaN or infinite.`, {
    column,
    row,
    hint: 'Look at what it does with this text.',
  });
}

/** Whether features of the encoder are made of vectors of texts. */
export function needsEmbedder(encoder: FeatureEncoder): boolean {
  return Object.values(encoder).some((uses) => uses.some(({ encoding }) => encoding?.kind === 'embedding'));
}

/** @throws {HeteroGraphError} MODEL_MISMATCH where the encoder was fitted with another embedder */
function checkEmbedder(encoder: FeatureEncoder, { name, width }: Pick<TextEmbedder, 'name' | 'width'>): void {
  for (const uses of Object.values(encoder)) {
    for (const { column, encoding } of uses) {
      if (encoding?.kind !== 'embedding' || (encoding.model === name && encoding.width === width)) continue;
      throw new HeteroGraphError(
        'MODEL_MISMATCH',
        `The features were made with the embedder ${encoding.model} of width ${encoding.width}; ${name} of width ${width} is given.`,
        { column, hint: 'Give the same embedder, or fit the features again.' },
      );
    }
  }
}
