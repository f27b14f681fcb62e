import { expect, it } from 'vitest';
import { classificationProblem } from '../../src/models/index.js';
import { plantedGraph, rows } from './planted.js';

it('a node type without labels is refused by name', () => {
  const split = { train: rows(0, 2), valid: rows(2, 3), test: rows(3, 4) };
  expect(() => classificationProblem(plantedGraph(), 'group', split, 1)).toThrow(
    expect.objectContaining({ code: 'MISSING_LABELS', location: expect.objectContaining({ type: 'group' }) }),
  );
});
