import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/graph/index.js';
import {
  expandPlaceholders,
  orderTask,
  thoughtPrompt,
  thoughtSample,
  thoughtStyles,
  toPrompt,
  typeTask,
} from '../../../src/models/index.js';

const code = (name: string) => expect.objectContaining({ code: name });
const graph = new GraphBuilder({
  nodes: [
    { name: 'movie', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 2 }] },
    { name: 'actor', columns: [{ name: 'w', type: 'sparse', role: 'feature', width: 3 }] },
    { name: 'place', columns: [] },
    { name: 'empty', columns: [] },
  ],
  edges: [],
})
  .addNodes('movie', { x: { kind: 'dense', numRows: 2, width: 2, values: Float32Array.of(1, 2, 3, 4) } })
  .addNodes('actor', {
    w: {
      ...{ kind: 'sparse', numRows: 3, width: 3, indptr: Int32Array.of(0, 1, 1, 3) },
      ...{ indices: Int32Array.of(1, 0, 2), values: Float32Array.of(5, 6, 7) },
    },
  })
  .addNodes('place', 1)
  .addNodes('empty', 0)
  .addEdges(['movie', 'starsIn', 'actor'], { source: Int32Array.of(0, 1), target: Int32Array.of(0, 2) })
  .build();

describe('a graph as a prompt', () => {
  it('has a placeholder a type in the order asked for, where each token is, and matrices', () => {
    const { text, tokens, matrices } = toPrompt(graph, ['actor', 'movie'], {
      question: 'Which genre has the first movie?',
      schemaText: { nodes: { actor: 'a person who acts' } },
    });
    expect(text).toBe(
      [
        'Each node of a graph is one token.',
        'Group 1 (a person who acts), nodes: 3. <graph>',
        'Group 2 (movie), nodes: 2. <graph>',
        'Edges from group 2 to group 1: movie stars in actor.',
        'Which genre has the first movie?',
      ].join('\n'),
    );
    expect(tokens.map(({ nodeType, count, first }) => [nodeType, count, first])).toEqual([
      ['actor', 3, 0],
      ['movie', 2, 3],
    ]);
    expect([...matrices.actor!.values]).toEqual([0, 5, 0, 0, 0, 0, 6, 0, 7]);
    expect([...matrices.movie!.values]).toEqual([1, 2, 3, 4]);
    const expanded = expandPlaceholders({ text, tokens });
    expect(expanded).toContain('nodes: 3. <g_start><g_node><g_node><g_node><g_end>\n');
    expect(expanded).not.toContain('<graph>');
  });

  it('knows of every order of types where each placeholder is', () => {
    const types = graph.nodeTypes;
    fc.assert(
      fc.property(fc.shuffledSubarray([...types], { minLength: 1 }), fc.boolean(), (keysOrder, isNamed) => {
        const { text, tokens, matrices } = toPrompt(graph, keysOrder, { isNamed });
        expect(text.split('<graph>')).toHaveLength(keysOrder.length + 1);
        let first = 0;
        for (const [i, token] of tokens.entries()) {
          expect(token).toMatchObject({ nodeType: keysOrder[i], first, count: graph.numNodes(keysOrder[i]!) });
          expect(text.slice(token.at, token.at + 7)).toBe('<graph>');
          expect(matrices[token.nodeType]!.numRows).toBe(token.count);
          first += token.count;
        }
        expect(expandPlaceholders({ text, tokens }).split('<g_node>')).toHaveLength(first + 1);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it.each([
    [[], {}, 'INVALID_OPTION'],
    [['nobody'], {}, 'UNKNOWN_TYPE'],
    [['movie', 'movie'], {}, 'DUPLICATE_NAME'],
    [['movie'], { question: 'What is <graph>?' }, 'INVALID_OPTION'],
    [['movie'], { schemaText: { nodes: { movie: '<g_node>' } } }, 'INVALID_OPTION'],
    [['movie'], { schemaText: { edges: { a: 'b' } } }, 'UNKNOWN_TYPE'],
  ])('refuses the types %j with %j', (keysOrder, options, name) => {
    expect(() => toPrompt(graph, keysOrder, options)).toThrow(code(name));
  });
});

describe('prompts for thoughts', () => {
  const given = { question: 'Is it a comedy or a drama?', answer: 'drama' };

  it('ask for seven different ways of reasoning to the answer', () => {
    const asked = thoughtStyles.map((style) => thoughtPrompt(style, given));
    expect(new Set(asked).size).toBe(7);
    for (const each of asked) expect(each).toMatch(/Is it a comedy or a drama\?[\s\S]*drama\n/);
    expect(() => thoughtPrompt('poem' as never, given)).toThrow(code('INVALID_OPTION'));
    expect(() => thoughtPrompt('chain', { question: 'a' } as never)).toThrow(code('INVALID_OPTION'));
  });

  it('make samples: reasoning is the target, knowledge a part of the prompt, and no prompt of reasoning gives the reply away', () => {
    for (const style of thoughtStyles) {
      const { prompt, target } = thoughtSample(style, given, 'because of the rain');
      expect(prompt.startsWith(given.question)).toBe(true);
      const isKnowledge = style === 'differences' || style === 'background';
      expect(target).toBe(isKnowledge ? 'drama' : 'because of the rain');
      expect(prompt.includes('because of the rain')).toBe(isKnowledge);
      expect(prompt.endsWith('Answer with the name alone.')).toBe(isKnowledge);
    }
    const own = thoughtSample('background', { ...given, direct: 'One word.' }, 'x');
    expect(own).toEqual({ prompt: 'Is it a comedy or a drama?\nx\nOne word.', target: 'drama' });
  });
});

describe('matching tasks', () => {
  const listOf = (text: string) => [...text.matchAll(/^\d+\. (.*)$/gm)].map(([, item]) => item!);

  it('ask for the order of texts of a type, and answer it', () => {
    const texts = ['Ann', 'Bo', 'Cy'];
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { prompt, answer, items } = orderTask(graph, 'actor', texts, { seed });
      const listed = listOf(prompt.text);
      expect([...listed].sort()).toEqual(texts);
      expect(items.map((item) => listed[item])).toEqual(texts);
      expect(answer).toBe(items.map((item, i) => `${item + 1}. ${texts[i]}`).join('\n'));
      expect(orderTask(graph, 'actor', texts, { seed })).toEqual({ prompt, answer, items });
      orders.add(items.join());
    }
    expect(orders.size).toBeGreaterThan(3);
    expect(orderTask(graph, 'empty', [], { seed: 1 })).toMatchObject({ answer: '', items: [] });
    expect(() => orderTask(graph, 'actor', ['Ann'], { seed: 1 })).toThrow(code('SHAPE_MISMATCH'));
    expect(() => orderTask(graph, 'nobody', [], { seed: 1 })).toThrow(code('UNKNOWN_TYPE'));
  });

  it('ask which group is of which type without naming it, and answer it', () => {
    const schemaText = { nodes: { actor: 'a person who acts' } };
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { prompt, items } = typeTask(graph, { seed, schemaText });
      const listed = listOf(prompt.text);
      const right = prompt.tokens.map(({ nodeType }) => (nodeType === 'actor' ? 'a person who acts' : nodeType));
      expect(items.map((item) => listed[item])).toEqual(right);
      expect(prompt.text.slice(0, prompt.text.indexOf('Which'))).not.toMatch(/movie|actor|person|place/);
      orders.add(`${prompt.tokens.map(({ nodeType }) => nodeType)} ${items}`);
    }
    expect(orders.size).toBeGreaterThan(10);
    const two = typeTask(graph, { seed: 1, nodeTypes: ['movie', 'place'] });
    expect(two.prompt.tokens.map(({ nodeType }) => nodeType).sort()).toEqual(['movie', 'place']);
    expect(() => typeTask(graph, { seed: 1, nodeTypes: ['movie', 'movie'] })).toThrow(code('DUPLICATE_NAME'));
    expect(() => typeTask(graph, {} as never)).toThrow(code('INVALID_OPTION'));
  });
});
