import * as z from 'zod/mini';
import { HeteroGraphError } from '../../core/index.js';
import type { EmbeddingRun } from '../../experiments/index.js';
import { endpoint } from '../http/endpoint.js';
import { about, ids, text } from '../http/schemas.js';
import { rowsOfIds } from './rows-of-ids.js';
import type { Served } from './served.js';
import { vectorsOf, vectorsSchema } from './vectors.js';

const request = z.strictObject({
  ids: about('External ids of nodes.', ids),
  nodeType: about('Of these nodes; may be left out where there is one.', z.optional(text)),
});

/** Vectors of the nodes of all types. */
export function servedEmbeddings({ config, opened, graph, embeddings }: EmbeddingRun): Served {
  const types = embeddings.nodeTypes;
  const embed = endpoint({
    path: '/embed',
    summary: `Vectors of nodes: ${types.join(', ')}.`,
    request,
    response: vectorsSchema,
    answer: ({ ids: asked, nodeType = types.length === 1 ? types[0]! : undefined }) => {
      if (nodeType === undefined) {
        throw new HeteroGraphError('AMBIGUOUS', 'It is not clear of which type the nodes are.', {
          column: 'nodeType',
          hint: `Give nodeType, such as ${types[0]}.`,
        });
      }
      const values = embeddings.valuesOf(nodeType);
      const index = graph.ids(nodeType);
      const rows = rowsOfIds(index, asked, nodeType);
      return vectorsOf(nodeType, { values, width: embeddings.width }, Array.from(rows), (i) => index.idOf(rows[i]!));
    },
  });
  return { task: config.task, model: config.model, data: opened.name, endpoints: [embed] };
}
