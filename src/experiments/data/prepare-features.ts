import { ownProperty } from '../../core/index.js';
import { featureMatrix, type HeteroGraph, hashedText, standardise } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { splitMasks } from './split-masks.js';
import type { NodeTask } from './target.js';

/** How the features of a type without feature matrix were made, so that other data can be prepared alike. */
export type Preparation = Readonly<
  Record<
    string,
    | {
        readonly kind: 'numbers';
        readonly columns: readonly string[];
        readonly mean: readonly number[];
        readonly deviation: readonly number[];
      }
    | { readonly kind: 'words'; readonly columns: readonly string[]; readonly width: number }
  >
>;

const WORDS_WIDTH = 512;
const numeric: readonly string[] = ['int32', 'int64', 'float32', 'float64', 'bool'];

/**
 * Gives node types without a feature matrix one of their plain columns: numbers and bools standardised over all rows (missing
 * values are 0), or where there are none the hashed words of text. Types without such columns are left to fixed random embeddings.
 *
 * @param target the column to be predicted, which is no feature
 */
export function prepareFeatures(
  graph: HeteroGraph,
  given?: Preparation,
  target?: Pick<NodeTask, 'nodeType' | 'labelColumn'>,
): { graph: HeteroGraph; preparation: Preparation } {
  expectGraph(graph);
  const made: [string, Preparation[string]][] = [];
  let result = graph;
  for (const { name: nodeType, columns } of graph.schema.nodes) {
    if (columns.some(({ role, type }) => role === 'feature' && (type === 'dense' || type === 'sparse'))) continue;
    const masks = Object.values(splitMasks(graph, nodeType));
    const usable = columns.filter(
      (column) =>
        ['attribute', 'feature', 'text'].includes(column.role) &&
        !masks.includes(column.name) &&
        !(target?.nodeType === nodeType && target.labelColumn === column.name),
    );
    const numbers = usable.filter(({ type }) => numeric.includes(type)).map(({ name }) => name);
    const words = usable.filter(({ type }) => type === 'utf8').map(({ name }) => name);
    const earlier = ownProperty(given, nodeType);
    if (earlier ? earlier.kind === 'numbers' : numbers.length > 0 && graph.numNodes(nodeType) > 0) {
      const chosen = earlier?.columns ?? numbers;
      result = featureMatrix(result, { nodeType, columns: chosen, missing: 0 });
      const rows = Int32Array.from({ length: graph.numNodes(nodeType) }, (_, row) => row);
      const fitted =
        earlier?.kind === 'numbers'
          ? { fitted: { mean: Float64Array.from(earlier.mean), deviation: Float64Array.from(earlier.deviation) } }
          : { trainRows: rows };
      const scaled = standardise(result, { nodeType, column: 'features', ...fitted });
      result = scaled.graph;
      made.push([
        nodeType,
        {
          kind: 'numbers',
          columns: chosen,
          mean: [...scaled.mean],
          deviation: [...scaled.deviation],
        },
      ]);
    } else if (earlier ? earlier.kind === 'words' : words.length > 0) {
      const chosen = earlier?.columns ?? words;
      result = hashedText(result, { nodeType, columns: chosen, width: WORDS_WIDTH });
      made.push([nodeType, { kind: 'words', columns: chosen, width: WORDS_WIDTH }]);
    }
  }
  return { graph: result, preparation: Object.fromEntries(made) };
}
