import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { Targets } from '../../training/index.js';

/**
 * Labels of a graph as the classes of a model: classes go by name, whatever their numbers in the graph are.
 *
 * @throws {HeteroGraphError} MISSING_LABELS; MODEL_MISMATCH naming a class that the model does not know
 */
export function targetsByName(
  graph: HeteroGraph,
  nodeType: string,
  labelColumn: string,
  classes: readonly string[],
  multiLabel: boolean,
): Targets {
  const labels = graph.labels(nodeType, labelColumn);
  if (!labels) {
    throw new HeteroGraphError('MISSING_LABELS', 'The data have no such label column.', {
      type: nodeType,
      column: labelColumn,
      hint: 'Give data whose labels are in a column of this name.',
    });
  }
  const numClasses = classes.length;
  const place = labels.classes.map((name) => classes.indexOf(name));
  const unknown = labels.classes.find((_, c) => place[c]! < 0);
  if (unknown !== undefined || (labels.kind === 'multi') !== multiLabel) {
    const what = unknown === undefined ? 'one label a node against several' : `the class "${unknown}"`;
    throw new HeteroGraphError('MODEL_MISMATCH', `The data differ from what the model was trained on: ${what}.`, {
      type: nodeType,
      column: labelColumn,
      hint: `The model knows: ${classes.join(', ')}.`,
    });
  }
  if (labels.kind === 'single') {
    return { kind: 'single', labels: labels.values.map((label) => (label < 0 ? -1 : place[label]!)), numClasses };
  }
  const own = place.length;
  const values = new Uint8Array((labels.values.length / Math.max(1, own)) * numClasses);
  for (let at = 0; at < labels.values.length; at++) {
    if (labels.values[at]) values[Math.floor(at / own) * numClasses + place[at % own]!] = 1;
  }
  return { kind: 'multi', labels: values, numClasses };
}
