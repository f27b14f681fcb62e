import { HeteroGraphError } from '../../../core/index.js';
import type { Tree } from '../core/tree.js';
import { Block } from './lines.js';
import { nameOf } from './names.js';
import { readTree } from './read-tree.js';
import type { TextModel } from './write.js';

/** Names of features, as they were before they became words. */
function namesIn(head: Block): string[] {
  const words = head.text('feature_names').split(' ').filter(Boolean);
  if (!head.has('heterograph_names')) return words;
  return words.map((word) => {
    const name = nameOf(word);
    if (name === undefined) throw head.broken('feature_names', `has ${word.slice(0, 40)}, which stands for no name`);
    return name;
  });
}

const mostOutputs = 1000;

/**
 * A model from text that LightGBM or this library wrote (versions 2 to 4 of the format).
 *
 * @throws {HeteroGraphError} CORRUPT_FILE, UNSUPPORTED_FORMAT_VERSION, UNSUPPORTED_BY_MODEL
 */
export function readText(text: string): TextModel {
  const lines = text.split(/\r?\n/);
  if (lines[0] !== 'tree') {
    throw new HeteroGraphError('CORRUPT_FILE', 'The text does not begin with the line "tree".', {
      row: 1,
      hint: 'Save the model with Booster.save_model of LightGBM, or with toText.',
    });
  }
  const head = new Block('The model');
  const blocks: Block[] = [];
  let isComplete = false;
  for (const line of lines.slice(1)) {
    if (line.startsWith('Tree=')) blocks.push(new Block(`Tree ${blocks.length}`));
    else if (line === 'end of trees') {
      isComplete = true;
      break;
    } else if (line !== '') (blocks.at(-1) ?? head).set(line);
  }
  if (!isComplete) throw head.broken('end of trees', 'is absent: the text is cut short');
  return fromBlocks(head, blocks);
}

function fromBlocks(head: Block, blocks: readonly Block[]): TextModel {
  const version = head.has('version') ? head.text('version') : 'v2';
  if (!['v2', 'v3', 'v4'].includes(version)) {
    throw new HeteroGraphError('UNSUPPORTED_FORMAT_VERSION', `The text has the version ${version.slice(0, 40)}.`, {
      hint: 'Versions v2, v3 and v4 can be read.',
    });
  }
  const numClass = head.whole('num_class', 1, mostOutputs);
  const outputs = head.whole('num_tree_per_iteration', 1, mostOutputs);
  const featureNames = namesIn(head);
  const numFeatures = featureNames.length;
  if (head.whole('max_feature_idx', -1, 2 ** 31 - 1) !== numFeatures - 1) {
    throw head.broken('max_feature_idx', `does not fit ${numFeatures} names of features`);
  }
  if (new Set(featureNames).size !== numFeatures) throw head.broken('feature_names', 'has a name twice');
  const infos = head.has('feature_infos') ? head.text('feature_infos').split(' ').filter(Boolean) : [];
  const trees = blocks.map((block): Tree => readTree(block, numFeatures));
  if (trees.length % outputs !== 0) {
    throw head.broken('num_tree_per_iteration', `is ${outputs}, which does not divide ${trees.length} trees`);
  }
  const isAverage = head.has('average_output');
  if (isAverage && trees.length === 0) throw head.broken('average_output', 'is given, but no tree');
  return {
    featureNames,
    featureInfos: infos.length === numFeatures ? infos : featureNames.map(() => 'none'),
    objective: head.has('objective') ? head.text('objective') : '',
    ...{ numClass, outputs, trees, isAverage },
  };
}
