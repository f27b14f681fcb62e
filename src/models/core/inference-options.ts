import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';

/** How to use a fitted model; without `graph`, on the graph it was fitted on. */
export interface InferenceOptions extends RunOptions {
  /**
   * The graph to look at instead of the one fitted on: same node types, feature widths and relations; nodes and edges may differ.
   * A model that `usesTrainingLabels` needs the nodes of the fitted graph at their rows (new ones are appended).
   */
  readonly graph?: HeteroGraph;
  /**
   * Told, in a sentence, what the given graph lacks of the one fitted on where a prediction is possible all the same: a node type
   * without nodes, an edge type without edges. What makes a prediction impossible is an error.
   */
  readonly onRemark?: (text: string) => void;
}
