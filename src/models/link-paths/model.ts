import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { LinkModelDefinition } from '../core/definition.js';
import { LinkPathModel, type LinkPathSettings } from './estimator.js';

const defaults: LinkPathSettings = { hops: 3, parts: 4, maxLinks: 20_000, leastDegree: 0, penalty: 1 };

export const linkPaths: LinkModelDefinition<LinkPathSettings> = {
  name: 'link-paths',
  title: 'Logistic regression on typed paths between the ends and their degrees',
  paper: 'Sun et al.: Co-author relationship prediction in heterogeneous bibliographic networks. ASONAM 2011.',
  tasks: ['links'],
  settings: z.strictObject({
    hops: z.int('1, 2 or 3').check(z.minimum(1, '1, 2 or 3'), z.maximum(3, '1, 2 or 3')),
    parts: option.countFrom(2),
    maxLinks: option.count,
    leastDegree: option.countFrom(0),
    penalty: option.positive,
  }),
  defaults,
  // Chosen by the validation links. Every artist has a training link.
  presets: { 'lastfm-magnn': { ...defaults, parts: 8, leastDegree: 1 } },
  links: {
    create: (settings) => new LinkPathModel(settings),
    restore: (saved, settings) => LinkPathModel.restore(saved, settings),
  },
};
