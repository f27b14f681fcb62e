import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, pageRank, projectEdges, projectGraph, topicPageRank } from '../../../src/analytics/index.js';
import { GraphBuilder, labelColumn } from '../../../src/graph/index.js';
import { codeOfPromise } from '../../support/code-of.js';
import { randomEdges } from '../random-edges.js';

const graph = new GraphBuilder()
  .addNodes('author', { name: ['Ada', 'Grace', 'Alan'] }, { ids: 'name' })
  .addNodes('paper', { venue: ['VLDB', 'KDD', 'VLDB', ''], year: [2011, 2012, 2011, 2013] })
  .addEdges(['author', 'writes', 'paper'], { source: ['Ada', 'Grace', 'Grace', 'Alan'], target: [0, 0, 1, 2] })
  .addEdges(['paper', 'cites', 'paper'], { source: [1, 2, 3, 3], target: [0, 0, 1, 2] })
  .build();
const tight = { direction: 'both', tolerance: 1e-12 } as const;
const papers = (...rows: number[]) => rows.map((id) => ({ type: 'paper', id }));

describe('topicPageRank', () => {
  it('is PageRank with restarts at the nodes of each topic', async () => {
    const cases = [
      [
        { type: 'paper', column: 'venue' },
        { KDD: papers(1), VLDB: papers(0, 2) },
      ],
      [
        { type: 'paper', column: 'year' },
        { 2011: papers(0, 2), 2012: papers(1), 2013: papers(3) },
      ],
      [
        { mine: ['Ada', 'Ada'], theirs: ['Alan', ...papers(3)] },
        { mine: ['Ada'], theirs: ['Alan', ...papers(3)] },
      ],
      ['types', { author: ['Ada', 'Grace', 'Alan'], paper: papers(0, 1, 2, 3) }],
    ] as const;
    for (const [topics, expected] of cases) {
      const found = await topicPageRank(graph, { ...tight, topics });
      expect(found.map(({ topic }) => topic)).toEqual(Object.keys(expected));
      for (const [i, sources] of Object.values(expected).entries()) {
        const { scores } = await pageRank(graph, { ...tight, sources });
        expect(found[i]!.numNodes).toBe(sources.length);
        expect(found[i]!.hasConverged).toBe(true);
        scores.values.forEach((value, v) => {
          expect(found[i]!.scores.values[v]).toBeCloseTo(value, 12);
        });
      }
    }
  });

  it('is so on any graph', async () => {
    const picks = fc.array(fc.nat(8), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(randomEdges(), picks, picks, fc.constantFrom(0.3, 0.85), async (edges, a, b, damping) => {
        fc.pre(edges.numNodes > 0);
        const projection = await projectEdges(edges);
        const [here, there] = [a, b].map((nodes) => [...new Set(nodes.map((v) => v % edges.numNodes))]);
        const options = { damping, tolerance: 1e-12 };
        const found = await topicPageRank(projection, { ...options, topics: { here: here!, there: there! } });
        for (const [i, sources] of [here!, there!].entries()) {
          const { scores } = await pageRank(projection, { ...options, sources });
          scores.values.forEach((value, v) => {
            expect(found[i]!.scores.values[v]).toBeCloseTo(value, 10);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes the labels of a type, and nodes by name of a projection', async () => {
    const labelled = labelColumn(graph, { nodeType: 'paper', column: 'venue' });
    const byLabel = await topicPageRank(labelled, { ...tight, topics: { type: 'paper' } });
    const byColumn = await topicPageRank(graph, { ...tight, topics: { type: 'paper', column: 'venue' } });
    expect(byLabel.map(({ scores }) => scores.values)).toEqual(byColumn.map(({ scores }) => scores.values));
    const projection = await projectGraph(graph, { relations: ['cites'] });
    expect(await topicPageRank(projection, { topics: { one: [1] } })).toHaveLength(1);
    expect(await codeOfPromise(() => topicPageRank(projection, { topics: { type: 'paper', column: 'venue' } }))).toBe(
      'INVALID_OPTION',
    );
  });

  it('refuses topics that there are not', async () => {
    const code = (topics: unknown, more = {}) =>
      codeOfPromise(() => topicPageRank(graph, { topics: topics as 'types', ...more }));
    expect(await code({ type: 'paper' })).toBe('MISSING_LABELS');
    expect(await code({ type: 'paper', column: 'month' })).toBe('UNKNOWN_COLUMN');
    expect(await code({ type: 'book', column: 'year' })).toBe('UNKNOWN_TYPE');
    expect(await code({ none: [] })).toBe('INVALID_OPTION');
    expect(await code('type')).toBe('INVALID_OPTION');
    expect(await code('types', { maxTopics: 1 })).toBe('TOO_LARGE');
  });

  it('names the first nodes of each topic', async () => {
    const { table, figures } = await analyse(graph, 'topic-pagerank', { ...tight, topics: 'paper.year', each: 1 });
    expect(figures).toEqual({ numTopics: 3 });
    expect(table!.topic).toEqual(['2011', '2012', '2013']);
    expect(table!.place).toEqual([1, 1, 1]);
  });
});
