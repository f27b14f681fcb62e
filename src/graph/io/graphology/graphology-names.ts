/** Names of attributes and columns on the way to graphology and back. */
export interface GraphologyNames {
  /** Node attribute with the node type, default `type`. */
  readonly nodeType: string;
  /** Edge attribute with the relation, default `relation`. */
  readonly relation: string;
  /** Type of nodes, and relation of edges, without that attribute; default `node` and `edge`. */
  readonly defaultNodeType: string;
  readonly defaultRelation: string;
  /** Columns that hold the keys of nodes and of edges, default `key`. */
  readonly nodeKey: string;
  readonly edgeKey: string;
  /** Column that flags undirected edges, default `undirected`. */
  readonly undirected: string;
}

export const DEFAULT_NAMES: GraphologyNames = {
  nodeType: 'type',
  relation: 'relation',
  defaultNodeType: 'node',
  defaultRelation: 'edge',
  nodeKey: 'key',
  edgeKey: 'key',
  undirected: 'undirected',
};

/** Graph attribute in which `toGraphology` leaves the schema. */
export const GRAPH_ATTRIBUTE = 'heterograph';
