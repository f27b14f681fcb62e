import * as z from 'zod/mini';
import type { NodeModelDefinition } from '../core/definition.js';
import { noRelations } from '../inputs/check.js';
import { chooseMetapaths } from './choose-metapaths.js';
import { MetaPath2VecClassifier, metapathsOf } from './estimator.js';
import { type MetaPath2VecSettings, metapath2vecDefaults, metapath2vecSettings } from './settings.js';

export const metapath2vec: NodeModelDefinition<MetaPath2VecSettings> = {
  name: 'metapath2vec',
  title: 'Skip-gram on random walks along metapaths, and a linear map',
  paper:
    'Dong, Chawla and Swami, "metapath2vec: Scalable Representation Learning for Heterogeneous Networks", KDD 2017',
  tasks: ['classification', 'regression'],
  settings: z.strictObject(metapath2vecSettings) as unknown as z.ZodMiniType<MetaPath2VecSettings>,
  defaults: metapath2vecDefaults,
  settingsFor({ graph, nodeType }) {
    const { metapaths, names } = chooseMetapaths(graph, nodeType);
    if (names.length === 0) return { settings: {}, reasons: [] };
    const reason = `metapaths: ${names.join(', ')}, out to every node type by the fewest steps and the same way back`;
    return { settings: { metapaths }, reasons: [reason] };
  },
  check({ graph, nodeType }, settings) {
    if (metapathsOf(graph, nodeType, settings).length === 0) throw noRelations(nodeType);
  },
  create: (settings, resources) => new MetaPath2VecClassifier(settings, resources),
  restore: MetaPath2VecClassifier.restore,
};
