import { describe, expect, it } from 'vitest';
import { type Network, networkDrawing } from '../../../src/viz/index.js';
import { xmlTags } from '../xml.js';

const network: Network = {
  positions: [0, 0, 10, 0, 10, 10, 0, 10],
  types: ['author', 'author', 'paper', 'venue'],
  names: ['Ada <1>', 'Bob', 'On "graphs" & more', 'KDD'],
  relations: [
    { name: 'writes', source: [0, 1, 0], target: [2, 2, 2] },
    { name: 'reviews', source: [1], target: [2] },
    { name: 'cites', source: [2], target: [2] },
    { name: 'in', source: [2], target: [3] },
    { name: 'never', source: [], target: [] },
  ],
  notes: ['12 nodes of the type term are left out'],
};
const count = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;

describe('networkDrawing', () => {
  it('draws every node, a path a relation, names and what is left out', () => {
    const svg = networkDrawing(network);
    expect(xmlTags(svg)[0]).toBe('svg');
    expect(count(svg, /class="node"/g)).toBe(4);
    expect(count(svg, /class="edges"/g)).toBe(4);
    expect(svg).toContain('aria-label="4 nodes and 6 edges"');
    for (const name of ['Ada &lt;1&gt;', 'Bob', '&amp; more', 'KDD', 'author 2', 'writes 3', 'are left out'])
      expect(svg).toContain(name);
    expect(svg).not.toContain('never');
    expect(networkDrawing(network)).toBe(svg);
  });

  it('draws two relations between two nodes beside each other, and a self loop', () => {
    const paths = [...networkDrawing(network).matchAll(/class="edges" d="([^"]+)"/g)].map(([, path]) => path!);
    expect(paths[0]!.match(/M/g)).toHaveLength(2);
    expect(paths[1]).not.toBe(paths[0]!.slice(paths[0]!.lastIndexOf('M')));
    expect(paths[2]).toMatch(/^M[^Q]*a/);
  });

  it('colours groups where there are any, and leaves shapes to types', () => {
    const byType = networkDrawing(network);
    const byGroup = networkDrawing({ ...network, groups: Int32Array.of(7, 7, 7, 8) });
    const fills = (svg: string) => [...svg.matchAll(/class="node" d="[^"]+" fill="([^"]+)"/g)].map(([, fill]) => fill);
    expect(new Set(fills(byType)).size).toBe(3);
    expect(fills(byGroup)).toEqual([...Array(3).fill(fills(byGroup)[0]), fills(byGroup)[3]]);
    expect(fills(byGroup)[3]).not.toBe(fills(byGroup)[0]);
    expect(byGroup).toContain('>group 7 3<');
  });

  it('draws more groups than colours as others', () => {
    const positions = Array.from({ length: 40 }, (_, i) => i % 7);
    const groups = Array.from({ length: 20 }, (_, i) => `g${i < 10 ? 0 : i}`);
    const svg = networkDrawing({ positions, relations: [], groups });
    expect(svg).toContain('>g0 10<');
    expect(svg).toContain('>others 5<');
    expect(svg).not.toContain('circle cx');
  });

  it('draws larger values larger, by area, and names the largest', () => {
    const svg = networkDrawing({ ...network, sizes: [1, 4, 0, 16], types: undefined }, { labels: 1 });
    const radii = [...svg.matchAll(/class="node" d="M[^a]+a([\d.]+),/g)].map(([, r]) => Number(r));
    expect(radii).toEqual([...radii].sort((a, b) => b - a));
    expect(radii[0]! / radii[1]!).toBeCloseTo(2, 1);
    expect(count(svg, /text-anchor/g)).toBe(1);
    expect(svg).toMatch(/text-anchor[^>]*>KDD</);
  });

  it('stays small with 10000 edges, of which parallel ones are one line', () => {
    const numNodes = 4000;
    const positions = Array.from({ length: 2 * numNodes }, (_, i) => (i * 7919) % 1009);
    const source = Array.from({ length: 10_000 }, (_, e) => e % numNodes);
    const target = Array.from({ length: 10_000 }, (_, e) => (e * 31 + 7) % numNodes);
    const svg = networkDrawing({ positions, relations: [{ name: 'to', source, target }] });
    expect(count(svg, /<path/g)).toBeLessThan(5);
    expect(svg.length).toBeLessThan(500_000);
    const twice = { name: 'to', source: [...source, ...target], target: [...target, ...source] };
    expect(/class="edges" d="[^"]+"/.exec(networkDrawing({ positions, relations: [twice] }))![0]).toBe(
      /class="edges" d="[^"]+"/.exec(svg)![0],
    );
  });

  it('is empty text without nodes; one node and nodes at one place are drawn', () => {
    expect(networkDrawing({ positions: [], relations: [] })).toBe('');
    for (const positions of [
      [3, 4],
      [3, 4, 3, 4, 3, 4],
    ]) {
      const svg = networkDrawing({ positions, relations: [{ name: 'self', source: [0], target: [0] }] });
      expect(svg).not.toMatch(/NaN|Infinity/);
      expect(count(svg, /class="node"/g)).toBe(positions.length / 2);
    }
  });

  it.each([
    ['SHAPE_MISMATCH', { positions: [1] }],
    ['SHAPE_MISMATCH', { names: ['one'] }],
    ['SHAPE_MISMATCH', { relations: [{ name: 'r', source: [0], target: [] }] }],
    ['NON_FINITE', { positions: [0, 0, 0, 0, 0, 0, 0, Number.NaN] }],
    ['INDEX_OUT_OF_RANGE', { relations: [{ name: 'r', source: [4], target: [0] }] }],
    ['INVALID_OPTION', { sizes: [1, 2, 3, -1] }],
    ['INVALID_OPTION', { relations: [{ source: [4], target: [0] }] }],
  ])('refuses %s: %j', (code, part) => {
    expect(() => networkDrawing({ ...network, ...part } as Network)).toThrow(expect.objectContaining({ code }));
  });
});
