import fc from 'fast-check';
import type { ColumnSchema, EdgeTypeSchema, GraphSchema } from '../../src/graph/index.js';
import { type HeteroGraph, randomGraph } from '../../src/graph/index.js';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Any name a type or column may have: slashes, dots, quotes, scripts, names of object members. */
export const anyName = fc
  .oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      'a/b',
      '..',
      '\uFEFFx',
      'x>y\\',
      'größe',
      '名前',
      ' ',
      '🜚',
      'toString',
      '0',
    ),
    fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
  )
  .filter((name) => !LONE_SURROGATE.test(name));

const columnBody = fc.oneof(
  fc.record({
    type: fc.constantFrom('int32', 'int64', 'float32', 'float64', 'bool', 'utf8'),
    role: fc.constant('attribute'),
    nullable: fc.boolean(),
  }),
  fc.record({
    type: fc.constantFrom('dense', 'sparse'),
    role: fc.constant('feature'),
    width: fc.nat(5),
    nullable: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('int32'),
    role: fc.constant('label'),
    classes: fc.constantFrom(['p'], ['p', 'q', 'ö']),
  }),
  fc.record({
    type: fc.constant('bool'),
    role: fc.constant('label'),
    classes: fc.constantFrom(undefined, ['no', 'yes']),
  }),
  fc.record({
    type: fc.constant('dense'),
    role: fc.constant('label'),
    width: fc.constant(3),
    classes: fc.constantFrom(undefined, ['p', 'q', '\uFEFFr']),
  }),
  fc.record({ type: fc.constant('utf8'), role: fc.constant('text'), nullable: fc.boolean() }),
  fc.record({ type: fc.constantFrom('float64', 'int64'), role: fc.constant('time'), nullable: fc.boolean() }),
);

const anyColumns = fc
  .uniqueArray(fc.tuple(anyName, columnBody), { maxLength: 5, selector: ([name]) => name })
  .map((columns) => columns.map(([name, body]) => ({ name, ...body }) as ColumnSchema));

const idColumn = fc
  .constantFrom('int32', 'int64', 'float64', 'utf8')
  .map((type) => ({ name: 'the id', type, role: 'id' }) as ColumnSchema);

/** Any schema: up to three node types and four edge types, some with inverses. */
export const anySchema: fc.Arbitrary<GraphSchema> = fc
  .record({
    nodes: fc.uniqueArray(fc.tuple(anyName, anyColumns, fc.option(idColumn)), {
      maxLength: 3,
      selector: ([name]) => name,
    }),
    edges: fc.array(fc.tuple(fc.nat(), anyName, fc.nat(), anyColumns, fc.constantFrom('none', 'self', 'other')), {
      maxLength: 4,
    }),
  })
  .map(({ nodes, edges }) => {
    const nodeTypes = nodes.map(([name, columns, id]) => ({
      name,
      columns: id && !columns.some((column) => column.name === id.name) ? [...columns, id] : columns,
    }));
    const edgeTypes = new Map<string, EdgeTypeSchema>();
    if (nodeTypes.length === 0) return { nodes: nodeTypes, edges: [] };
    for (const [s, relation, t, columns, inverse] of edges) {
      const [from, to] = [nodeTypes[s % nodeTypes.length]!.name, nodeTypes[t % nodeTypes.length]!.name];
      const type = [from, relation, to] as const;
      const own = columns.filter(({ name }) => name !== 'source' && name !== 'target');
      if (edgeTypes.has(JSON.stringify(type))) continue;
      if (inverse === 'self' && from === to) edgeTypes.set(JSON.stringify(type), { type, columns: own, inverse: type });
      else if (inverse === 'other') {
        const back = [to, `${relation} back`, from] as const;
        if (edgeTypes.has(JSON.stringify(back))) continue;
        edgeTypes.set(JSON.stringify(type), { type, columns: own, inverse: back });
        edgeTypes.set(JSON.stringify(back), { type: back, columns: [], inverse: type });
      } else edgeTypes.set(JSON.stringify(type), { type, columns: own });
    }
    return { nodes: nodeTypes, edges: [...edgeTypes.values()] };
  });

/** Any sound graph: types may be empty, nodes isolated, edges parallel or loops. */
export const anyGraph: fc.Arbitrary<HeteroGraph> = fc
  .tuple(anySchema, fc.array(fc.nat(12), { minLength: 3, maxLength: 3 }), fc.nat(20), fc.nat())
  .map(([schema, counts, numEdges, seed]) => {
    const numNodes = Object.fromEntries(schema.nodes.map(({ name }, i) => [name, counts[i]!]));
    const isEmpty = schema.nodes.some((_, i) => counts[i] === 0);
    return randomGraph({ schema, numNodes, numEdges: isEmpty ? 0 : numEdges, seed });
  });

/** Every value of a graph as plain data, the slow way. */
export function plainGraph(graph: HeteroGraph): unknown {
  const rows = (table: ReturnType<HeteroGraph['nodeTable']>) =>
    table.schema.fields.map((field, i) => [field.name, String(field.type), [...table.getChildAt(i)!].map(plain)]);
  return {
    schema: graph.schema,
    nodes: graph.nodeTypes.map((type) => [type, graph.numNodes(type), rows(graph.nodeTable(type))]),
    edges: graph.edgeTypes.map((type) => [type, graph.numEdges(type), rows(graph.edgeTable(type))]),
  };
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return value;
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)].map(plain) : value;
}
