import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { chooseHops } from './choose-hops.js';
import { type ChosenRelations, chooseRelations } from './choose-relations.js';
import { type SeHgnnSettings, sehgnnDefaults } from './settings.js';
import { batchThatFits } from './training-memory.js';

/** Training rows below which narrower states are less prone to learn the rows by heart. */
const FEW_ROWS = 200;

/**
 * Relations and lengths of metapaths by the numbers of nodes, edges and columns; widths by the number of labelled rows.
 *
 * @param changes what somebody chose
 */
export function sehgnnSettingsFor(
  problem: Problem,
  changes: Partial<SeHgnnSettings> = {},
): SettingsForProblem<SeHgnnSettings> {
  const { hops: givenHops, labelHops: givenLabelHops, relations: given } = changes;
  const isOpen = [givenHops, givenLabelHops, given].every((each) => each === undefined);
  const chosen = isOpen ? chooseRelations(problem, { ...sehgnnDefaults, ...changes }) : undefined;
  const settings = { ...sehgnnDefaults, ...changes, ...(chosen ? { relations: chosen.relations } : {}) };
  const { hops, labelHops } = chooseHops(problem, settings);
  const count = problem.split.train.length;
  const batchSize = Math.min(sehgnnDefaults.batchSize, batchThatFits(problem, settings, { hops, labelHops }));
  const isFew = count < FEW_ROWS;
  return {
    settings: {
      ...(chosen ? { relations: chosen.relations } : {}),
      hops,
      ...(settings.labels ? { labelHops } : {}),
      batchSize,
      ...(isFew ? { hidden: 32, embed: 32 } : {}),
    },
    reasons: [
      ...(chosen ? [reasonFor(chosen)] : []),
      `hops: ${hops}, the most up to 4 at which metapaths are few enough and their features fit`,
      ...(settings.labels
        ? [`labelHops: ${labelHops}, the most up to 4 at which labels are reached in a few seconds`]
        : []),
      ...(batchSize < sehgnnDefaults.batchSize ? [`batchSize: ${batchSize}, which fits into memory`] : []),
      ...(isFew
        ? [`hidden: 32, and embed: 32, since there are only ${count} training rows, fewer than ${FEW_ROWS}`]
        : []),
    ],
  };
}

function reasonFor({ relations, total }: ChosenRelations): string {
  return `relations: ${relations.join(', ')}, the ${relations.length} of ${total} that reach most of the labelled nodes, since paths of two relations along all of them are too many`;
}
