import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { overlap } from '../../src/viz/geometry.js';
import { type SchemaCounts, schemaDrawing } from '../../src/viz/index.js';
import { schemaLayout } from '../../src/viz/schema-layout.js';
import { xmlTags } from './xml.js';

const schemas = fc
  .record({ types: fc.integer({ min: 0, max: 14 }), relations: fc.integer({ min: 0, max: 45 }), seed: fc.nat() })
  .map(({ types, relations, seed }): SchemaCounts => {
    const nodes = Array.from({ length: types }, (_, i) => ({ type: `type ${i}`, count: 7 ** (i % 9) - 1 }));
    const pick = (i: number) => nodes[(seed + i * i * 31 + (seed >> (i % 7))) % types]!.type;
    const edges = Array.from({ length: types === 0 ? 0 : relations }, (_, i) => ({
      type: [pick(i), `relation <${i}>`, pick(3 * i + 1)] as const,
      count: i * 99,
    }));
    const inverses = edges
      .filter((_, i) => i % 3 === 0)
      .map(({ type: [source, name, target], count }) => ({
        type: [target, `inverse ${name}`, source] as const,
        count,
        inverse: [source, name, target] as const,
      }));
    const ofInverse = new Map(inverses.map((edge) => [edge.inverse[1], edge.type]));
    return { nodes, edges: [...edges.map((edge) => ({ ...edge, inverse: ofInverse.get(edge.type[1]) })), ...inverses] };
  });

describe('the drawing of a schema', () => {
  it('names every type and, in a tooltip, every relation once or by its inverse; the same bytes every time', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const svg = schemaDrawing(schema);
        expect(schemaDrawing(structuredClone(schema))).toBe(svg);
        expect(xmlTags(svg)[0]).toBe('svg');
        const { document } = parseHTML(svg);
        expect(document.querySelectorAll('circle').length).toBe(schema.nodes.length);
        const told = [...document.querySelectorAll('g > title')].flatMap((title) =>
          title.textContent!.split('\n').slice(1),
        );
        const wanted = schema.edges
          .filter(({ type }) => !type[1].startsWith('inverse'))
          .map(({ type, count, inverse }) => `${type[1]}: ${count}${inverse ? ', with inverse' : ''}`);
        expect(told.sort()).toEqual(wanted.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('keeps discs, names, labels and arrows inside the frame, and discs apart', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const { discs, arrows, frame } = schemaLayout(schema);
        const points = [
          ...discs.flatMap(({ at, radius }) => [
            { x: at.x - radius, y: at.y - radius },
            { x: at.x + radius, y: at.y + radius },
          ]),
          ...arrows.flatMap(({ label, curve }) => [
            { x: label.left, y: label.top },
            { x: label.right, y: label.bottom },
            curve[0],
            curve[3],
          ]),
        ];
        for (const { x, y } of points) {
          expect(x).toBeGreaterThanOrEqual(frame.left - 1e-9);
          expect(x).toBeLessThanOrEqual(frame.right + 1e-9);
          expect(y).toBeGreaterThanOrEqual(frame.top - 1e-9);
          expect(y).toBeLessThanOrEqual(frame.bottom + 1e-9);
        }
        for (const [i, a] of discs.entries()) {
          for (const b of discs.slice(0, i)) {
            expect(Math.hypot(a.at.x - b.at.x, a.at.y - b.at.y)).toBeGreaterThan(a.radius + b.radius + 20);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('covers no label by another on a ring of types with loops and both directions', () => {
    for (const count of [1, 2, 3, 5, 8, 12]) {
      const nodes = Array.from({ length: count }, (_, i) => ({ type: `t${i}`, count: 10 ** (i % 6) }));
      const edges = nodes.flatMap(({ type }, i) => {
        const next = `t${(i + 1) % count}`;
        return [
          { type: [type, 'to itself', type] as const, count: 5 },
          ...(next === type ? [] : [{ type: [type, 'to next', next] as const, count: 5 }]),
          ...(count < 3 ? [] : [{ type: [next, 'back', type] as const, count: 5 }]),
        ];
      });
      const { arrows } = schemaLayout({ nodes, edges });
      for (const [i, a] of arrows.entries()) {
        for (const b of arrows.slice(0, i)) expect(overlap(a.label, b.label), `${count} types`).toBe(0);
      }
    }
  });

  it('tells what an arrow has no room for, and which relations have an inverse', () => {
    const edges = Array.from({ length: 12 }, (_, i) => ({ type: ['a', `r${i}`, 'b'] as const, count: i }));
    const nodes = ['a', 'b'].map((type) => ({ type, count: 1 }));
    const svg = schemaDrawing({ nodes, edges });
    expect(svg).toContain('>and 6 more<');
    expect(svg).not.toContain('⇄');
    const pair: SchemaCounts['edges'] = [
      { type: ['a', 'up', 'a'], count: 1500, inverse: ['a', 'down', 'a'] },
      { type: ['a', 'down', 'a'], count: 1500, inverse: ['a', 'up', 'a'] },
    ];
    const drawn = schemaDrawing({ nodes, edges: pair });
    expect(drawn).toContain('>up ⇄ 1.5k<');
    expect(drawn).not.toContain('down');
  });
});
