import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, RandomStream } from '../../../core/index.js';
import type { HeteroGraph } from '../../../graph/index.js';
import { type SchemaText, schemaTextSchema, textOfNode } from '../text/schema-text.js';
import { type GraphPrompt, toPrompt } from './graph-prompt.js';

/** A question about tokens whose answer follows from the graph alone. */
export interface MatchingTask {
  readonly prompt: GraphPrompt;
  /** The right answer, as text. */
  readonly answer: string;
  /** Token or group i belongs to item `items[i]` of the list in the prompt, from 0. */
  readonly items: readonly number[];
}

export interface MatchingOptions {
  readonly seed: number;
  /** Descriptions of types; default the words of their names. */
  readonly schemaText?: SchemaText;
}

const optionsSchema = z.strictObject({ seed: option.seed, schemaText: z.optional(schemaTextSchema) });

/**
 * Which text belongs to which token of a node type: the texts are listed in an order that follows from the seed.
 *
 * @param texts one for every node of the type, in their order, such as titles
 * @example
 * const { prompt, answer } = orderTask(part, 'movie', titles, { seed: 1 });
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH where there are not as many texts as nodes
 */
export function orderTask(
  graph: HeteroGraph,
  nodeType: string,
  texts: readonly string[],
  options: MatchingOptions,
): MatchingTask {
  checkOptions(optionsSchema, options);
  checkOptions(z.array(z.string('a text')), texts, { what: 'texts' });
  const { seed, schemaText = {} } = options;
  const bare = toPrompt(graph, [nodeType], { schemaText });
  const [{ count }] = bare.tokens as readonly [GraphPrompt['tokens'][number]];
  if (texts.length !== count) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${texts.length} texts for ${count} nodes.`, {
      type: nodeType,
      hint: 'Give one text for every node of the type, in the order of its rows.',
    });
  }
  const { listed, items } = shuffled(texts, new RandomStream(seed, 'order', nodeType));
  const question = `Which of these texts belongs to each token, in the order of the tokens?\n${listed}`;
  return { prompt: toPrompt(graph, [nodeType], { schemaText, question }), answer: answerOf(items, texts), items };
}

/**
 * Which group of tokens is of which node type: groups come in an order that follows from the seed and are not named, the descriptions are listed
 * in another.
 *
 * @param options `nodeTypes`: those that are asked for, default all that have nodes
 * @example
 * const { prompt, answer } = typeTask(part, { seed: 1, schemaText });
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; DUPLICATE_NAME
 */
export function typeTask(
  graph: HeteroGraph,
  options: MatchingOptions & { readonly nodeTypes?: readonly string[] },
): MatchingTask {
  const { nodeTypes: given, ...rest } = options ?? {};
  checkOptions(optionsSchema, rest);
  const nodeTypes = given ?? toPrompt(graph, graph.nodeTypes).tokens.map((each) => each.nodeType);
  toPrompt(graph, nodeTypes);
  const { seed, schemaText = {} } = options;
  const keysOrder = new RandomStream(seed, 'groups').shuffle([...nodeTypes]);
  const texts = keysOrder.map((type) => textOfNode(type, schemaText));
  const { listed, items } = shuffled(texts, new RandomStream(seed, 'types'));
  const question = `Which of these does each group hold, in the order of the groups?\n${listed}`;
  return {
    prompt: toPrompt(graph, keysOrder, { isNamed: false, schemaText, question }),
    answer: answerOf(items, texts),
    items,
  };
}

/** The texts as a numbered list in a random order, and the place of each in it. */
function shuffled(texts: readonly string[], stream: RandomStream) {
  const order = stream.permutation(texts.length);
  const items = new Array<number>(texts.length);
  for (const [place, i] of order.entries()) items[i] = place;
  return { items, listed: Array.from(order, (i, place) => `${place + 1}. ${texts[i]}\n`).join('') };
}

function answerOf(items: readonly number[], texts: readonly string[]): string {
  return items.map((item, i) => `${item + 1}. ${texts[i]}`).join('\n');
}
