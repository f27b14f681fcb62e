import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { trainExperiment } from '../../src/experiments/index.js';
import { plantedGraph } from '../models/planted.js';

it('says that a run of more epochs than are asked for gets none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heterograph-epochs-'));
  try {
    const train = async (epochs: number) => {
      const remarks: string[] = [];
      const trained = await trainExperiment(
        {
          ...{ cache: false, baselines: false, graph: plantedGraph(), out: join(folder, 'run'), model: 'rphgnn' },
          settings: { embeddingWidth: 8, hidden: 8, epochs },
        },
        { onRemark: (remark) => remarks.push(remark) },
      );
      trained.dispose();
      return { epochs: trained.report.training?.epochs, said: remarks.filter((remark) => /epochs/.test(remark)) };
    };
    expect(await train(4)).toEqual({ epochs: 4, said: [] });
    expect(await train(6)).toEqual({ epochs: 6, said: [] });
    const { epochs, said } = await train(3);
    expect(epochs).toBe(6);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/\b6 epochs\b.*\b3\b/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
