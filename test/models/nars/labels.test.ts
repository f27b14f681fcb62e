import { expect, it } from 'vitest';
import { createModel, nodeModelNamed, restoreModel, settingsForProblem } from '../../../src/models/index.js';
import { microF1 } from '../../../src/training/index.js';
import { communityProblem } from '../community-problem.js';

const problem = communityProblem();
const { graph, split } = problem;
const small = { width: 16, hidden: 16, epochs: 40, learningRate: 0.01 };

it('labels are an input of nars where the target has no features, from which it then learns', async () => {
  const definition = nodeModelNamed('nars');
  const { settings, reasons } = settingsForProblem(definition, problem, small);
  expect(settings).toMatchObject({ labels: true });
  expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['labels']);
  const scored = async (given: object) => {
    const model = createModel('nars', { settings: given });
    await model.fit(problem);
    const logits = await model.predict(split.test);
    const saved = await model.save();
    const again = restoreModel(saved);
    expect(await again.predict(split.test, { graph })).toEqual(logits);
    again.dispose();
    model.dispose();
    return { saved, score: microF1.compute({ logits, rows: split.test, numClasses: 3 }, problem.targets) };
  };
  const [seen, blind] = [await scored(settings), await scored({ ...settings, labels: false })];
  expect(seen.score).toBeGreaterThan(blind.score + 0.1);
  expect(seen.saved.state.choice).toMatchObject({ labelHops: expect.any(Number) });
  expect(
    (seen.saved.state.shapes as { name: string }[]).filter(({ name }) => name.startsWith('label ')).length,
  ).toBeGreaterThan(1);
  expect(seen.saved.trainRows).toEqual(split.train);
});

it('of lengths that take too long is refused before any work', () => {
  const { check, defaults } = nodeModelNamed('nars');
  expect(() => check!(problem, { ...defaults, labels: true, labelHops: 30 } as never, {})).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE' }),
  );
});
