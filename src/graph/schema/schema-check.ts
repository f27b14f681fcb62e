import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import {
  COLUMN_ROLES,
  COLUMN_TYPES,
  type ColumnSchema,
  canonicalSchema,
  END_COLUMNS,
  edgeTypeKey,
  type GraphSchema,
} from './schema.js';
import { isWellFormed } from './well-formed.js';

const wellFormed = z.refine((text) => isWellFormed(text as string), {
  error: 'Names must be well-formed Unicode',
});
const name = z.string().check(z.minLength(1), wellFormed);

const column = z.strictObject({
  name,
  type: z.enum(COLUMN_TYPES),
  role: z.enum(COLUMN_ROLES),
  width: z.optional(z.int().check(z.minimum(0), z.maximum(2 ** 31 - 1))),
  classes: z.optional(z.array(z.string().check(wellFormed))),
  nullable: z.optional(z.boolean()),
  description: z.optional(z.string()),
});

const edgeType = z.tuple([name, name, name]);

const schema = z.strictObject({
  nodes: z.array(z.strictObject({ name, columns: z.array(column) })),
  edges: z.array(z.strictObject({ type: edgeType, columns: z.array(column), inverse: z.optional(edgeType) })),
});

/**
 * The value as a schema, keys in canonical order; where one edge type names its inverse, the other does too.
 *
 * @throws {HeteroGraphError} INVALID_SCHEMA naming the type and column: a value of another shape, an empty or repeated
 * name, a matrix without width, ids that are no numbers or texts, an edge type between unknown node types, an inverse
 * that is none
 */
export function checkSchema(value: unknown): GraphSchema {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue!.path.join('.') || 'its root';
    if (issue!.code === 'unrecognized_keys')
      throw invalid(`There is no property "${issue!.keys[0]}" at ${where} of a schema.`);
    throw invalid(`The schema is not one: at ${where}, ${issue!.message}.`);
  }
  const graph = parsed.data as GraphSchema;
  unique(
    graph.nodes.map((node) => node.name),
    'node type',
  );
  unique(
    graph.edges.map((edge) => edgeTypeKey(edge.type)),
    'edge type',
  );
  for (const node of graph.nodes) checkColumns(node.name, node.columns, 0);
  const known = new Set(graph.nodes.map((node) => node.name));
  const inverses = new Map(graph.edges.map((edge) => [edgeTypeKey(edge.type), edge.inverse]));
  for (const { type, columns, inverse } of graph.edges) {
    const key = edgeTypeKey(type);
    checkColumns(key, columns, END_COLUMNS.length);
    const missing = [type[0], type[2]].find((end) => !known.has(end));
    if (missing !== undefined) throw invalid(`The node type "${missing}" is not declared.`, key);
    if (!inverse) continue;
    const inverseKey = edgeTypeKey(inverse);
    const back = inverses.get(inverseKey);
    const fits = inverses.has(inverseKey) && inverse[0] === type[2] && inverse[2] === type[0];
    if (!fits) throw invalid(`${inverseKey} is no edge type between the same ends, so it is no inverse.`, key);
    if (back && edgeTypeKey(back) !== key) throw invalid(`${inverseKey} names another type as its inverse.`, key);
    inverses.set(inverseKey, type);
  }
  const edges = graph.edges.map((edge) => ({ ...edge, inverse: inverses.get(edgeTypeKey(edge.type)) }));
  return canonicalSchema({ nodes: graph.nodes, edges });
}

const NUMBERS: readonly string[] = ['int32', 'int64', 'float32', 'float64'];

function checkColumns(type: string, columns: readonly ColumnSchema[], numReserved: number): void {
  const reserved = END_COLUMNS.slice(0, numReserved).map((column) => column.name);
  unique([...reserved, ...columns.map((column) => column.name)], 'column', type);
  for (const { name: column, type: dtype, role, width, classes } of columns) {
    const isMatrix = dtype === 'dense' || dtype === 'sparse';
    if (isMatrix !== (width !== undefined)) {
      throw invalid(isMatrix ? 'A matrix needs a width.' : `A ${dtype} column has no width.`, type, column);
    }
    if (role === 'label' && !['int32', 'bool', 'dense'].includes(dtype)) {
      throw invalid(`Labels are int32, bool, or dense for several per node, not ${dtype}.`, type, column);
    }
    if (role === 'id' && !['int32', 'int64', 'float64', 'utf8'].includes(dtype)) {
      throw invalid(`Ids are int32, int64, float64 or utf8, not ${dtype}.`, type, column);
    }
    if (role === 'weight' && !NUMBERS.includes(dtype)) {
      throw invalid(`Weights are numbers, not ${dtype}.`, type, column);
    }
    if (role === 'text' && dtype !== 'utf8') throw invalid(`Text is utf8, not ${dtype}.`, type, column);
    if (role === 'tags' && dtype !== 'utf8') throw invalid(`Tags are utf8, not ${dtype}.`, type, column);
    if (role === 'mask' && dtype !== 'bool') throw invalid(`A mask is bool, not ${dtype}.`, type, column);
    if (role === 'time' && dtype !== 'utf8' && !NUMBERS.includes(dtype)) {
      throw invalid(`Times are numbers or ISO texts, not ${dtype}.`, type, column);
    }
    if (classes && role !== 'label') throw invalid('Only a label column has classes.', type, column);
    if (classes && dtype === 'dense' && classes.length !== width) {
      throw invalid(`${classes.length} classes are named for ${width} columns.`, type, column);
    }
  }
}

function unique(names: readonly string[], what: string, type?: string): void {
  const seen = new Set<string>();
  for (const text of names) {
    if (seen.has(text)) throw invalid(`The ${what} "${text}" occurs twice.`, type);
    seen.add(text);
  }
}

function invalid(message: string, type?: string, column?: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_SCHEMA', message, { type, column });
}
