import { expect, it } from 'vitest';
import { plantedPartitionGraph } from '../../../src/graph/index.js';
import { candidatesFor } from '../../../src/models/auto/candidates.js';
import { autoDefaults } from '../../../src/models/auto/settings.js';
import { classificationProblem } from '../../../src/models/index.js';
import { nodeModelNamed } from '../../../src/models/registry.js';
import { rows } from '../planted.js';

it('takes relations that it searched for as chosen ones, which have to be better beyond chance, and those that are named as plain', () => {
  const graph = plantedPartitionGraph({
    numNodes: { person: 60, group: 6 },
    numClasses: 3,
    edges: [
      { type: ['person', 'knows', 'person'], numEdges: 120, homophily: 0.8 },
      { type: ['person', 'in', 'group'], numEdges: 60, homophily: 0 },
    ],
    featureWidth: 0,
    seed: 3,
  });
  const problem = classificationProblem(
    graph,
    'person',
    { train: rows(0, 40), valid: rows(40, 50), test: rows(50, 60) },
    1,
  );
  const context = { find: nodeModelNamed, resources: {}, affordable: Number.POSITIVE_INFINITY };
  const levelsOf = (settings: object) =>
    candidatesFor(problem, { ...autoDefaults, ...settings }, context)
      .candidates.filter(({ definition }) => definition.name === 'label-propagation')
      .map(({ title, level }) => [title, level]);
  const named = { model: 'label-propagation', settings: { relations: ['knows'] } };
  expect(levelsOf({})).toEqual([
    ['label-propagation', 'plain'],
    ['label-propagation along knows', 'chosen'],
    ['label-propagation along in', 'chosen'],
  ]);
  expect(levelsOf({ candidates: [named] })).toEqual([['label-propagation along knows', 'plain']]);
});
