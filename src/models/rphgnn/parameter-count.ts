import { expectArgument } from '../../core/index.js';
import type { RpHgnnSettings } from './settings.js';

/** Shape of one input group: K_g hops of D_g features. */
export interface GroupShape {
  readonly hops: number;
  readonly width: number;
}

/** Filters F of a group: one where there is only one hop to combine. */
export function groupFilters(group: GroupShape, settings: Pick<RpHgnnSettings, 'filters'>): number {
  return group.hops > 1 ? settings.filters : 1;
}

/**
 * Trainable parameters of the encoder, from shapes alone.
 *
 * Per group: the hop filter F(K_g + 1) and L1 layers (F D_g -> H, then H -> H) with one PReLU slope each; then L3 global
 * layers, of which the last is H -> C without a slope (RpHGNN, section on the encoder).
 */
export function countRpHgnnParameters(
  groups: readonly GroupShape[],
  numClasses: number,
  settings: RpHgnnSettings,
): number {
  expectArgument(groups, 'objects', 'groups');
  expectArgument(settings, 'object', 'settings');
  const { hidden, groupLayers, globalLayers, fusion } = settings;
  let count = 0;
  for (const group of groups) {
    const filters = groupFilters(group, settings);
    count += filters * (group.hops + 1);
    let width = filters * group.width;
    for (let layer = 0; layer < groupLayers; layer++) {
      count += width * hidden + hidden + 1;
      width = hidden;
    }
  }
  let width = fusion === 'concat' ? hidden * groups.length : hidden;
  for (let layer = 0; layer < globalLayers - 1; layer++) {
    count += width * hidden + hidden + 1;
    width = hidden;
  }
  return count + width * numClasses + numClasses;
}
