import { entityConstant, globalConstant, lastValue } from '../learners/constants.js';
import { linear } from '../learners/linear.js';
import { networkLearners } from '../learners/network/network.js';
import { treeLearners } from '../learners/trees.js';
import type { Learner } from '../learners/types.js';

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

/** Names of those that learn. */
export const learnedNames: readonly string[] = learners
  .filter(({ level }) => level === 'learned')
  .map(({ name }) => name);
