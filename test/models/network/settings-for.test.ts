import { expect, test } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { hgt } from '../../../src/models/hgt/model.js';
import type { ClassificationProblem } from '../../../src/models/index.js';
import { networkSettingsFor } from '../../../src/models/network/settings-for.js';
import { plantedProblem } from '../planted.js';

function problemOf(kind: 'single' | 'multi', count: number): ClassificationProblem {
  const problem = plantedProblem();
  const train = Int32Array.from({ length: count }, (_, row) => row);
  return { ...problem, targets: { ...problem.targets, kind } as never, split: { ...problem.split, train } };
}

test('settings of message-passing models follow the labels, and say why', () => {
  expect(networkSettingsFor(problemOf('single', 200))).toEqual({ settings: {}, reasons: [] });
  expect(networkSettingsFor(problemOf('single', 199)).settings).toEqual({ hidden: 32 });
  const { settings, reasons } = networkSettingsFor(problemOf('multi', 20));
  expect(settings).toEqual({ hidden: 32, criterion: 'f1' });
  expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['hidden', 'criterion']);
});

test('hgt takes one softmax a relation where there are several', () => {
  const problem = problemOf('single', 200);
  expect(hgt.settingsFor!(problem)).toEqual({ settings: {}, reasons: [] });
  const { graph } = problem;
  const { source, target } = graph.edgeIndex('in');
  const nodes = { person: graph.numNodes('person'), group: graph.numNodes('group') };
  const edges = ['in', 'leads'].map((name) => ({ type: ['person', name, 'group'] as const, source, target }));
  const { settings, reasons } = hgt.settingsFor!({ ...problem, graph: graphFromArrays({ nodes, edges }) });
  expect(settings.softmax).toBe('relation');
  expect(reasons.at(-1)).toMatch(/^softmax: /);
});
