import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../../core/index.js';
import { checkSchema, type EdgeType, edgeTypeKey, type GraphSchema, parseEdgeTypeKey } from '../../../graph/index.js';
import { wordsOf } from './text-vector.js';

/** What node types and edge types are, in words; plain data. */
export interface SchemaText {
  /** By node type. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** By key of the edge type, `source>relation>target`. */
  readonly edges?: Readonly<Record<string, string>>;
}

const texts = z.record(z.string('a type'), z.string('a text'));
export const schemaTextSchema = z.strictObject({ nodes: z.optional(texts), edges: z.optional(texts) });

/** @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE of a key that is none of an edge type */
export function checkSchemaText(value: SchemaText, what = 'schemaText'): void {
  checkOptions(schemaTextSchema, value, { what });
  checkEdgeKeys(Object.keys(value.edges ?? {}), what);
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE */
export function checkEdgeKeys(keys: readonly string[], what: string): void {
  const wrong = keys.find((key) => !parseEdgeTypeKey(key));
  if (wrong === undefined) return;
  throw new HeteroGraphError('UNKNOWN_TYPE', `"${wrong}" of ${what}.edges is no edge type.`, {
    type: wrong,
    hint: 'Name edge types as source>relation>target.',
  });
}

/** The words of a node type: those given, or those of its name. */
export function textOfNode(type: string, { nodes = {} }: SchemaText = {}): string {
  return Object.hasOwn(nodes, type) ? nodes[type]! : wordsOf(type).join(' ');
}

/**
 * The words of an edge type: those given, or those of its name between its ends; of one that carries messages backwards, those of the other
 * direction and that it is reversed.
 */
export function textOfEdge(key: string, schemaText: SchemaText = {}): string {
  const { edges = {} } = schemaText;
  if (Object.hasOwn(edges, key)) return edges[key]!;
  const [source, relation, target] = parseEdgeTypeKey(key)!;
  if (relation.startsWith('rev_')) {
    return `${textOfEdge(edgeTypeKey([target, relation.slice('rev_'.length), source]), schemaText)}, reversed`;
  }
  return [source, relation, target].flatMap(wordsOf).join(' ');
}

/**
 * Descriptions of all node types and edge types of a schema, also of edge types read backwards: those given, and for all others the words of
 * their names.
 *
 * @example
 * describeSchema(graph.schema, { nodes: { director: 'a person who directs movies' } });
 * @throws {HeteroGraphError} INVALID_SCHEMA; INVALID_OPTION; UNKNOWN_TYPE of a key that is none of an edge type
 */
export function describeSchema(schema: GraphSchema, schemaText: SchemaText = {}): Required<SchemaText> {
  const { nodes, edges } = checkSchema(schema);
  checkSchemaText(schemaText);
  const backwards = ([source, relation, target]: EdgeType): EdgeType => [target, `rev_${relation}`, source];
  const keys = edges.flatMap(({ type }) => [edgeTypeKey(type), edgeTypeKey(backwards(type))]);
  return {
    nodes: Object.fromEntries(nodes.map(({ name }) => [name, textOfNode(name, schemaText)])),
    edges: Object.fromEntries(keys.map((key) => [key, textOfEdge(key, schemaText)])),
  };
}
