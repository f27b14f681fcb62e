import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import { maximiseInfluence, minimiseSeeds } from '../../../src/influence/index.js';

/** A star: node 0 reaches all others for sure. One name tries to paint the terminal and to be markup. */
function star() {
  const ids = Array.from({ length: 60 }, (_, i) => (i === 0 ? '\u001b[31m<b>hub</b>' : `n${i}`));
  return new GraphBuilder()
    .addNodes('person', { id: ids }, { ids: 'id' })
    .addEdges(['person', 'tells', 'person'], {
      source: new Int32Array(59),
      target: Int32Array.from({ length: 59 }, (_, i) => i + 1),
    })
    .build();
}

it('results show themselves as text in Node and as a table in notebooks, names made safe', async () => {
  const diffusion = { model: 'ic', probability: 1 } as const;
  const results = [
    await maximiseInfluence(star(), { k: 55, diffusion }),
    await minimiseSeeds(star(), { spread: 50, diffusion }),
  ];
  for (const result of results) {
    const text = inspect(result);
    expect(text).toBe(String(result));
    expect(text).not.toContain('\u001b');
    const shown = result as unknown as Record<symbol, () => Record<string, string>>;
    const display = shown[Symbol.for('Jupyter.display')]!();
    expect(display['text/plain']).toBe(text);
    expect(display['text/html']).toContain('&lt;b&gt;hub');
    expect(display['text/html']).not.toContain('\u001b');
    expect(display['text/html']).not.toContain('<b>');
    expect(Object.keys(result)).not.toContain('toString');
  }
  const html = (results[0] as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for('Jupyter.display')
  ]!();
  expect(html['text/html']!.match(/<tr>/g)!.length).toBe(51);
  expect(html['text/html']).toContain('5 more seeds');
});
