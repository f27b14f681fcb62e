import { borda } from '../methods/borda.js';
import { bradleyTerry } from '../methods/bradley-terry.js';
import { elo } from '../methods/elo.js';
import { kemeny } from '../methods/kemeny/kemeny.js';
import type { Method, RankingMethod } from '../methods/method.js';
import { plackettLuce } from '../methods/plackett-luce.js';

/** Methods by name. */
export const methods: Readonly<Record<RankingMethod, Method>> = {
  'plackett-luce': plackettLuce,
  'bradley-terry': bradleyTerry,
  elo,
  borda,
  kemeny,
};
