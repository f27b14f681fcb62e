import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import { metapathShapes } from '../../propagation/internal.js';
import type { Problem } from '../core/types.js';
import { checkRelations } from '../inputs/check.js';
import { chooseLabelHops } from '../precomputed/path-labels.js';
import type { SeHgnnSettings } from './settings.js';

/** Bounds of what is chosen; what the settings name may be more. */
const LONGEST = 4;
const MAX_CHANNELS = 40;
/** Numbers of all inputs together, 1 GiB, and weights that meet them. */
const MAX_NUMBERS = 2 ** 28;
const MAX_WEIGHTS = 2 ** 25;

type FarEnds = Pick<SeHgnnSettings, 'featureless' | 'embeddingWidth'>;

/** Width of what stands for the features of a type, by its number. */
export function widths(
  { types }: PropagationInput,
  { featureless, embeddingWidth }: FarEnds,
): (type: number) => number {
  return (type) => {
    const { features, count } = types[type]!;
    return features?.width ?? (featureless === 'identity' ? count : embeddingWidth);
  };
}

/** What the lengths depend on. */
export type FreeHops = Pick<
  SeHgnnSettings,
  'hops' | 'labels' | 'labelHops' | 'featureless' | 'embeddingWidth' | 'embed' | 'relations'
>;

/** Lengths of the longest metapaths. */
export interface Hops {
  readonly hops: number;
  /** 0 where labels are no input. */
  readonly labelHops: number;
}

/**
 * The lengths that the settings name, else the largest up to 4 at which inputs, weights and the walks of labels stay within bounds.
 * Decided by numbers of nodes, edges and feature columns alone.
 *
 * @throws {HeteroGraphError} NO_RELATIONS, UNKNOWN_TYPE; TOO_LARGE where the settings ask for more than can be done
 */
export function chooseHops(
  { graph, nodeType, split }: Pick<Problem, 'graph' | 'nodeType' | 'split'>,
  settings: FreeHops,
): Hops {
  checkRelations(graph, nodeType, settings.relations);
  const input = propagationInput(graph, nodeType, settings.relations);
  const numRows = split.train.length + split.valid.length + split.test.length;
  const shapes = metapathShapes(input, LONGEST, widths(input, settings));
  const upTo = (length: number, of: 'paths' | 'width') =>
    shapes.slice(0, length + 1).reduce((sum, shape) => sum + shape[of], 0);
  const longest = (fits: (length: number) => boolean) => {
    let length = 1;
    while (length < LONGEST && fits(length + 1)) length++;
    return length;
  };
  const hops =
    settings.hops ??
    longest((length) => {
      const width = upTo(length, 'width');
      return (
        upTo(length, 'paths') <= MAX_CHANNELS && width * numRows <= MAX_NUMBERS && width * settings.embed <= MAX_WEIGHTS
      );
    });
  if (!settings.labels) return { hops, labelHops: 0 };
  const rows = Int32Array.from(new Set([...split.train, ...split.valid, ...split.test]));
  return { hops, labelHops: chooseLabelHops(input, rows, settings.labelHops) };
}
