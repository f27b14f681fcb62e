import type { InferenceOptions } from './inference-options.js';

/** What an explanation looks at. */
export interface ExplainOptions extends InferenceOptions {
  /**
   * `attention`: the weights by which the model itself chose. `occlusion`: edges are left out one by one; for every model that passes
   * messages. Default: attention where the model has it.
   */
  readonly method?: 'attention' | 'occlusion';
  /** Edges to list, the best first; default 10. */
  readonly top?: number;
  /** Most edges that are left out one by one, the nearest first: each costs a forward pass, or a prediction; default 100, or 30. */
  readonly maxEdges?: number;
  /** Sets of random edges that the deletion test compares with; 0: no test. Default 5. */
  readonly trials?: number;
  /** Of the random edges; default 0. */
  readonly seed?: number;
}

/** A relation into a node type in one layer, over the nodes that the explained ones were made of there. */
export interface ExplainedRelation {
  /** Name of the relation or meta-relation; null: the node's own part. */
  readonly relation: string | null;
  readonly source: string;
  /** Of its weight: how much of a node's state the layer took from it. Weights of a node add up to 1 in most models. */
  readonly mean: number;
  readonly deviation: number;
  /** Mean over the nodes of ||what it added|| / sum of the same over all relations: a high weight on nothing adds nothing. */
  readonly contribution: number;
  /** How many of the nodes have such an edge, and how many edges they have in all. */
  readonly nodesWithEdges: number;
  readonly edges: number;
}

export interface ExplainedLayer {
  /** From 0: the first after the input. */
  readonly layer: number;
  readonly nodeType: string;
  /** Nodes of the type that the explained ones were made of. */
  readonly nodes: number;
  readonly relations: readonly ExplainedRelation[];
}

/** A node by its type, row and external id. */
export interface ExplainedNode {
  readonly type: string;
  readonly row: number;
  readonly id: string | number;
}

export interface ExplainedEdge {
  readonly relation: string;
  readonly source: ExplainedNode;
  readonly target: ExplainedNode;
  /**
   * Attention: the share of what reached the explained nodes that came over this edge, products of weights along all paths; occlusion: how
   * much lower the score of the predicted class, or the predicted number, is without it.
   */
  readonly score: number;
}

/** The data of a Sankey picture: what flowed from the input of the first layer to the explained nodes. */
export interface Flow {
  /** Node types by level, the input first; `size` is the share of the flow. */
  readonly levels: readonly (readonly { readonly type: string; readonly size: number }[])[];
  /** From a type of level l to one of level l + 1; `relation` null: a node's own part. */
  readonly links: readonly {
    readonly level: number;
    readonly source: string;
    readonly target: string;
    readonly relation: string | null;
    readonly width: number;
  }[];
}

/** The deletion test: an explanation is faithful where the score falls more without its edges than without as many random ones. */
export interface Faithfulness {
  /** Edges left out: the best of the explanation. */
  readonly edges: number;
  /** How much lower the score of the predicted class is then, or how much the predicted number changes, mean over the nodes. */
  readonly change: number;
  /** The same for random edges of those within reach, mean over the trials, and its deviation. */
  readonly randomChange: number;
  readonly randomDeviation: number;
}

export interface ExplainedPrediction extends ExplainedNode {
  /** The class of the highest score. */
  readonly predicted: string;
  readonly probability: number;
}

/** A node with the number that a model predicts of it. */
export interface ExplainedNumber extends ExplainedNode {
  readonly predicted: number;
}

/** What is lost without all edges of a relation, and of its inverse. */
export interface RelationChange {
  readonly relation: string;
  readonly edges: number;
  /** How much lower the score of the predicted class, or the predicted number, is then, mean over the explained nodes. */
  readonly change: number;
}

export interface Explanation {
  readonly method: 'attention' | 'occlusion';
  /** Of models of classes; else empty. */
  readonly predictions: readonly ExplainedPrediction[];
  /** Of models of numbers. */
  readonly numbers?: readonly ExplainedNumber[];
  /** Empty for occlusion. */
  readonly layers: readonly ExplainedLayer[];
  /** Of models that are explained by their predictions alone: what each relation is worth, the most first. */
  readonly relations?: readonly RelationChange[];
  /** Best first. */
  readonly edges: readonly ExplainedEdge[];
  /** Edges within reach that were looked at, and those that were not. */
  readonly examined: number;
  readonly unexamined: number;
  /** Of attention. */
  readonly flow?: Flow;
  /** Absent where there are no edges to leave out. */
  readonly faithfulness?: Faithfulness;
}
