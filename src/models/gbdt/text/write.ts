import type { Tree } from '../core/tree.js';
import { percentNames, wordsOf } from './names.js';

/** What the text of a model says beyond its trees. */
export interface TextModel {
  readonly featureNames: readonly string[];
  /** Of each feature, as LightGBM writes it: `[low:high]`, `0:3:1` or `none`. */
  readonly featureInfos: readonly string[];
  /** The line of the objective; '': none. */
  readonly objective: string;
  readonly numClass: number;
  readonly outputs: number;
  /** Whether scores are means of the trees (random forests) rather than sums. */
  readonly isAverage: boolean;
  readonly trees: readonly Tree[];
}

/** The text of a model in LightGBM's format, version 4. */
export function writeText(model: TextModel): string {
  const { words, isPercent } = wordsOf(model.featureNames);
  const blocks = model.trees.map((tree, i) => `Tree=${i}\n${treeText(tree)}\n\n`);
  const head = [
    'tree',
    'version=v4',
    `num_class=${model.numClass}`,
    `num_tree_per_iteration=${model.outputs}`,
    'label_index=0',
    `max_feature_idx=${model.featureNames.length - 1}`,
    ...(model.objective ? [`objective=${model.objective}`] : []),
    ...(model.isAverage ? ['average_output'] : []),
    ...(isPercent ? [percentNames] : []),
    `feature_names=${words.join(' ')}`,
    `feature_infos=${model.featureInfos.join(' ')}`,
    // Bytes: names of columns, the only text that need not be ASCII, are not in the blocks.
    `tree_sizes=${blocks.map((block) => block.length).join(' ')}`,
  ];
  const splits = splitCounts(words, model.trees).map(([name, count]) => `${name}=${count}\n`);
  const parameters = `parameters:\n[boosting: gbdt]\n[objective: ${model.objective.split(' ')[0] || 'none'}]\nend of parameters`;
  return `${head.join('\n')}\n\n${blocks.join('')}end of trees\n\nfeature_importances:\n${splits.join('')}\n${parameters}\n\npandas_categorical:null\n`;
}

function treeText(tree: Tree): string {
  const numCat = tree.catBoundaries.length - 1;
  const lines = [
    `num_leaves=${tree.numLeaves}`,
    `num_cat=${numCat}`,
    `split_feature=${tree.splitFeature.join(' ')}`,
    `split_gain=${numbers(tree.splitGain)}`,
    `threshold=${numbers(tree.threshold)}`,
    `decision_type=${tree.decisionType.join(' ')}`,
    `left_child=${tree.leftChild.join(' ')}`,
    `right_child=${tree.rightChild.join(' ')}`,
    `leaf_value=${numbers(tree.leafValue)}`,
    `leaf_weight=${numbers(tree.leafWeight)}`,
    `leaf_count=${numbers(tree.leafCount)}`,
    `internal_value=${numbers(tree.internalValue)}`,
    `internal_weight=${numbers(tree.internalWeight)}`,
    `internal_count=${numbers(tree.internalCount)}`,
  ];
  if (numCat > 0) {
    lines.push(`cat_boundaries=${tree.catBoundaries.join(' ')}`, `cat_threshold=${tree.catThreshold.join(' ')}`);
  }
  lines.push('is_linear=0', `shrinkage=${tree.shrinkage}`);
  return lines.join('\n');
}

/** The shortest decimals that give the same double again. */
function numbers(values: Float64Array): string {
  return Array.from(values, (value) => {
    if (Number.isFinite(value)) return String(value);
    return value > 0 ? 'inf' : '-inf';
  }).join(' ');
}

/** Splits by each feature that has any, the most first. */
function splitCounts(words: readonly string[], trees: readonly Tree[]): [string, number][] {
  const counts = new Float64Array(words.length);
  for (const { splitFeature } of trees) for (const feature of splitFeature) counts[feature]!++;
  const order = [...counts.keys()].filter((feature) => counts[feature]! > 0);
  order.sort((a, b) => counts[b]! - counts[a]! || a - b);
  return order.map((feature) => [words[feature]!, counts[feature]!]);
}
