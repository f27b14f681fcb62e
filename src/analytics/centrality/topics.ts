import { HeteroGraphError } from '../../core/index.js';
import { type HeteroGraph, labelColumn } from '../../graph/index.js';
import { type NodeRef, nodeNumbers, typeNamed } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/** What a walker goes back to, for each topic. */
export type Topics =
  | 'types'
  | { readonly type: string; readonly column?: string }
  | Readonly<Record<string, readonly NodeRef[]>>;

/** Nodes of a topic, by the numbers of the projection. */
export interface Topic {
  readonly name: string;
  readonly nodes: Int32Array;
}

/** Column of labels, or any of whole numbers, texts or bools, that says the topic of the nodes of a type. */
export interface TopicColumn {
  readonly type: string;
  readonly column?: string;
}

export function isTopicColumn(topics: Topics): topics is TopicColumn {
  return typeof topics === 'object' && typeof (topics as TopicColumn).type === 'string';
}

/** The nodes of each type; types without nodes are no topics. */
export function topicsOfTypes({ types }: ProjectedGraph): Topic[] {
  return types
    .filter(({ count }) => count > 0)
    .map(({ name, start, count }) => ({ name, nodes: Int32Array.from({ length: count }, (_, row) => start + row) }));
}

/** The nodes that are named. @throws {HeteroGraphError} UNKNOWN_ID, UNKNOWN_TYPE, AMBIGUOUS; INVALID_OPTION where a topic has none */
export function topicsOfNodes(graph: ProjectedGraph, named: Readonly<Record<string, readonly NodeRef[]>>): Topic[] {
  return Object.entries(named).map(([name, refs]) => {
    const nodes = Int32Array.from(new Set(nodeNumbers(graph, refs, `topics.${name}`)));
    if (nodes.length > 0) return { name, nodes };
    throw new HeteroGraphError('INVALID_OPTION', `The topic "${name}" has no nodes.`, {
      column: `topics.${name}`,
      hint: 'Name at least one node, or leave the topic out.',
    });
  });
}

/**
 * The nodes of each class or value of a column, in the order of the classes; values that no node has are no topics.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE; MISSING_LABELS where the type has no labels and no column is named
 */
export function topicsOfColumn(graph: HeteroGraph, over: ProjectedGraph, { type, column }: TopicColumn): Topic[] {
  const { start } = typeNamed(over, type);
  const { columns } = graph.nodeSchema(type);
  const isLabel = column === undefined || columns.some(({ name, role }) => name === column && role === 'label');
  const source = isLabel ? graph : labelColumn(graph, { nodeType: type, column });
  const labels = source.labels(type, column);
  if (labels === undefined) {
    throw new HeteroGraphError('MISSING_LABELS', 'The node type has no labels.', {
      type,
      hint: `Name a column: ${columns.map(({ name }) => name).join(', ') || 'it has none'}.`,
    });
  }
  const { classes } = labels;
  const groups = classes.map(() => [] as number[]);
  if (labels.kind === 'single') {
    for (const [row, code] of labels.values.entries()) if (code >= 0) groups[code]!.push(start + row);
  } else {
    for (const [row, isLabelled] of labels.labelled.entries()) {
      if (isLabelled === 0) continue;
      for (const [c, group] of groups.entries()) if (labels.values[row * groups.length + c]) group.push(start + row);
    }
  }
  return groups
    .map((nodes, c) => ({ name: classes[c]!, nodes: Int32Array.from(nodes) }))
    .filter(({ nodes }) => nodes.length > 0);
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function needsTypedGraph(): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', 'A projected graph has no columns.', {
    column: 'topics',
    hint: 'Pass the HeteroGraph, or the nodes of each topic by name.',
  });
}
