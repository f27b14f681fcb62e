import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions, throwIfAborted } from '../../../core/index.js';
import type { GraphSchema, TextEmbedder } from '../../../graph/index.js';
import { textEmbedderSchema } from '../../../graph/internal.js';
import type { MessageSchema, SchemaVectors } from '../../../layers/index.js';
import {
  checkEdgeKeys,
  describeSchema,
  type SchemaText,
  schemaTextSchema,
  textOfEdge,
  textOfNode,
} from './schema-text.js';
import { textVector } from './text-vector.js';

/** Vectors of node types and edge types in place of hashed ones, all of one width; plain data. */
export interface GivenVectors {
  /** By node type. */
  readonly nodes?: Readonly<Record<string, readonly number[]>>;
  /** By key of the edge type, `source>relation>target`. */
  readonly edges?: Readonly<Record<string, readonly number[]>>;
}

const vectors = z.record(z.string('a type'), z.array(z.number('a finite number')));
export const givenVectorsSchema = z.strictObject({ nodes: z.optional(vectors), edges: z.optional(vectors) });

/** What vectors are made of. */
export interface SchemaVectorsOptions {
  readonly schemaText?: SchemaText;
  readonly schemaVectors?: GivenVectors;
  /** Numbers of a vector. */
  readonly textWidth: number;
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH of a vector of another width; UNKNOWN_TYPE of a key that is none of an edge type */
export function checkGivenVectors({ nodes = {}, edges = {} }: GivenVectors, textWidth: number): void {
  checkEdgeKeys(Object.keys(edges), 'settings.schemaVectors');
  const wrong = [...Object.entries(nodes), ...Object.entries(edges)].find(([, { length }]) => length !== textWidth);
  if (!wrong) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `A vector of ${wrong[1].length} numbers is given.`, {
    type: wrong[0],
    column: 'settings.schemaVectors',
    hint: `Set textWidth, which is ${textWidth}, to the width of the vectors; all must have the same.`,
  });
}

/** The vectors of the types and relations of a graph: those given, or hashed ones of their descriptions. */
export function vectorsOf(
  { nodeTypes, relations }: MessageSchema,
  { schemaText = {}, schemaVectors = {}, textWidth }: SchemaVectorsOptions,
): SchemaVectors {
  const { nodes = {}, edges = {} } = schemaVectors;
  const given = (from: Readonly<Record<string, readonly number[]>>, type: string, text: () => string) =>
    Object.hasOwn(from, type) ? Float32Array.from(from[type]!) : textVector(text(), textWidth);
  return {
    nodes: new Map(nodeTypes.map((type) => [type, given(nodes, type, () => textOfNode(type, schemaText))])),
    relations: new Map(relations.map(({ name }) => [name, given(edges, name, () => textOfEdge(name, schemaText))])),
  };
}

export interface EmbedSchemaOptions extends Pick<RunOptions, 'signal'> {
  /** Default the words of the names. */
  readonly schemaText?: SchemaText;
}

const embedSchemaOptions = z.strictObject({
  schemaText: z.optional(schemaTextSchema),
  signal: option.runOptions.signal,
});

/**
 * Vectors of the descriptions of a schema by a model of texts, to be given to `higpt` as `schemaVectors` with `textWidth` of the embedder. Name types
 * that will come later in `schemaText`: they get vectors too.
 *
 * @example
 * // `pipeline` is of the package @huggingface/transformers, which you install: the library does not bring it.
 * const extract = await pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2');
 * const embedder = {
 *   name: 'minilm',
 *   width: 384,
 *   embed: async (texts) => (await extract([...texts], { pooling: 'mean', normalize: true })).tolist(),
 * };
 * const schemaVectors = await embedSchema(graph.schema, embedder, { schemaText });
 * const model = createModel('higpt', { settings: { schemaText, schemaVectors, textWidth: 384 } });
 * @throws {HeteroGraphError} INVALID_SCHEMA; INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH where the vectors are not those of the texts; NON_FINITE; ABORTED
 */
export async function embedSchema(
  schema: GraphSchema,
  embedder: TextEmbedder,
  options: EmbedSchemaOptions = {},
): Promise<Required<GivenVectors>> {
  checkOptions(embedSchemaOptions, options);
  const { schemaText = {}, signal } = options;
  const described = describeSchema(schema, schemaText);
  checkOptions(textEmbedderSchema, embedder, { what: 'embedder' });
  const texts = {
    nodes: { ...schemaText.nodes, ...described.nodes },
    edges: { ...schemaText.edges, ...described.edges },
  };
  throwIfAborted(signal);
  const embedAll = async (of: Readonly<Record<string, string>>) => {
    const entries = Object.entries(of);
    if (entries.length === 0) return {};
    const made = await embedder.embed(entries.map(([, text]) => text));
    throwIfAborted(signal);
    return Object.fromEntries(entries.map(([type], i) => [type, soundVector(type, made?.[i], embedder)]));
  };
  return { nodes: await embedAll(texts.nodes), edges: await embedAll(texts.edges) };
}

function soundVector(type: string, vector: ArrayLike<number> | undefined, { name, width }: TextEmbedder): number[] {
  if (vector?.length !== width) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `The embedder ${name} gave no vector of ${width} numbers.`, {
      type,
      hint: 'It must answer an array of vectors, one for each text it is given, in their order.',
    });
  }
  const values = Array.from(vector);
  if (values.every(Number.isFinite)) return values;
  throw new HeteroGraphError('NON_FINITE', `A vector of the embedder ${name} has a number that is NaN or infinite.`, {
    type,
    hint: 'Look at what it does with the description of this type.',
  });
}
