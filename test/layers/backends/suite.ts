import { beforeAll, describe, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import { type BackendName, setBackend } from '../../../src/tensor/index.js';
import { layerCases } from '../cases.js';
import { checkLayer } from '../check-layer.js';
import { oddGraph } from '../reference/graph.js';

/** Every layer on one backend, on a graph that has every edge case; where the backend is not there, one skipped test says why. */
export async function layerSuite(name: BackendName): Promise<void> {
  try {
    await setBackend(name);
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code !== 'BACKEND_UNAVAILABLE') throw error;
    describe(`the backend ${name}`, () => it.skip(`is not here: ${error.message}`, () => {}));
    return;
  }
  // A software adapter shares its cores with whatever else runs: minutes under load, seconds without.
  describe(`layers on the backend ${name}`, { timeout: 300_000 }, () => {
    beforeAll(async () => void (await setBackend(name)));
    it.each(layerCases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
      await checkLayer(each, oddGraph, { tolerance: name === 'webgpu' ? 4e-3 : 2e-4 });
    });
  });
}
