// Vectors of nodes, learned without labels: by the model polarization and by those that it is held against.
import { embedNodes } from '../../dist/models/index.js';
import { vectorsOf } from './matrices.mjs';
import { withoutTypes } from './without-types.mjs';

const walks = { width: 32, walksPerNode: 10, walkLength: 40 };

/**
 * Functions of a seed that give the vectors of nodes by type: `vectors(type)` is [N, D]. All have 32 columns.
 *
 * @param epochs of those that are trained on links
 */
export function methodsFor(graph, epochs) {
  const typed =
    (model, settings, rest = {}) =>
    async (seed) => {
      const options = { model, epochs, settings: { hidden: 32, ...settings }, seed, ...rest };
      const embeddings = await embedNodes(graph, options);
      return (type) => vectorsOf(embeddings, type);
    };
  const blind = withoutTypes(graph);
  const untyped = (options) => async (seed) => {
    const embeddings = await embedNodes(blind.graph, { ...options, seed });
    const all = vectorsOf(embeddings, 'node');
    return (type) => {
      const [from, numRows] = [blind.first[type], graph.numNodes(type)];
      return { ...all, numRows, values: all.values.subarray(from * all.width, (from + numRows) * all.width) };
    };
  };
  const trained = (model, settings) => ({ model, epochs, objective: 'links', settings: { hidden: 32, ...settings } });
  return {
    'DeepWalk, no types': untyped({ model: 'metapath2vec', nodeType: 'node', settings: walks }),
    'SAGE, no types': untyped(trained('sage', {})),
    'GAT, no types': untyped(trained('gat', { heads: 4 })),
    'SAGE by relation': typed('sage', {}, { objective: 'links' }),
    'polarization, links alone': typed('polarization', { inputFeatures: 'none' }),
    polarization: typed('polarization', {}),
  };
}
