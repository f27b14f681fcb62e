import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { chooseHops } from './choose-hops.js';
import { type SeHgnnSettings, sehgnnDefaults } from './settings.js';
import { batchThatFits } from './training-memory.js';

/** Training rows below which narrower states are less prone to learn the rows by heart. */
const FEW_ROWS = 200;

/** Lengths of metapaths by the numbers of nodes, edges and columns; widths by the number of labelled rows. */
export function sehgnnSettingsFor(problem: Problem): SettingsForProblem<SeHgnnSettings> {
  const { hops, labelHops } = chooseHops(problem, sehgnnDefaults);
  const count = problem.split.train.length;
  const batchSize = Math.min(sehgnnDefaults.batchSize, batchThatFits(problem, sehgnnDefaults, { hops, labelHops }));
  const isFew = count < FEW_ROWS;
  return {
    settings: { hops, labelHops, batchSize, ...(isFew ? { hidden: 32, embed: 32 } : {}) },
    reasons: [
      `hops: ${hops}, the most up to 4 at which metapaths are few enough and their features fit`,
      `labelHops: ${labelHops}, the most up to 4 at which labels are reached in a few seconds`,
      ...(batchSize < sehgnnDefaults.batchSize ? [`batchSize: ${batchSize}, which fits into memory`] : []),
      ...(isFew
        ? [`hidden: 32, and embed: 32, since there are only ${count} training rows, fewer than ${FEW_ROWS}`]
        : []),
    ],
  };
}
