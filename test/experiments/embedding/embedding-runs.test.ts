import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddingRun, openLinkRun, trainEmbeddings } from '../../../src/experiments/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import { PEOPLE, plantedGraph } from '../../models/planted.js';
import { plantedNumbers } from '../../models/planted-numbers.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-embedding-runs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const graph = plantedGraph();
const quick = { epochs: 2, settings: { hidden: 8 } };

describe('runs of embeddings', () => {
  it('hold vectors for their own data and for others', async () => {
    const out = join(dir, 'run');
    const { embeddings, summary, table } = await trainEmbeddings({ graph, out, ...quick });
    expect(summary).toMatchObject({ model: 'sage', objective: 'infonce', seed: 1, width: 8, run: out });
    expect(table!.rows.length).toBe(summary.scores.length);
    const run = await openEmbeddingRun(out, { graph });
    expect(run.isTrainedOn).toBe(true);
    expect(run.embeddings.valuesOf('person')).toEqual(embeddings.valuesOf('person'));
    const more = plantedGraph([{ features: [1, 0, 0, 0], groups: [3] }]);
    const other = await openEmbeddingRun(out, { graph: more });
    expect([other.isTrainedOn, other.embeddings.numNodes('person')]).toEqual([false, PEOPLE + 1]);
    await expect(openEmbeddingRun(out)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(openLinkRun(out, { graph })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
    const others = { graph, out, ...quick, objective: 'links' } as const;
    await expect(trainEmbeddings(others)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  });

  it('are judged by numbers too, and not at all without labels', async () => {
    const numbers = await trainEmbeddings({ graph: plantedNumbers(), target: 'person.y', ...quick });
    expect(numbers.summary.scores.at(-1)).toMatchObject({ model: 'ridge on vectors of sage' });
    expect(numbers.summary.scores.at(-1)).toHaveProperty('mae');
    const nodes = { a: 4, b: 2 };
    const edges = [{ type: ['a', 'in', 'b'] as const, source: [0, 1, 2, 3], target: [0, 0, 1, 1] }];
    const plain = await trainEmbeddings({ graph: graphFromArrays({ nodes, edges }), ...quick });
    expect([plain.summary.scores, plain.table]).toEqual([[], undefined]);
  });

  it('learn supcon from training labels alone', async () => {
    const asked = { graph, objective: 'supcon', ...quick } as const;
    const { embeddings } = await trainEmbeddings(asked);
    expect(embeddings.width).toBe(8);
    const lonely = graphFromArrays({ nodes: { a: 3 } });
    await expect(trainEmbeddings({ ...asked, graph: lonely })).rejects.toMatchObject({ code: 'MISSING_LABELS' });
  });

  it('walk with metapath2vec from the type of the labels', async () => {
    const settings = { width: 8, walkLength: 5 };
    const { embeddings, summary } = await trainEmbeddings({ graph, model: 'metapath2vec', settings });
    expect([embeddings.width, summary.objective]).toEqual([8, undefined]);
  });
});
