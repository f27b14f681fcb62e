import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { stratifiedSplit } from '../../../src/graph/index.js';
import { classificationProblem, createModel, embedNodes, principalAxis } from '../../../src/models/index.js';
import { rocAucOf } from '../../../src/training/index.js';
import { either, twoBlocks } from './planted.js';

it('finds two sides without labels, by far better than what users write', { timeout: 240_000 }, async () => {
  const { graph, sides } = twoBlocks({ seed: 1 });
  const embeddings = await embedNodes(graph, { model: 'polarization', settings: { hidden: 16 }, seed: 1 });
  const { scores } = principalAxis({ values: embeddings.valuesOf('user'), width: embeddings.width });
  const isRight = Uint8Array.from(sides);
  const auc = either(rocAucOf(scores, isRight));
  const { values } = graph.features('user') as { values: Float32Array };
  const written = rocAucOf(
    Float64Array.from(sides, (_, row) => values[row * 8]!),
    isRight,
  );
  expect(auc).toBeGreaterThan(0.85);
  expect(auc).toBeGreaterThan(written + 0.15);
});

it('reads sides off the vectors by a linear map', { timeout: 240_000 }, async () => {
  const { graph, sides } = twoBlocks({ seed: 2 });
  const all = Int32Array.from(sides, (_, row) => row);
  const split = stratifiedSplit(all, sides, 2, { train: 0.3, valid: 0, test: 0.7 }, new RandomStream(1, 'split'));
  const problem = classificationProblem(graph, 'user', split, 1);
  const score = async (name: string, settings: object) => {
    const model = createModel(name, { settings });
    await model.fit(problem);
    const scores = await model.predict(split.test);
    model.dispose();
    const margin = Float64Array.from(split.test, (_, i) => scores[2 * i + 1]! - scores[2 * i]!);
    return rocAucOf(
      margin,
      Uint8Array.from(split.test, (row) => sides[row]!),
    );
  };
  const joint = await score('polarization', { hidden: 16 });
  const own = await score('logistic', {});
  expect(joint).toBeGreaterThan(0.85);
  expect(joint).toBeGreaterThan(own + 0.15);
});
