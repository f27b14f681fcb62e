import { HeteroGraphError } from '../../core/index.js';
import { notComparable } from '../groups/name-groups.js';
import { winsOutnumberTies } from '../groups/win-cycle.js';
import type { Preferences } from '../input/preferences.js';
import { BradleyTerryLikelihood } from '../likelihood/bradley-terry-likelihood.js';
import { maximise } from '../likelihood/maximise.js';
import { withRidge } from '../likelihood/ridge.js';
import { centre } from './centre.js';
import type { Method } from './method.js';

/**
 * The maximum of the likelihood of Bradley and Terry over all pairs of all orders, with ties by Davidson's model.
 *
 * @see Bradley and Terry, "Rank analysis of incomplete block designs", Biometrika 1952
 */
export const bradleyTerry: Method = {
  name: 'bradley-terry',
  isLikelihood: true,
  ties: 'both ways',
  unit: 'log strength, mean 0',
  check(preferences, { ridge }) {
    const { hasTies, hasWins } = outcomes(preferences);
    if (!hasWins && hasTies) {
      throw new HeteroGraphError('NOT_COMPARABLE', 'All comparisons are ties: there is no order in them.', {
        hint: 'Give comparisons that somebody won.',
      });
    }
    if (ridge > 0 || !hasTies || winsOutnumberTies(preferences)) return;
    throw notComparable(
      'Ties outnumber wins in every circle of comparisons, so that no finite strengths and share of ties fit best.',
      true,
    );
  },
  *fit(preferences, { ridge }, start) {
    const count = preferences.names.length;
    const { hasTies } = outcomes(preferences);
    const likelihood = withRidge(new BradleyTerryLikelihood(preferences, hasTies), ridge);
    const point = start?.slice() ?? new Float64Array(count + (hasTies ? 1 : 0));
    if (preferences.weights.length > 0) yield* maximise(likelihood, point);
    centre(point, count);
    const odds = hasTies ? Math.exp(point[count]!) : 0;
    const remarks = hasTies
      ? [`Equal contestants tie with a probability of ${(odds / (2 + odds)).toFixed(3)} (Davidson).`]
      : [];
    return { strengths: point.slice(0, count), point, likelihood, remarks };
  },
};

function outcomes({ offsets, levelEnds, weights }: Preferences): { hasTies: boolean; hasWins: boolean } {
  let [hasTies, hasWins] = [false, false];
  for (let r = 0; r < weights.length; r++) {
    if (levelEnds[offsets[r]!]! < offsets[r + 1]!) hasWins = true;
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) if (levelEnds[k]! > k + 1) hasTies = true;
  }
  return { hasTies, hasWins };
}
