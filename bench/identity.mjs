// What fixed vectors by id beside features do: npm run bench -- identity [WIDTHS] [--dataset A,B] [--model rphgnn] [--seeds 1,2,3] [--set JSON]
import { loadDataset } from '../dist/datasets/index.js';
import { encodeFeatures, fitFeatures, graphFromArrays } from '../dist/graph/index.js';
import { classificationProblem, nodeModelNamed, settingsForProblem } from '../dist/models/index.js';
import { macroF1, microF1 } from '../dist/training/index.js';
import { dataRoot } from './arguments.mjs';
import { plantedDataset, plantedNames } from './planted.mjs';
import { fixed, mean } from './statistics.mjs';

/** F1 on the validation rows, which decide nothing but the epoch. */
export async function identity(widths, { quick, dataset, model = 'rphgnn', seeds = '1,2,3', set = '{}', data }) {
  const withFeatures = plantedNames.filter((name) => name !== 'planted-structure-only');
  const names = dataset?.split(',') ?? (quick ? withFeatures.slice(0, 1) : withFeatures);
  const rows = [];
  for (const name of names) {
    const isPlanted = plantedNames.includes(name);
    const { graph, task } = isPlanted
      ? plantedDataset(name, quick ? 0.1 : 1)
      : await loadDataset(name, { root: dataRoot({ data }) });
    const known = named(graph, task.nodeType, task.labelColumn);
    for (const width of (widths.length > 0 ? widths : ['0', '32']).map(Number)) {
      const scores = [];
      for (const seed of (quick ? '1' : seeds).split(',').map(Number)) {
        const encoder = fitFeatures(known, { identityWidth: width, seed });
        const problem = classificationProblem(
          Object.keys(encoder).length > 0 ? encodeFeatures(known, encoder) : known,
          task.nodeType,
          task.split(seed),
          seed,
          task.labelColumn,
        );
        const definition = nodeModelNamed(model, 'classification');
        const changes = { ...JSON.parse(set), ...(quick ? { epochs: 1 } : {}) };
        const { settings } = settingsForProblem(definition, problem, changes, isPlanted ? undefined : name);
        const estimator = definition.create(settings, {});
        await estimator.fit(problem);
        const { valid } = problem.split;
        const logits = await estimator.predict(valid);
        const prediction = { logits, rows: valid, numClasses: problem.targets.numClasses };
        scores.push([microF1, macroF1].map((metric) => 100 * metric.compute(prediction, problem.targets)));
        estimator.dispose();
      }
      const [micro, macro] = [0, 1].map((at) => scores.map((each) => each[at]));
      rows.push({
        dataset: name,
        model,
        width,
        micro: fixed(mean(micro)),
        macro: fixed(mean(macro)),
        'micro by seed': micro.map((score) => fixed(score)).join(' '),
      });
    }
  }
  return { rows };
}

/** The graph with ids, its features and its labels alone: vectors follow from ids. */
function named(graph, nodeType, label) {
  const nodes = graph.schema.nodes.map(({ name, columns }) => {
    const x = graph.features(name);
    const data = {
      id: Array.from({ length: graph.numNodes(name) }, (_, row) => `${name} ${row}`),
      ...(x ? { x } : {}),
    };
    const roles = { id: { role: 'id' }, ...(x ? { x: { role: 'feature' } } : {}) };
    if (name !== nodeType) return [name, { data, columns: roles }];
    const { name: _, ...hint } = columns.find((column) => column.name === label);
    const y = graph.nodeTable(name).getChild(label);
    return [name, { data: { ...data, [label]: y }, columns: { ...roles, [label]: hint } }];
  });
  const edges = graph.edgeTypes.map((type) => ({ type, ...graph.edgeIndex(type), endpoints: 'index' }));
  return graphFromArrays({ nodes: Object.fromEntries(nodes), edges });
}
