import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type ReportContent, reportHtml } from '../../src/viz/index.js';
import { xmlTags } from './xml.js';

const nasty = `<b onload="x">&'"\u0001\ud800</b>]]>&nbsp;\u00a0`;
const readable = nasty.replace('\u0001', '\ufffd').replace('\ud800', '\ufffd');
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
    expect(document.querySelector('h1')!.textContent).toBe(readable);
    expect(document.querySelectorAll('b, script, img, link, [onload]').length).toBe(0);
    expect(document.querySelectorAll('section').length).toBe(7);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:/);
    const svgs = html.match(/<svg.*?<\/svg>/gs) ?? [];
    expect(svgs.length).toBe(count === 0 ? 1 : 5);
    for (const svg of svgs) {
      expect(xmlTags(svg)[0]).toBe('svg');
      const { document } = parseHTML(svg);
      const [role, label] = ['role', 'aria-label'].map((name) => document.querySelector('svg')!.getAttribute(name));
      expect([role, label]).toEqual(['img', expect.stringMatching(/^\w/)]);
    }
    expect(document.querySelector('details')!.textContent).toContain('r8');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows only what it is given', () => {
    const { document } = parseHTML(reportHtml({ title: 'a' }));
    expect(document.querySelectorAll('section').length).toBe(0);
  });
});
