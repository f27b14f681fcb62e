import { z } from 'zod';
import { HeteroGraphError } from '../core/index.js';
import { edgeTypeKey, type GraphSchema } from './schema.js';

const name = z.string().min(1);
const edgeType = z.tuple([name, name, name]);
const column = z
  .object({
    name,
    type: z.enum(['int32', 'int64', 'float32', 'float64', 'bool', 'utf8', 'dense', 'sparse']),
    role: z.enum(['id', 'feature', 'label', 'mask', 'time', 'weight', 'text', 'attribute']),
    width: z.int().min(1).optional(),
    classes: z.array(z.string()).optional(),
    nullable: z.boolean().optional(),
    description: z.string().optional(),
  })
  .refine(({ type, width }) => (type === 'dense' || type === 'sparse') === (width !== undefined), {
    message: 'width belongs to dense and sparse columns, and only to them',
  });
const schema = z.object({
  nodes: z.array(z.object({ name, columns: z.array(column) })),
  edges: z.array(z.object({ type: edgeType, columns: z.array(column), inverse: edgeType.optional() })),
});

/** @throws {HeteroGraphError} INVALID_SCHEMA naming the place */
export function checkSchema(value: unknown): asserts value is GraphSchema {
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw invalid(`${issue.path.join('.') || 'schema'}: ${issue.message}`);
  }
  const { nodes, edges } = result.data;
  unique(
    nodes.map((node) => node.name),
    'node type',
  );
  unique(
    edges.map((edge) => edgeTypeKey(edge.type)),
    'edge type',
  );
  for (const node of nodes)
    unique(
      node.columns.map((c) => c.name),
      `column of ${node.name}`,
    );
  for (const edge of edges) {
    unique(['source', 'target', ...edge.columns.map((c) => c.name)], `column of ${edgeTypeKey(edge.type)}`);
    for (const end of [edge.type[0], edge.type[2]]) {
      if (!nodes.some((node) => node.name === end))
        throw invalid(`${edgeTypeKey(edge.type)} ends at "${end}", which is no node type`);
    }
  }
}

function unique(names: readonly string[], what: string): void {
  const twice = names.find((value, i) => names.indexOf(value) !== i);
  if (twice !== undefined) throw invalid(`"${twice}" is a ${what} twice`);
}

function invalid(message: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_SCHEMA', `The schema is not valid: ${message}.`);
}
