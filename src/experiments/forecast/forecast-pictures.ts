import type { HeteroGraph } from '../../graph/index.js';
import type { FittedForecast } from '../../relational/index.js';
import { dayText } from '../../relational/internal.js';
import type { ReportContent } from '../../viz/index.js';
import { classPictures } from '../kinds/class-pictures.js';
import { largestErrors } from '../kinds/largest-errors.js';

/** Keeps logarithms of probabilities finite. */
const LEAST = 1e-7;

/** Drawings of what was forecast of the test rows and what happened. */
export function forecastPictures({ task, testValues }: FittedForecast, graph: HeteroGraph): Partial<ReportContent> {
  const { kind, table, test } = task;
  const ids = graph.ids(table);
  const rows = Int32Array.from(test.labels.keys());
  // A row is there at many times.
  const named = {
    nodeType: table,
    graph: { ids: () => ({ idOf: (i: number) => `${String(ids.idOf(test.rows[i]!))}, ${dayText(test.times[i]!)}` }) },
  };
  if (kind === 'numbers') {
    const values = Float32Array.from(testValues);
    const prediction = { values, rows, width: 1 };
    return {
      numbers: { name: task.name.length > 24 ? 'values' : task.name, actual: test.labels, predicted: values },
      mistakes: largestErrors(prediction, { ...named, targets: { values: Float32Array.from(test.labels) } }),
    };
  }
  const classes = kind === 'binary' ? ['no', 'yes'] : task.classes!;
  const logits = Float32Array.from(testValues, (value) => Math.log(Math.max(LEAST, value)));
  const numClasses = classes.length;
  const targets = { kind: 'single', labels: Int32Array.from(test.labels), numClasses } as const;
  const positive = kind === 'binary' ? { positive: { index: 1, class: 'yes' } } : {};
  return classPictures(classes, { logits, rows, numClasses }, { ...named, targets, ...positive });
}
