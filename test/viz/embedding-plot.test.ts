import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { embeddingPlot, labelSharePlot } from '../../src/viz/index.js';

const elements = (svg: string, selector: string) => [...parseHTML(svg).document.querySelectorAll(selector)];
const titles = (svg: string) => elements(svg, 'title').map((title) => title.textContent);

it('draws a mark a node, with name and group, and names the groups; safe, and the same every time', () => {
  const nodes = { x: [0, 1, 2], y: Float64Array.of(0, 5, 1), groups: ['a<b>', '', 'a<b>'], names: ['n0', 'n1', ''] };
  const svg = embeddingPlot(nodes);
  expect(titles(svg).sort()).toEqual(['a<b>', 'n0: a<b>', 'n1']);
  expect(elements(svg, 'text').map((text) => text.textContent)).toEqual(['a<b>', 'others']);
  expect(svg).not.toContain('<b>');
  expect(embeddingPlot(nodes)).toBe(svg);
});

it('has one scale for both axes, six groups at most, and stays small where nodes are many', () => {
  const places = elements(embeddingPlot({ x: [0, 1, 0], y: [0, 0, 1] }), 'circle').map((dot) => [
    Number(dot.getAttribute('cx')),
    Number(dot.getAttribute('cy')),
  ]);
  expect(places[1]![0]! - places[0]![0]!).toBeCloseTo(places[0]![1]! - places[2]![1]!, 6);
  const many = Float64Array.from({ length: 10_000 }, (_, i) => i);
  const groups = Array.from(many, (i) => `g${i % 9}`);
  const svg = embeddingPlot({ x: many, y: many, groups });
  expect(elements(svg, 'text').at(-1)!.textContent).toBe('others');
  expect(elements(svg, 'text').length).toBe(7);
  expect(svg.length).toBeLessThan(1_000_000);
});

it('is empty without nodes and refuses lists of other lengths', () => {
  expect([embeddingPlot({ x: [], y: [] }), embeddingPlot({ x: [Number.NaN], y: [1] })]).toEqual(['', '']);
  for (const wrong of [{ y: [1, 2] }, { groups: [] }, { names: ['a', 'b'] }])
    expect(() => embeddingPlot({ x: [1], y: [1], ...wrong })).toThrowError(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
});

it('scores by rows learned from: a line a model, the interval of the last, the rows as ticks', () => {
  const points = [
    { rows: 100, score: 0.7, low: 0.65, high: 0.75 },
    { rows: 10, score: 0.5, low: 0.4, high: 0.6 },
  ];
  const models = [
    {
      model: 'ridge',
      points: [
        { rows: 10, score: 0.4 },
        { rows: 100, score: Number.NaN },
      ],
    },
    { model: '<b>', points },
  ];
  const svg = labelSharePlot(models, { figure: 'AUC' });
  expect(titles(svg)).toEqual(['<b>: 0.5 of 10 rows', '<b>: 0.7 of 100 rows', 'ridge: 0.4 of 10 rows']);
  const texts = elements(svg, 'text').map((text) => text.textContent!);
  for (const text of ['10', '100', '<b>', 'ridge']) expect(texts).toContain(text);
  expect(svg).toContain('aria-label="AUC by rows learned from"');
  expect(svg).not.toContain('<b>');
  expect(labelSharePlot([])).toBe('');
  expect(labelSharePlot([{ model: 'one', points: [{ rows: 5, score: 1 }] }])).toContain('<svg');
});
