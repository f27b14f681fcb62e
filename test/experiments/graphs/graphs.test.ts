import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphCandidates, seesStructure, simpleGraphModels } from '../../../src/experiments/graphs/graph-models.js';
import { graphRemarks } from '../../../src/experiments/graphs/graph-remarks.js';
import { structureGain } from '../../../src/experiments/graphs/structure.js';
import { openRun, trainExperiment } from '../../../src/experiments/index.js';
import { classesKind } from '../../../src/experiments/kinds/classes.js';
import { numbersKind } from '../../../src/experiments/kinds/numbers.js';
import { GraphBuilder } from '../../../src/graph/index.js';
import { regressionProblem } from '../../../src/models/index.js';
import { MOLECULES, moleculeProblem, molecules } from '../../models/graph-network/molecules.js';

const settings = { hidden: 8, dropout: 0, learningRate: 0.05, epochs: 25, batchSize: 16 };
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-graph-runs-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The molecules as a person has them: three tables. */
async function writeTables(folder: string, hasLabels = true): Promise<void> {
  const graph = molecules();
  const { source, target } = graph.edgeIndex('bond');
  const owner = graph.edgeIndex('in').target;
  const labels = graph.labels('molecule') as { values: Int32Array };
  const x = graph.features('atom')!.values;
  const lines = (rows: readonly (readonly unknown[])[]) => `${rows.map((row) => row.join(',')).join('\n')}\n`;
  const all = Array.from({ length: MOLECULES }, (_, m) => m);
  await writeFile(
    join(folder, 'molecules.csv'),
    lines([
      hasLabels ? ['molecule_id', 'shape'] : ['molecule_id'],
      ...all.map((m) => [`m${m}`, ...(hasLabels ? [['chain', 'star'][labels.values[m]!]] : [])]),
    ]),
  );
  const atoms = [...owner.entries()].map(([a, m]) => [`a${a}`, `m${m}`, x[a]!.toFixed(1)]);
  await writeFile(join(folder, 'atoms.csv'), lines([['atom_id', 'molecule_id', 'charge'], ...atoms]));
  const bonds = [...source.entries()].map(([b, from]) => [`a${from}`, `a${target[b]!}`]);
  await writeFile(join(folder, 'bonds.csv'), lines([['from_atom_id', 'to_atom_id'], ...bonds]));
}

describe('training of whole graphs', () => {
  it('compares a model with those that see no edge, says what the structure adds, and predicts other files', async () => {
    await writeTables(dir);
    const out = join(dir, 'run');
    const remarks: string[] = [];
    const options = { data: dir, target: 'molecule.shape', wholeGraphs: true, model: 'graph-network', settings, out };
    const { summary, scores, dispose } = await trainExperiment(options, { onRemark: (text) => remarks.push(text) });
    dispose();
    expect(scores.map(({ model }) => model)).toEqual([
      'majority',
      'logistic-graph',
      'mlp-graph',
      'gbdt-graph',
      'graph-network',
    ]);
    expect(scores.at(-1)!.micro).toBeGreaterThan(0.9);
    expect(summary.structure!.gain).toBeGreaterThan(0.1);
    expect(summary.structure!.interval[0]).toBeGreaterThan(0);
    expect(remarks).toContain(summary.structure!.verdict);
    expect(remarks.some((text) => text.includes(`${MOLECULES} nodes of molecule is a whole graph`))).toBe(true);
    const run = await openRun(out);
    const { rows, remarks: _, ...again } = await run.evaluate();
    expect([rows, again.micro]).toEqual([12, scores.at(-1)!.micro]);
    run.dispose();
    const other = await mkdtemp(join(tmpdir(), 'heterograph-other-graphs-'));
    await writeTables(other, false);
    const onOthers = await openRun(out, { data: other });
    const { predicted, ids } = await onOthers.predict();
    onOthers.dispose();
    await rm(other, { recursive: true });
    expect(ids).toHaveLength(MOLECULES);
    const labels = moleculeProblem().targets.labels;
    const right = ids.filter((id, i) => predicted[i] === ['chain', 'star'][labels[Number(String(id).slice(1))]!]);
    expect(right.length).toBeGreaterThan(0.9 * MOLECULES);
  });

  it('compares candidates where no model is named, and keeps a simple one where it is no worse', async () => {
    const graph = molecules();
    const kept = await trainExperiment({
      ...{ graph, target: 'molecule.label', wholeGraphs: true },
      settings: { candidates: [{ model: 'logistic-graph' }], folds: 2 },
    });
    kept.dispose();
    expect(kept.summary.comparison!.models.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['majority', 'logistic-graph']),
    );
    expect(kept.summary.structure!.verdict).toMatch(/not known/);
    expect(graphCandidates('classification', graph, 'molecule').map(({ model }) => model)).toEqual([
      ...['logistic-graph', 'mlp-graph', 'gbdt-graph'],
      ...new Array(4).fill('graph-network'),
    ]);
    expect(simpleGraphModels('regression', true)).toEqual(['mean', 'ridge', 'ridge-graph', 'mlp-graph', 'gbdt-graph']);
  });

  it('says what belongs to the graphs and what is left out', () => {
    const [what, shared] = graphRemarks(molecules(), 'molecule');
    expect(what).toContain('60 nodes of molecule');
    expect(shared).toContain('lab');
  });

  it('refuses nodes that are no graphs', async () => {
    const options = { graph: molecules(), target: 'molecule.label', wholeGraphs: true, model: 'graph-network' };
    await expect(trainExperiment({ ...options, wholeGraphs: 1 as never })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
    await expect(trainExperiment({ ...options, target: 'atom.x' })).rejects.toMatchObject({ code: 'MISSING_LABELS' });
  });
});

