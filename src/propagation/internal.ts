/** What other rooms of the library use of this one, beyond its public names. */

export { labelMethods } from './check-options.js';
export { type ChannelValues, metapathChannels } from './metapath-channels.js';
export {
  type LabelChannel,
  labelSteps,
  MAX_LABEL_STEPS,
  metapathLabels,
  NUMBER_LABELS,
  type ShownLabels,
} from './metapath-labels.js';
export { type MetapathShape, metapathShapes } from './metapath-shape.js';
export { type NeighbourMeansOptions, neighbourMeans } from './neighbour-means.js';
export { checkLimit } from './node/run-pipeline.js';
export { placeRelations } from './place-relations.js';
export { relationSubsets } from './relation-subsets.js';
