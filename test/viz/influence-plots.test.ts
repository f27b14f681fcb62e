import { expect, it } from 'vitest';
import { boundsPlot, seedDrawing } from '../../src/viz/index.js';

it('draws bounds', () => {
  const points = [1, 10, 100].map((x) => ({ x, low: x, high: 2 * x }));
  const svg = boundsPlot(points, { xLabel: 'seeds', isLog: true });
  expect(svg).toMatch(/^<svg[^>]* aria-label="spread by seeds, lower and upper bound"/);
  expect(svg).not.toContain('NaN');
  expect(svg.match(/<circle/g)!.length).toBeGreaterThan(0);
  expect(boundsPlot([])).toBe('');
});

it('draws a graph with its seeds', () => {
  const svg = seedDrawing({ x: [0, 1, 2], y: [0, 1, 0], source: [0, 1], target: [1, 2], seeds: [1] });
  expect(svg).toContain('3 nodes, 1 of them seeds');
  // Three nodes and a seed on top, two edges.
  expect(svg.match(/<circle/g)!.length).toBe(4);
  expect(svg.match(/<path/g)!.length).toBe(2);
  expect(svg).not.toContain('NaN');
});
