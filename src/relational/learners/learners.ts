import { entityConstant, globalConstant, lastValue } from './constants.js';
import { linear } from './linear.js';
import { networkLearners } from './network/network.js';
import { treeLearners } from './trees.js';
import type { Learner } from './types.js';

/** All learners, the plainest first. */
export const learners: readonly Learner[] = [
  globalConstant,
  entityConstant,
  lastValue,
  linear,
  ...treeLearners,
  ...networkLearners,
];

/** The learner of a name; undefined where there is none. */
export function learnerNamed(name: string): Learner | undefined {
  return learners.find((each) => each.name === name);
}
