import { expect, it } from 'vitest';
import { fetchedText } from '../../src/cli/datasets/fetched-text.js';
import { nodeTask } from '../../src/experiments/data/node-task.js';
import { GraphBuilder } from '../../src/graph/index.js';

const fetched = { folder: 'sets/x', written: ['a.txt'], kept: ['b.txt'] };

it.each([
  ['lastfm-social', undefined, 'Next: heterograph recommend --dataset lastfm-social'],
  ['amazon-hin', 'sets', 'Next: heterograph recommend --dataset amazon-hin --root sets'],
  ['hgb-acm', undefined, 'Next: heterograph train --dataset hgb-acm'],
  ['umls', 'sets', 'Next: heterograph train --dataset umls --task links --root sets'],
])('what to do with %s', (name, root, next) => {
  expect(fetchedText(name, fetched, root).split('\n')).toEqual([
    'Written to sets/x: a.txt.',
    'There already, and as published: b.txt.',
    next,
  ]);
});

it.each([
  [{ recommendationTask: {} }, 'heterograph recommend'],
  [{ linkTask: {} }, '--task links'],
])('train says which command it is for a data set of another task', (task, command) => {
  const graph = new GraphBuilder().addNodes('user', 2).build();
  const opened = { graph, ...task } as Parameters<typeof nodeTask>[0];
  expect(() => nodeTask(opened, undefined)).toThrow(
    expect.objectContaining({ code: 'MISSING_LABELS', hint: expect.stringContaining(command) }),
  );
});
