import { describe, expect, it } from 'vitest';
import { popularityPlot, recommenderPlot } from '../../src/viz/index.js';
import { xmlTags } from './xml.js';

describe('figures of recommenders side by side', () => {
  const figures = [
    { model: 'popularity', value: 0.03, low: 0.02, high: 0.04 },
    { model: 'item-knn', value: 0.11 },
    { model: 'als', value: 0.1, low: 0.09, high: 0.12 },
    { model: 'broken', value: Number.NaN },
  ];

  it('has a dot each, the best on top, and an interval where there is one', () => {
    const svg = recommenderPlot(figures, { figure: 'recall@10', model: 'als' });
    xmlTags(svg);
    expect(svg).toContain('aria-label="recall@10 by recommender"');
    expect(svg.match(/<circle/g)?.length).toBe(3);
    expect(svg.match(/<title>[^<]*/g)).toEqual([
      '<title>item-knn: 0.1100',
      '<title>als: 0.1000  (0.0900 to 0.1200)',
      '<title>popularity: 0.0300  (0.0200 to 0.0400)',
    ]);
    expect(svg).not.toContain('NaN');
  });

  it('keeps the model in question among many, and is empty without a figure', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ model: `m${i}`, value: 1 - i / 100 }));
    const svg = recommenderPlot(many);
    expect(svg.match(/<circle/g)?.length).toBe(30);
    expect(svg).toContain('<title>m49:');
    expect(recommenderPlot([])).toBe('');
    expect(recommenderPlot([figures[3]!])).toBe('');
    expect(recommenderPlot([{ model: '<b>', value: 0 }])).toContain('&lt;b&gt;');
  });
});

describe('popularity of what is shown', () => {
  const endsOf = (svg: string) =>
    [...svg.matchAll(/<path[^>]* d="([^"]*)"/g)].map(([, d]) => d!.split(/[ML]/).filter(Boolean).length);

  it('draws both shares and the diagonal', () => {
    const svg = popularityPlot({ taken: [5, 3, 2, 0], shown: Int32Array.of(4, 0, 0, 0) });
    xmlTags(svg);
    expect(svg).toContain('what lists show');
    // The lines have a point an item and the origin.
    expect(endsOf(svg).filter((points) => points === 5).length).toBe(2);
  });

  it('is thinned where the catalogue is large, and empty where nothing is shown', () => {
    const taken = Array.from({ length: 10_000 }, (_, i) => i);
    expect(Math.max(...endsOf(popularityPlot({ taken, shown: taken })))).toBeLessThanOrEqual(301);
    expect(popularityPlot({ taken: [1], shown: [0] })).toBe('');
    expect(popularityPlot({ taken: [], shown: [] })).toBe('');
    expect(() => popularityPlot({ taken: [1], shown: [] })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });
});
