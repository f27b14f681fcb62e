import { expect, test } from 'vitest';
import { textTable } from '../../src/cli/terminal/text-table.js';
import { learningCurve, schemaDrawing } from '../../src/viz/index.js';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test('a history of very many epochs keeps its shape in a small drawing', () => {
  const count = 150_000;
  const loss = numbers(count).map((i) => (i === 70_001 ? 9 : 1 / (1 + i)));
  const epoch = numbers(count).map((i) => i + 1);
  const svg = learningCurve({ epoch, trainLoss: loss, valid: loss });
  expect(svg.length).toBeLessThan(200_000);
  // The one high point is not lost: the axis reaches up to it.
  expect(svg).toMatch(/>8<\/text>|>9<\/text>/);
});

test('of very many node types the largest are drawn, and the drawing says so', () => {
  const nodes = numbers(2000).map((i) => ({ type: `type ${i}`, count: i }));
  const edges = numbers(4000).map((i) => ({
    type: [`type ${i % 2000}`, `r${i}`, `type ${(i * 7) % 2000}`] as const,
    count: i,
  }));
  const svg = schemaDrawing({ nodes, edges });
  expect(svg).toContain('the largest 60 of 2000 node types');
  expect(svg).toContain('>type 1999<');
  expect(svg).not.toContain('type 1939:');
  expect(svg.length).toBeLessThan(200_000);
});

test('a table of very many rows', () => {
  const lines = textTable(
    ['row', 'class'],
    numbers(200_000).map((i) => [i, 'a']),
  ).split('\n');
  expect(lines.length).toBe(200_002);
  expect(lines.at(-1)).toBe('199999  a');
});
