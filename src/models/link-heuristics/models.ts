import * as z from 'zod/mini';
import type { LinkModelDefinition } from '../core/definition.js';
import { CommonNeighbourModel, checkPaths, hasPaths } from './common-neighbours.js';
import { DegreeLinkModel, type DegreeScore } from './degree-model.js';
import type { NeighbourWeight } from './two-hop.js';

function degreeModel(name: DegreeScore, title: string): LinkModelDefinition {
  return {
    ...{ name, title, tasks: ['links'], settings: z.strictObject({}), defaults: {} },
    links: {
      create: () => new DegreeLinkModel(name),
      restore: (saved) => DegreeLinkModel.restore(name, saved),
      asBaseline: () => [{}],
    },
  };
}

export const popularity = degreeModel('popularity', 'Training links of the answer');

export const preferentialAttachment: LinkModelDefinition = {
  ...degreeModel('preferential-attachment', 'Training links of the source times those of the target'),
  paper: 'Barabási, Albert: Emergence of scaling in random networks. Science 1999.',
};

/** Where the model is only a baseline, it counts paths of graphs of so many edges and edge types at most. */
const [BASELINE_EDGES, BASELINE_TYPES] = [1_000_000, 16];

export interface CommonNeighbourSettings {
  readonly weight: NeighbourWeight;
}

export const commonNeighbours: LinkModelDefinition<CommonNeighbourSettings> = {
  name: 'common-neighbours',
  title: 'Typed paths of two steps between the ends, counted (Adamic-Adar)',
  paper: 'Adamic, Adar: Friends and neighbors on the web. Social Networks 2003.',
  tasks: ['links'],
  settings: z.strictObject({ weight: z.enum(['count', 'adamic-adar']) }),
  defaults: { weight: 'adamic-adar' },
  links: {
    check: checkPaths,
    create: ({ weight }) => new CommonNeighbourModel(weight),
    restore: (saved, { weight }) => CommonNeighbourModel.restore(saved, weight),
    asBaseline: ({ split }) => {
      const { graph } = split.train;
      const isSmall = graph.numEdges() <= BASELINE_EDGES && graph.edgeTypes.length <= BASELINE_TYPES;
      return isSmall && hasPaths(graph, split.edgeTypes) ? [{}] : [];
    },
  },
};
