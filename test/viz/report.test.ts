import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type ReportContent, reportHtml, type SchemaCounts, schemaDrawing } from '../../src/viz/index.js';

const nasty = `<b onload="x">&'"</b>`;
const classes = (count: number) => Array.from({ length: count }, (_, c) => (c === 0 ? nasty : `class ${c}`));

function content(count: number, epochs: number): ReportContent {
  const names = classes(count);
  return {
    title: nasty,
    summary: nasty,
    scores: {
      heads: ['model', nasty],
      rows: [
        [nasty, '12.50'],
        ['other', '99.00'],
      ],
    },
    history: {
      curves: {
        epoch: Array.from({ length: epochs }, (_, i) => i + 1),
        loss: Array.from({ length: epochs }, (_, i) => 1 / (i + 1)),
        learningRate: Array.from({ length: epochs }, () => 0.1),
        'valid/microF1': Array.from({ length: epochs }, (_, i) => (i % 2 ? null : i / epochs)),
      },
      bestEpoch: epochs,
    },
    confusion: { cells: Int32Array.from({ length: count * count }, (_, i) => i % 7), classes: names },
    perClass: names.map((name, c) => ({ class: name, f1: c / Math.max(1, count), support: c })),
    schema: {
      nodes: [
        { type: nasty, count: 10 },
        { type: 'b', count: 1_500_000 },
        { type: 'alone', count: 0 },
      ],
      edges: [
        { type: [nasty, nasty, 'b'], count: 4, inverse: ['b', 'back', nasty] },
        { type: ['b', 'back', nasty], count: 4, inverse: [nasty, nasty, 'b'] },
        { type: ['b', 'self', 'b'], count: 3 },
        ...Array.from({ length: 9 }, (_, i) => ({ type: ['b', `r${i}`, nasty] as const, count: i * 1000 })),
      ],
    },
    config: { name: nasty },
    facts: { [nasty]: nasty },
  };
}

describe('the report', () => {
  it.each([
    [0, 0],
    [1, 1],
    [3, 20],
    [40, 200],
  ])('of %i classes and %i epochs is whole, safe and the same every time', (count, epochs) => {
    const html = reportHtml(content(count, epochs));
    expect(reportHtml(content(count, epochs))).toBe(html);
    const { document } = parseHTML(html);
    expect(document.querySelector('h1')!.textContent).toBe(nasty);
    expect(document.querySelectorAll('b, script, img, link, [onload]').length).toBe(0);
    expect(document.querySelectorAll('section').length).toBe(7);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:/);
    for (const svg of document.querySelectorAll('svg')) expect(svg.getAttribute('aria-label')).toBeTruthy();
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows only what it is given', () => {
    const { document } = parseHTML(reportHtml({ title: 'a' }));
    expect(document.querySelectorAll('section').length).toBe(0);
  });
});

describe('the drawing of a schema', () => {
  const numbers = (svg: string) => [...svg.matchAll(/(?:cx|cy|x|y)="(-?[\d.]+)"/g)].map((match) => Number(match[1]));

  it.each([0, 1, 2, 3, 5, 12])('has every one of %i types and every relation, inside the frame', (count) => {
    const nodes = Array.from({ length: count }, (_, i) => ({ type: `type ${i}`, count: 10 ** i }));
    const edges = nodes.flatMap(({ type }, i) =>
      [i, (i + 1) % count].map((other) => ({ type: [type, `to ${other}`, `type ${other}`] as const, count: 5 })),
    );
    const schema: SchemaCounts = { nodes, edges };
    const svg = schemaDrawing(schema);
    const { document } = parseHTML(svg);
    expect(document.querySelectorAll('circle').length).toBe(count);
    const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
    for (const { type } of nodes) expect(texts).toContain(type);
    if (count > 0) expect(texts.join(' ')).toContain('to 0');
    for (const value of numbers(svg)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(720);
    }
  });

  it('draws an inverse pair once, with heads at both ends, and counts what does not fit', () => {
    const svg = schemaDrawing(content(1, 1).schema!);
    expect(svg.match(/marker-start/g)!.length).toBe(1);
    expect(svg).toContain('and 6 more');
  });
});
