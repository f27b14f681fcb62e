import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegressionRun, openRun, trainExperiment } from '../../src/experiments/index.js';
import { saveGraph } from '../../src/graph/index.js';
import { plantedGraph } from '../models/planted.js';
import { plantedNumbers } from '../models/planted-numbers.js';

let dir: string;
const at = (name: string) => join(dir, name);
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-choices-'));
  await saveGraph(plantedGraph(), at('people'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const base = { cache: false, baselines: false, model: 'ridge-propagated' } as const;

describe('calibration and thresholds of a run', () => {
  it('are made on validation rows, said, kept, and used by evaluate and predict', async () => {
    const out = at('goal');
    const data = at('people');
    const plain = await trainExperiment({ ...base, data });
    const trained = await trainExperiment({ ...base, data, out, calibrate: 'isotonic', goal: { recall: 0.95 } });
    const { choices, remarks } = trained.summary;
    expect(choices!.calibration!.method).toBe('isotonic');
    expect(choices!.thresholds![0]!.recall).toBeGreaterThanOrEqual(0.95);
    const { positive, logLoss } = trained.scores[0]!;
    expect(remarks.join(' ')).toContain(`${positive!.class} is predicted from a probability of`);
    // Ridge regression gives no probabilities: calibrated ones are far better.
    expect(logLoss).toBeLessThan(plain.scores[0]!.logLoss - 0.05);

    const run = await openRun(out, { cache: false });
    expect(run.choices).toEqual(choices);
    const evaluated = await run.evaluate();
    expect(evaluated.logLoss).toBe(logLoss);
    expect(evaluated.positive).toEqual(positive);
    const { predicted, probabilities, classes } = await run.predict('test');
    const c = classes.indexOf(positive!.class);
    const threshold = choices!.thresholds![0]!.probability;
    for (const [i, name] of predicted.entries()) {
      const chance = probabilities[2 * i + c]!;
      if (Math.abs(chance - threshold) > 1e-6) expect(name === positive!.class).toBe(chance > threshold);
    }
    run.dispose();
    trained.dispose();

    // Written by somebody else: steps of other classes than the model has.
    const text = await readFile(join(out, 'choices.json'), 'utf8');
    await writeFile(join(out, 'choices.json'), text.replace('"probability"', '"likelihood"'));
    await expect(openRun(out, { cache: false })).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  });

  it('a run with another goal is another run', async () => {
    const out = at('other');
    (await trainExperiment({ ...base, data: at('people'), out })).dispose();
    const again = trainExperiment({ ...base, data: at('people'), out, goal: 'f1' });
    await expect(again).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
    const restarted = await trainExperiment({ ...base, data: at('people'), out, goal: 'f1', restart: true });
    expect(restarted.summary.choices!.thresholds).toHaveLength(1);
  });

  it.each([{ goal: 'f2' }, { goal: { recall: 2 } }, { calibrate: 'platt' }])('refuses %o', async (wrong) => {
    const options = { ...base, graph: plantedGraph(), ...wrong } as never;
    await expect(trainExperiment(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('intervals of predicted numbers', () => {
  it('hold about their share of the test rows, and come with predictions', async () => {
    await saveGraph(plantedNumbers(), at('numbers'));
    const options = { ...base, data: at('numbers'), target: 'person.y', task: 'regression', out: at('run') } as const;
    const { summary, scores } = await trainExperiment(options);
    const { level, halfWidth, coverage, rows } = scores[0]!.predictionInterval!;
    expect([level, rows]).toEqual([0.9, summary.rows.valid]);
    expect(summary.choices).toEqual({ level, halfWidth, rows });
    expect(coverage).toBeGreaterThan(0.75);
    expect(coverage).toBeLessThanOrEqual(1);
    const run = await openRegressionRun(at('run'), { cache: false });
    expect((await run.predict('test')).interval).toEqual(summary.choices);
    expect((await run.evaluate()).predictionInterval).toEqual(scores[0]!.predictionInterval);
    run.dispose();
  });

  it('are of all labelled rows where these are learned too, each by what left it out', async () => {
    const settings = { members: [{ model: 'ridge' }], copies: 3, validation: 'dealt' };
    const options = { ...base, model: 'ensemble', settings } as const;
    const numbers = await trainExperiment({ ...options, data: at('numbers'), target: 'person.y', task: 'regression' });
    const { rows, remarks } = numbers.summary;
    expect(numbers.summary.choices!.rows).toBe(rows.train + rows.valid);
    expect(remarks.join(' ')).toContain(`learns the ${rows.valid} rows of validation, too`);
    const classes = await trainExperiment({ ...options, graph: plantedGraph(), goal: 'f1' });
    const { positive } = classes.scores[0]!;
    const { heldOut } = classes.model;
    const { classes: names, values: labels } = plantedGraph().labels('person')!;
    const index = names.indexOf(positive!.class);
    const chances = Array.from(heldOut!.rows, (_, i) => {
      const [a, b] = heldOut!.values.subarray(2 * i, 2 * i + 2);
      return 1 / (1 + Math.exp((index === 1 ? 1 : -1) * (a! - b!)));
    });
    const { probability, recall } = classes.summary.choices!.thresholds![0]!;
    const found = chances.filter((chance, i) => labels[heldOut!.rows[i]!] === index && chance >= probability - 1e-9);
    const all = Array.from(heldOut!.rows).filter((row) => labels[row] === index);
    expect(recall).toBeCloseTo(found.length / all.length, 6);
    numbers.dispose();
    classes.dispose();
  });

  it('know no goals of classes', async () => {
    const options = { ...base, data: at('numbers'), target: 'person.y', task: 'regression', goal: 'f1' } as const;
    await expect(trainExperiment(options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