describe('what the structure adds', () => {
  const problem = { ...moleculeProblem(), labelColumn: 'label' };
  const { test } = problem.split;
  /** Right on the first rows. */
  const rightOn = (count: number) => {
    const logits = new Float32Array(2 * test.length);
    for (const [i, row] of test.entries()) {
      const label = problem.targets.labels[row]!;
      logits[2 * i + (i < count ? label : 1 - label)] = 1;
    }
    return { logits, rows: test, numClasses: 2 };
  };
  const compared = (simple: number, own: number, model = 'graph-network', isTried = true, graph = problem.graph) =>
    structureGain(
      classesKind,
      { ...problem, graph },
      [
        { model: 'majority', settings: {}, predictions: rightOn(1) },
        { model: 'logistic-graph', settings: {}, predictions: rightOn(simple) },
        // Sees edges, so that nothing is measured against it.
        { model: 'sage', settings: {}, predictions: rightOn(20) },
        { model, settings: {}, predictions: rightOn(own) },
      ],
      isTried,
    )!;

  it('is the difference to the best model that sees no edge, with an interval', () => {
    const gain = compared(10, 20);
    expect(gain).toMatchObject({ against: 'logistic-graph', figure: 'micro' });
    expect(gain.gain).toBeCloseTo(0.5, 9);
    // Of 20 graphs, each better by chance 1/2: 95 % of such sums lie between 6 and 14.
    expect(gain.interval[0]).toBeCloseTo(0.3, 1);
    expect(gain.interval[1]).toBeCloseTo(0.7, 1);
    expect(gain.verdict).toMatch(/beyond chance/);
  });

  it('may be chance, nothing, or less than nothing', () => {
    expect(compared(15, 16).verdict).toMatch(/may be chance/);
    expect(compared(20, 10).verdict).toMatch(/does not help/);
    expect(compared(15, 15, 'mlp-graph').verdict).toMatch(/adds nothing/);
    expect(compared(15, 15, 'mlp-graph', false).verdict).toMatch(/not known/);
    const ends = Int32Array.from({ length: MOLECULES }, (_, i) => i);
    const withoutBonds = new GraphBuilder()
      .addNodes('molecule', MOLECULES)
      .addNodes('atom', MOLECULES)
      .addEdges(['atom', 'in', 'molecule'], { source: ends, target: ends })
      .build();
    expect(compared(15, 15, 'mlp-graph', false, withoutBonds).verdict).toMatch(/no edge lies inside/);
  });

  it('is of numbers how much smaller the errors are', () => {
    const numbers = {
      ...regressionProblem(molecules(), 'molecule', problem.split, 1, 'weight'),
      labelColumn: 'weight',
    };
    const off = (by: number) => ({
      values: Float32Array.from(test, (row) => numbers.targets.values[row]! + by),
      rows: test,
      width: 1 as const,
    });
    const { figure, gain, verdict } = structureGain(numbersKind, numbers, [
      { model: 'mean', settings: {}, predictions: off(2) },
      { model: 'graph-network', settings: {}, predictions: off(0.5) },
    ])!;
    expect(figure).toBe('mae');
    expect(gain).toBeCloseTo(1.5, 5);
    expect(verdict).toMatch(/errors 1\.5\d* smaller/);
  });

  it('knows which models see who is joined to whom', () => {
    expect(
      ['majority', 'mlp-graph', 'gbdt', 'gbdt-graph', 'graph-network', 'hgt'].map((name) => seesStructure(name, {})),
    ).toEqual([...[false, false, false, false, true, true]]);
    expect(seesStructure('ensemble', { members: [{ model: 'logistic-graph' }, { model: 'graph-network' }] })).toBe(
      true,
    );
    expect(seesStructure('ensemble', { members: [{ model: 'logistic-graph' }] })).toBe(false);
  });
});
