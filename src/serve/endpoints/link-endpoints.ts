import * as z from 'zod/mini';
import type { LinkRun } from '../../experiments/index.js';
import { edgeTypeKey } from '../../graph/index.js';
import { endpoint } from '../http/endpoint.js';
import { about, entries, id, ids, text } from '../http/schemas.js';
import { rowsOfIds } from './rows-of-ids.js';
import type { Served } from './served.js';

const request = z.strictObject({
  ids: about('External ids of the known ends of the links.', ids),
  edgeType: about('As user.buys.item; may be left out where the run predicts links of one.', z.optional(text)),
  side: about('Which end is asked for; default target.', z.optional(z.enum(['target', 'source']))),
  k: about('Answers for each; default 10.', z.optional(entries)),
});

const response = z.object({
  nodeType: about('Of the answers.', z.string()),
  answers: z.array(
    z.object({
      id,
      links: about('The likeliest first; known links are left out.', z.array(z.object({ id, score: z.number() }))),
    }),
  ),
});

/** The likeliest other ends of links. */
export function servedLinks(run: LinkRun): Served {
  const { config, graph, split } = run;
  const predict = endpoint({
    path: '/predict',
    summary: `The likeliest links: ${split.edgeTypes.map(edgeTypeKey).slice(0, 10).join(', ')}.`,
    request,
    response,
    answer: async ({ ids: asked, edgeType, side = 'target', k = 10 }, { signal }) => {
      const [source, , target] = run.relationNamed(edgeType);
      const type = side === 'target' ? source : target;
      const index = graph.ids(type);
      const known = rowsOfIds(index, asked, type);
      const found = await run.answers(known, { edgeType, side, k, signal });
      const names = graph.ids(found.nodeType);
      const answers = Array.from(known, (row, i) => {
        const at = Array.from({ length: k }, (_, j) => i * k + j).filter((each) => found.rows[each]! >= 0);
        const links = at.map((each) => ({ id: names.idOf(found.rows[each]!), score: found.scores[each] }));
        return { id: index.idOf(row), links };
      });
      return { nodeType: found.nodeType, answers };
    },
  });
  const data =
    'dataset' in config.source ? config.source.dataset : 'data' in config.source ? config.source.data : 'graph';
  return { task: config.task, model: config.model, data: data.split(/[\\/]/).at(-1)!, endpoints: [predict] };
}
