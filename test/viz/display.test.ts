import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../src/graph/index.js';
import { TrainingHistory } from '../../src/training/index.js';
import { figure, learningCurve } from '../../src/viz/index.js';

const shownInNotebook = (value: object) =>
  (value as { [key: symbol]: () => Record<string, string> })[Symbol.for('Jupyter.display')]!();
const shownInDeno = (value: object) => (value as { [key: symbol]: () => string })[Symbol.for('Deno.customInspect')]!();

const graph = graphFromArrays({
  nodes: { user: { data: { id: ['ann', 'bob'] }, ids: 'id' }, movie: 1234 },
  edges: [
    { type: ['user', 'rates', 'movie'], source: ['ann', 'bob', 'bob'], target: [2, 0, 2], data: { stars: [5, 3, 4] } },
  ],
});

describe('a graph', () => {
  it('says its types, counts and columns', () => {
    expect(String(graph).split('\n')).toEqual([
      'HeteroGraph: 1,236 nodes of 2 types, 3 edges of 1 type',
      'Nodes',
      '  type   nodes  columns',
      '  user       2  id: utf8 (id)',
      '  movie  1,234',
      'Edges',
      '  type                  edges  columns',
      '  user > rates > movie      3  stars: int32',
    ]);
    expect(inspect(graph)).toBe(String(graph));
    expect(shownInDeno(graph)).toBe(String(graph));
    expect(inspect({ graph })).toContain('1,236 nodes');
    expect(shownInNotebook(graph)).toMatchObject({ 'text/plain': String(graph) });
    expect(shownInNotebook(graph)['text/html']).toContain('<td>movie</td><td>1,234</td>');
  });

  it('lets nothing of the data reach a terminal or a page raw', () => {
    const name = '\u001b[31m<b>\u202e\nend';
    const wild = graphFromArrays({ nodes: { [name]: { data: { [`${name}c`]: [1] } } } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(inspect(wild)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(inspect(wild).split('\n').length).toBe(4);
    const html = shownInNotebook(wild)['text/html']!;
    for (const raw of ['<b>', '\u001b', '\u202e']) expect(html).not.toContain(raw);
    expect(html).toContain('&lt;b&gt;');
  });

  it('stays short, however many types, columns and letters there are', () => {
    const nodes = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`type ${i} ${'x'.repeat(300)}`, 1]));
    const data = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`c${i}`, [1]]));
    const text = String(graphFromArrays({ nodes: { a: { data }, ...nodes } }));
    expect(text).toContain('and 481 more types');
    expect(text).toContain('and 92 more');
    expect(text.length).toBeLessThan(20_000);
  });

  it('is shown without nodes and edges', () => {
    expect(String(graphFromArrays({ nodes: {} }))).toBe('HeteroGraph: 0 nodes of 0 types, 0 edges of 0 types');
  });
});

describe('a history', () => {
  const history = new TrainingHistory();
  for (let epoch = 1; epoch <= 30; epoch++) {
    history.append({ epoch, loss: 1 / epoch, ...(epoch % 2 ? {} : { 'valid/loss': 0.123456 }) });
  }

  it('shows its first and last epochs', () => {
    const lines = inspect(history).split('\n');
    expect(lines[0]).toBe('TrainingHistory: 30 epochs');
    expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual([
      'TrainingHistory:',
      'Epochs',
      'epoch',
      '1',
      '2',
      '3',
      '24',
      '25',
      '26',
      '27',
      '28',
      '29',
      '30',
      '20',
    ]);
    expect(inspect(history)).toContain('0.1235');
    expect(inspect({ history })).toContain('30 epochs');
    expect(shownInNotebook(history)['text/html']).toContain('<th>loss</th>');
    expect(String(new TrainingHistory())).toBe('TrainingHistory: 0 epochs');
  });
});

it('a plot shows itself', () => {
  const svg = learningCurve({ epoch: [1, 2], loss: [2, 1] });
  const plot = figure(svg);
  expect(String(plot)).toBe(svg);
  expect(inspect(plot)).toMatch(/^Figure: .+, \d+ x \d+, \d+ characters of SVG$/);
  expect(shownInNotebook(plot)['image/svg+xml']).toBe(svg);
  expect(inspect(figure(''))).toBe('Figure: nothing to show');
  expect(Object.keys(plot)).toEqual(['svg']);
});
