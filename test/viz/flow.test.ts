import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowLayout } from '../../src/viz/flow-layout.js';
import { flowPlot } from '../../src/viz/index.js';
import { xmlTags } from './xml.js';

const name = fc.oneof(fc.string(), fc.constantFrom('a', 'b', '__proto__', 'others', '<b>&"', '\u0000\ud800'));
const size = fc.double({ min: 0, max: 1, noNaN: true });

test('any names and widths give markup that can be read, whose ribbons stay within their bars', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(name, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }),
      fc.array(
        fc.record({ level: fc.nat(3), source: fc.nat(3), target: fc.nat(3), relation: fc.option(name), width: size }),
        { maxLength: 20 },
      ),
      (types, given) => {
        const links = given.flatMap(({ level, source, target, ...rest }) => {
          const [from, to] = [types[level], types[level + 1]];
          if (!from || !to) return [];
          return [{ level, source: from[source % from.length]!, target: to[target % to.length]!, ...rest }];
        });
        const levels = types.map((level) => [...new Set(level)].map((type) => ({ type, size: 0.1 })));
        const svg = flowPlot({ levels, links });
        if (svg !== '') xmlTags(svg);
        const { bars, ribbons } = flowLayout({ levels, links });
        for (const { level, source, from, height } of ribbons) {
          const bar = bars.find((each) => each.level === level && each.type === source)!;
          expect(from).toBeGreaterThanOrEqual(bar.top - 1e-9);
          expect(from + height).toBeLessThanOrEqual(bar.top + bar.height + 1e-6);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('thousands of relations and types give a small picture that says what it merged', () => {
  const many = Array.from({ length: 500 }, (_, i) => `type ${i}`);
  const links = Array.from({ length: 5000 }, (_, i) => ({
    ...{ level: 0, source: many[i % 500]!, target: 'end', relation: `r${i}`, width: (1 + (i % 7)) / 20_000 },
  }));
  const levels = [many.map((type, i) => ({ type, size: (1 + (i % 7)) / 2000 })), [{ type: 'end', size: 1 }]];
  const svg = flowPlot({ levels, links });
  expect(svg.length).toBeLessThan(60_000);
  expect(svg).toContain('489 node types');
  expect(svg).toContain('4960 narrow relations');
  expect(flowPlot({ levels: [], links: [] })).toBe('');
});
