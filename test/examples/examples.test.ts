import { expect, test } from 'vitest';
import { runExample } from './run.js';

test('csv-to-graph', { timeout: 30_000 }, async () => {
  const lines = (await runExample('csv-to-graph.ts')).trimEnd().split('\n');
  expect(lines[0]).toBe('1 row left out: DANGLING_ID in row 6');
  expect(lines).toContain('The Big Sleep: bacall, bogart');
  expect(lines.at(-1)).toBe('the same graph after saving and opening: true');
});

test('graphology-roundtrip', { timeout: 30_000 }, async () => {
  const lines = (await runExample('graphology-roundtrip.ts')).trimEnd().split('\n');
  expect(lines[0]).toBe('person, paper | person > wrote > paper, person > read > paper');
  expect(lines.at(-1)).toBe('the same nodes and edges: true');
});

test('movies', { timeout: 120_000 }, async () => {
  const text = await runExample('movies.ts');
  const scores = [...text.matchAll(/: micro-F1 ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(scores.length).toBe(4);
  const [majority, perceptron, , rphgnn] = scores as [number, number, number, number];
  expect(rphgnn).toBeGreaterThan(majority + 10);
  expect(rphgnn).toBeGreaterThan(perceptron);
});
