import { expect, it } from 'vitest';
import { reportHtml, valuesPlot } from '../../src/viz/index.js';
import { codeOf } from '../support/code-of.js';
import { xmlTags } from './xml.js';

/** Points of the only line. */
const points = (svg: string) => /aria-label="line"[^>]*>\s*<path d="([^"]*)"/.exec(svg)![1]!.split(/[MLHV]/).length - 1;

it('draws the share of all that are as large, thinned out', () => {
  const svg = valuesPlot(
    Float64Array.from({ length: 5000 }, (_, i) => 1 / (i + 1)),
    { label: 'score' },
  );
  xmlTags(svg);
  expect(svg).toContain('aria-label="How score is spread over the nodes"');
  expect(points(svg)).toBeGreaterThan(100);
  expect(points(svg)).toBeLessThan(700);
  expect(svg).not.toContain('NaN');
});

it('takes values below 0, equal ones, one alone, and a threshold', () => {
  for (const values of [[-3, 0, 2, 2], [5, 5, 5], [1], [0, 0, 1e9]]) xmlTags(valuesPlot(values, { threshold: 1 }));
  expect(valuesPlot([1, 2, 3], { threshold: 2 })).toContain('aria-label="rule"');
  // A threshold that a logarithmic axis cannot show is shown all the same.
  expect(valuesPlot([1, 2, 1e6], { threshold: 0 })).toContain('aria-label="rule"');
  expect(valuesPlot([1, Number.POSITIVE_INFINITY, Number.NaN])).toContain('(2 without a number left out)');
  expect(valuesPlot([1, 2])).not.toContain('left out');
});

it('is empty without a number, and leaves out what is none', () => {
  expect(valuesPlot([])).toBe('');
  expect(valuesPlot([Number.NaN, Number.POSITIVE_INFINITY])).toBe('');
  expect(valuesPlot([Number.NaN, 1, 2])).not.toContain('NaN');
  expect(codeOf(() => valuesPlot('text' as never))).toBe('INVALID_OPTION');
});

it('is a part of a report, with a text and a table, all of it escaped', () => {
  const table = { heads: ['<a>'], rows: [['<b>']] };
  const html = reportHtml({
    title: 'A page',
    sections: [
      { title: 'One <two>', text: 'a < b', picture: valuesPlot([1, 2]), table },
      { title: 'Three', picture: '' },
    ],
  });
  for (const part of [
    '<h2>One &lt;two&gt;</h2>',
    'a &lt; b',
    '<svg',
    '&lt;a&gt;',
    '&lt;b&gt;',
    'There is nothing to show.',
  ])
    expect(html).toContain(part);
});
