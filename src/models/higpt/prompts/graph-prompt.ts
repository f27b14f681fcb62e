import * as z from 'zod/mini';
import { checkOptions, type DenseMatrix, HeteroGraphError, option } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { edgeTypeKey } from '../../../graph/index.js';
import { expectGraph } from '../../../graph/internal.js';
import { checkSchemaText, type SchemaText, schemaTextSchema, textOfEdge, textOfNode } from '../text/schema-text.js';

/** What stands in a prompt for all nodes of a type. */
export const PLACEHOLDER = '<graph>';
const [START, NODE, END] = ['<g_start>', '<g_node>', '<g_end>'];

/** The tokens of the nodes of a type. */
export interface PromptTokens {
  readonly nodeType: string;
  /** Where its placeholder begins in the text, in UTF-16 units. */
  readonly at: number;
  /** Nodes: row r of the type, and of its matrix, is token `first + r` of all node tokens. */
  readonly count: number;
  /** Node tokens before those of the type. */
  readonly first: number;
}

/** A graph and a question as a language model with tokens of nodes takes them; plain data. */
export interface GraphPrompt {
  /** With one placeholder `<graph>` for every type, in the order of `tokens`. */
  readonly text: string;
  readonly tokens: readonly PromptTokens[];
  /** By node type, [nodes, width]: what a projector makes embeddings of. Of width 0 where a type has no features. */
  readonly matrices: Readonly<Record<string, DenseMatrix>>;
}

export interface GraphPromptOptions {
  /** Ends the text; default nothing. */
  readonly question?: string;
  /** Descriptions of types; default the words of their names. */
  readonly schemaText?: SchemaText;
  /** Whether the text says which placeholder is of which type, and which relations there are; default true. */
  readonly isNamed?: boolean;
}

const optionsSchema = z.strictObject({
  question: z.optional(z.string('a text')),
  schemaText: z.optional(schemaTextSchema),
  isNamed: z.optional(z.boolean('true or false')),
});
const keysSchema = z.array(z.string('a node type')).check(z.minLength(1, 'at least one node type'));

/**
 * A small graph as a prompt: a line for every node type of `keysOrder` with its placeholder, the relations between them, and the question.
 *
 * @param graph such as the one of `egoNetwork`: all its nodes of these types become tokens
 * @example
 * const { graph: part } = egoNetwork(graph, { seeds: { movie: Int32Array.of(0) }, hops: 1 });
 * const { text, tokens, matrices } = toPrompt(part, ['movie', 'actor'], { question: 'Which genre has the first movie?' });
 * @throws {HeteroGraphError} INVALID_OPTION, of a text with a placeholder too; UNKNOWN_TYPE; DUPLICATE_NAME
 */
export function toPrompt(
  graph: HeteroGraph,
  keysOrder: readonly string[],
  options: GraphPromptOptions = {},
): GraphPrompt {
  expectGraph(graph);
  checkOptions(keysSchema, keysOrder, { what: 'keysOrder' });
  checkOptions(optionsSchema, options);
  const { question = '', schemaText = {}, isNamed = true } = options;
  checkSchemaText(schemaText);
  const seen = new Set<string>();
  for (const type of keysOrder) {
    graph.nodeSchema(type);
    if (seen.has(type)) throw repeated(type);
    seen.add(type);
  }
  const tokens: PromptTokens[] = [];
  let text = 'Each node of a graph is one token.\n';
  let first = 0;
  for (const [i, nodeType] of keysOrder.entries()) {
    const count = graph.numNodes(nodeType);
    text += `Group ${i + 1}${isNamed ? ` (${plain(textOfNode(nodeType, schemaText))})` : ''}, nodes: ${count}. `;
    tokens.push({ nodeType, at: text.length, count, first });
    text += `${PLACEHOLDER}\n`;
    first += count;
  }
  const relations = graph.edgeTypes.filter(([source, , target]) => isNamed && seen.has(source) && seen.has(target));
  for (const type of relations) {
    const [from, to] = [keysOrder.indexOf(type[0]) + 1, keysOrder.indexOf(type[2]) + 1];
    text += `Edges from group ${from} to group ${to}: ${plain(textOfEdge(edgeTypeKey(type), schemaText))}.\n`;
  }
  text += plain(question);
  const matrices = Object.fromEntries(keysOrder.map((type) => [type, dense(graph, type)]));
  return { text, tokens, matrices };
}

const expandSchema = z.looseObject({
  text: z.string('a text'),
  tokens: z.array(z.looseObject({ at: option.countFrom(0), count: option.countFrom(0) })),
});

/**
 * The text with every placeholder replaced by a token for each node, between a start and an end.
 *
 * @example
 * expandPlaceholders(toPrompt(part, ['movie'])); // ... <g_start><g_node><g_node><g_end> ...
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function expandPlaceholders(prompt: Pick<GraphPrompt, 'text' | 'tokens'>): string {
  checkOptions(expandSchema, prompt, { what: 'prompt' });
  const { text, tokens } = prompt;
  let expanded = '';
  let from = 0;
  for (const { at, count } of tokens) {
    expanded += text.slice(from, at) + START + NODE.repeat(count) + END;
    from = at + PLACEHOLDER.length;
  }
  return expanded + text.slice(from);
}

/** @throws {HeteroGraphError} INVALID_OPTION where the text holds what stands for nodes */
function plain(text: string): string {
  const found = [PLACEHOLDER, START, NODE, END].find((each) => text.includes(each));
  if (found === undefined) return text;
  throw new HeteroGraphError('INVALID_OPTION', `A text holds ${found}, which stands for nodes.`, {
    column: 'question',
    hint: 'Leave it out of questions and descriptions: every node type of keysOrder gets one.',
  });
}

function repeated(type: string): HeteroGraphError {
  return new HeteroGraphError('DUPLICATE_NAME', 'A node type is named twice.', {
    type,
    column: 'keysOrder',
    hint: 'Name each node type once.',
  });
}

function dense(graph: HeteroGraph, type: string): DenseMatrix {
  const features = graph.features(type);
  const numRows = graph.numNodes(type);
  if (!features) return { kind: 'dense', numRows, width: 0, values: new Float32Array(0) };
  if (features.kind === 'dense') return features;
  const { width, indptr, indices, values } = features;
  const out = new Float32Array(numRows * width);
  for (let row = 0; row < numRows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) out[row * width + indices[e]!]! += values[e]!;
  }
  return { kind: 'dense', numRows, width, values: out };
}
