import { HeteroGraphError, RandomStream } from '../../core/index.js';
import type { NodeSplit } from '../../graph/index.js';
import { ascendingRows } from '../core/ascending-rows.js';
import { dealParts } from '../core/deal-rows.js';
import type { NodeModelDefinition } from '../core/definition.js';
import { settingsForProblem } from '../core/settings.js';
import type { LearnedTask, ModelResources, Problem } from '../core/types.js';
import type { EnsembleSettings } from './settings.js';

/** The model of a name that learns a task. @throws {HeteroGraphError} INVALID_OPTION */
export type FindModel = (name: string, task: LearnedTask['kind']) => NodeModelDefinition;

/** What one member learns, and with which settings. */
export interface PlannedMember {
  readonly definition: NodeModelDefinition;
  readonly settings: object;
  readonly ownProblem: Problem;
}

/**
 * What each member learns: the copies of the first, then those of the second, and so on. Refused before any work where one cannot.
 *
 * @throws {HeteroGraphError} NO_ROWS where there are fewer labelled rows than copies to deal them to, and what the models say
 */
export function plannedMembers(
  { members, copies, validation }: EnsembleSettings,
  problem: Problem,
  find: FindModel,
  resources: ModelResources,
): PlannedMember[] {
  const splits = validation === 'dealt' ? dealtSplits(problem, copies) : undefined;
  return members.flatMap(({ model, preset, settings: changes = {} }, m) => {
    const definition = find(model, problem.kind);
    const { settings } = settingsForProblem(definition, problem, changes, preset);
    definition.check?.(problem, settings, resources);
    return Array.from({ length: copies }, (_, copy) => {
      const seed = new RandomStream(problem.seed, 'ensemble', m, copy).nextInt(2 ** 31 - 1);
      return { definition, settings, ownProblem: { ...problem, seed, split: splits?.[copy] ?? problem.split } };
    });
  });
}

/** For every copy another part of the labelled rows as those of validation. */
function dealtSplits(problem: Problem, copies: number): NodeSplit[] {
  const parts = dealParts(problem, copies);
  const known = new Set(parts.flatMap((part) => [...part]));
  // Rows without a label are asked about like those of the test.
  const unknown = problem.split.valid.filter((row) => !known.has(row));
  if (parts.some(({ length }) => length === 0)) {
    throw new HeteroGraphError('NO_ROWS', `There are fewer labelled rows than the ${copies} copies to deal them to.`, {
      type: problem.nodeType,
      hint: "Give fewer copies, or let all validate on the same rows with validation: 'given'.",
    });
  }
  return parts.map((valid, copy) => ({
    train: ascendingRows(...parts.filter((_, other) => other !== copy)),
    valid,
    test: ascendingRows(problem.split.test, unknown),
  }));
}
