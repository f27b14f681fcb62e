import { GraphBuilder } from '../../build/builder.js';
import type { ColumnData } from '../../columns/column-data.js';
import type { HeteroGraph } from '../../hetero-graph/hetero-graph.js';
import type { ColumnSchema, EdgeType } from '../../schema/schema.js';

/** The nodes of a type; `count` rows in every column. */
export interface TripleNodeType {
  readonly name: string;
  readonly count: number;
  readonly columns: readonly (readonly [schema: ColumnSchema, data: ColumnData])[];
}

/** Triples of term numbers, and what is known of the terms. */
export interface TripleSet {
  readonly nodeTypes: readonly TripleNodeType[];
  /** Node type and row by term. */
  readonly typeOf: Int32Array;
  readonly rowOf: Int32Array;
  /** Names by relation number. */
  readonly relations: readonly string[];
  /** [E] each: terms, relation numbers, terms. */
  readonly subjects: Int32Array;
  readonly predicates: Int32Array;
  readonly objects: Int32Array;
}

interface Relation {
  readonly type: EdgeType;
  readonly number: number;
  count: number;
}

/** An edge type for every relation and pair of node types, in order of first appearance. O(N + E). */
export function tripleGraph(set: TripleSet): HeteroGraph {
  const { nodeTypes, subjects } = set;
  const relations = new Map<number, Relation>();
  const relationOf = new Int32Array(subjects.length);
  for (let e = 0; e < subjects.length; e++) {
    const key = edgeKey(set, e);
    let relation = relations.get(key);
    if (!relation) {
      relation = { type: edgeTypeOf(set, e), number: relations.size, count: 0 };
      relations.set(key, relation);
    }
    relation.count++;
    relationOf[e] = relation.number;
  }
  const ends = [...relations.values()].map(({ type, count }) => {
    return { type, source: new Int32Array(count), target: new Int32Array(count), filled: 0 };
  });
  for (let e = 0; e < subjects.length; e++) {
    const into = ends[relationOf[e]!]!;
    into.source[into.filled] = set.rowOf[subjects[e]!]!;
    into.target[into.filled++] = set.rowOf[set.objects[e]!]!;
  }
  const nodes = nodeTypes.map(({ name, columns }) => ({ name, columns: columns.map(([schema]) => schema) }));
  const edges = ends.map(({ type }) => ({ type, columns: [] }));
  // Ids are distinct and ends exist by construction.
  const builder = new GraphBuilder({ nodes, edges }, { validate: false });
  for (const { name, count, columns } of nodeTypes) {
    builder.addNodes(name, Object.fromEntries(columns.map(([schema, data]) => [schema.name, data])), {
      count,
      adopt: true,
    });
  }
  for (const { type, source, target } of ends) builder.addEdges(type, { source, target }, { adopt: true });
  return builder.build();
}

function edgeKey({ nodeTypes, typeOf, subjects, predicates, objects }: TripleSet, e: number): number {
  const numTypes = nodeTypes.length;
  return (predicates[e]! * numTypes + typeOf[subjects[e]!]!) * numTypes + typeOf[objects[e]!]!;
}

function edgeTypeOf({ nodeTypes, typeOf, relations, subjects, predicates, objects }: TripleSet, e: number): EdgeType {
  const [from, to] = [typeOf[subjects[e]!]!, typeOf[objects[e]!]!];
  return [nodeTypes[from]!.name, relations[predicates[e]!]!, nodeTypes[to]!.name];
}

/** Numbers the terms of each type in order of first appearance. O(terms) */
export function rowsByType(typeOf: Int32Array, numTypes: number): { rowOf: Int32Array; counts: Int32Array } {
  const counts = new Int32Array(numTypes);
  const rowOf = new Int32Array(typeOf.length);
  for (let term = 0; term < typeOf.length; term++) rowOf[term] = counts[typeOf[term]!]!++;
  return { rowOf, counts };
}
