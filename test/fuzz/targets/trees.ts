import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeteroGraphError, isHeteroGraphError } from '../../../src/core/index.js';
import { BoostedTrees, type BoostedTreesSettings, type TreeColumn } from '../../../src/models/index.js';
import { plantedTable } from '../../models/gbdt/tables.js';
import { type FuzzTarget, SilentFault } from '../target.js';

const file = 'trees.txt';
const { columns, targets } = plantedTable(150);
const few = columns.map((each): TreeColumn => ({ ...each, values: each.values.slice(0, 20) }));

/** Text of boosted trees: a damaged one predicts numbers, which its own text gives again, or it is refused. */
function trees(loss: BoostedTreesSettings['loss'], aims: Float64Array, more = ''): FuzzTarget {
  return {
    name: `trees-${loss}${more ? '-mean' : ''}`,
    seed: async (folder) => {
      const settings = { loss, numTrees: 2, numLeaves: 5, minDataPerGroup: 10, catSmooth: 1 };
      const text = (await BoostedTrees.fit(columns, aims, settings)).toText();
      writeFileSync(join(folder, file), text.replace('\nversion=', `\n${more}version=`));
    },
    read: async (folder) => {
      const path = join(folder, file);
      const model = opened(path);
      const named = model.featureNames.map((name, i): TreeColumn => ({ ...few[i % few.length]!, name }));
      const [raw, parts] = [model.predict(named, { raw: true }), model.contributions(named)];
      model.predict(named);
      const width = named.length + 1;
      for (const [i, score] of raw.entries()) {
        const sum = parts.subarray(i * width, (i + 1) * width).reduce((a, b) => a + b, 0);
        const size = parts.subarray(i * width, (i + 1) * width).reduce((a, b) => a + Math.abs(b), 1);
        if (!(Math.abs(sum - score) <= 1e-6 * size))
          throw new SilentFault(`The score ${score} is not the sum of its parts, ${sum}.`);
      }
      const again = BoostedTrees.fromText(model.toText()).predict(named, { raw: true });
      if (again.some((score, i) => score !== raw[i])) throw new SilentFault('Its own text gives other scores.');
    },
  };
}

/** The model of a file, whose errors name it. */
function opened(path: string): BoostedTrees {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new HeteroGraphError('FILE_NOT_FOUND', 'The trees are gone.', { file: path, cause });
  }
  try {
    return BoostedTrees.fromText(text);
  } catch (error) {
    if (isHeteroGraphError(error)) Object.assign(error.location, { file: path });
    throw error;
  }
}

export const treeTexts: readonly FuzzTarget[] = [
  trees('l2', targets),
  trees('l2', targets, 'average_output\n'),
  trees(
    'softmax',
    targets.map((target) => (target < 0 ? 0 : target < 2 ? 1 : 2)),
  ),
];
