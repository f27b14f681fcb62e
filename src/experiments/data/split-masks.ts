import type { HeteroGraph } from '../../graph/index.js';

const names = {
  train: ['train', 'train_mask'],
  valid: ['valid', 'val', 'val_mask'],
  test: ['test', 'test_mask'],
  trainValid: ['trainValid'],
} as const;

/** Columns of a node type that say by name which rows train, validate (both: `trainValid`) and test. */
export function splitMasks(graph: HeteroGraph, nodeType: string): Partial<Record<keyof typeof names, string>> {
  const masks = graph.nodeSchema(nodeType).columns.filter(({ role, type }) => role === 'mask' || type === 'bool');
  const find = (part: keyof typeof names) =>
    masks.find(({ name }) => (names[part] as readonly string[]).includes(name))?.name;
  const [train, valid, test, trainValid] = [find('train'), find('valid'), find('test'), find('trainValid')];
  if (test === undefined) return {};
  if (train !== undefined) return { train, test, ...(valid === undefined ? {} : { valid }) };
  return trainValid === undefined ? {} : { trainValid, test };
}
