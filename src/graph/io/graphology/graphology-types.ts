/** Attributes of a graphology graph, of a node or of an edge. */
export interface GraphologyAttributes {
  // biome-ignore lint/suspicious/noExplicitAny: as graphology has it, whose own attributes may be of any type
  [name: string]: any;
}

/** What is read of a graphology graph; graphology itself need not be installed. */
export interface GraphologySource {
  getAttribute(name: string): unknown;
  forEachNode(callback: (key: string, attributes: GraphologyAttributes) => void): void;
  forEachEdge(
    callback: (
      key: string,
      attributes: GraphologyAttributes,
      source: string,
      target: string,
      sourceAttributes: GraphologyAttributes,
      targetAttributes: GraphologyAttributes,
      undirected: boolean,
    ) => void,
  ): void;
}

/** What is called of a graphology graph to fill it. */
export interface GraphologyTarget {
  setAttribute(name: string, value: unknown): unknown;
  replaceAttributes(attributes: GraphologyAttributes): unknown;
  addNode(key: string, attributes?: GraphologyAttributes): string;
  addDirectedEdgeWithKey(key: string, source: string, target: string, attributes?: GraphologyAttributes): string;
  addUndirectedEdgeWithKey(key: string, source: string, target: string, attributes?: GraphologyAttributes): string;
}

/** Options of a graphology graph. */
export interface GraphologyOptions {
  allowSelfLoops?: boolean;
  multi?: boolean;
  type?: 'directed' | 'undirected' | 'mixed';
}
