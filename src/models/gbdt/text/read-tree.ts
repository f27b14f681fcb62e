import { HeteroGraphError } from '../../../core/index.js';
import { categoryBit, missingType, type Tree } from '../core/tree.js';
import type { Block } from './lines.js';

const words = 2 ** 32 - 1;
const mostLeaves = 1 << 24;

/** A tree from its lines. @throws {HeteroGraphError} CORRUPT_FILE, UNSUPPORTED_BY_MODEL for trees with linear models in their leaves */
export function readTree(block: Block, numFeatures: number): Tree {
  const numLeaves = block.whole('num_leaves', 1, mostLeaves);
  if (block.has('is_linear') && block.whole('is_linear', 0, 1) === 1) {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', 'The leaves of the trees are linear models.', {
      hint: 'Train with linear_tree=false.',
    });
  }
  const size = numLeaves - 1;
  const numbers = (key: string, length: number) =>
    block.has(key) && (length > 0 || size > 0) ? block.numbers(key, length) : new Float64Array(length);
  const leafValue = block.numbers('leaf_value', numLeaves);
  const splits = size > 0 ? readSplits(block, size, numFeatures) : noSplits();
  return {
    ...splits,
    numLeaves,
    leafValue,
    splitGain: numbers('split_gain', size),
    leafWeight: counts(block, 'leaf_weight', numLeaves),
    leafCount: counts(block, 'leaf_count', numLeaves),
    internalValue: numbers('internal_value', size),
    internalWeight: counts(block, 'internal_weight', size),
    internalCount: counts(block, 'internal_count', size),
    shrinkage: block.has('shrinkage') ? block.numbers('shrinkage', 1)[0]! : 1,
  };
}

type Splits = Pick<
  Tree,
  'splitFeature' | 'threshold' | 'decisionType' | 'leftChild' | 'rightChild' | 'catBoundaries' | 'catThreshold'
>;

function noSplits(): Splits {
  const none = new Int32Array();
  const children = { leftChild: none, rightChild: none };
  const sets = { catBoundaries: new Int32Array(1), catThreshold: new Uint32Array() };
  return { splitFeature: none, threshold: new Float64Array(), decisionType: new Uint8Array(), ...children, ...sets };
}

function readSplits(block: Block, size: number, numFeatures: number): Splits {
  const numCat = block.whole('num_cat', 0, size);
  const decisionType = Uint8Array.from(block.integers('decision_type', size, 0, 15));
  const threshold = block.numbers('threshold', size, (value) => !Number.isNaN(value));
  for (let i = 0; i < size; i++) {
    const decision = decisionType[i]!;
    if (decision >> 2 > missingType.nan) throw block.broken('decision_type', `is ${decision} at position ${i}`);
    const isSet = Number.isInteger(threshold[i]) && threshold[i]! >= 0 && threshold[i]! < numCat;
    if (decision & categoryBit && !isSet)
      throw block.broken('threshold', `names no set of categories at position ${i}`);
  }
  const leftChild = Int32Array.from(block.integers('left_child', size, -size - 1, size - 1));
  const rightChild = Int32Array.from(block.integers('right_child', size, -size - 1, size - 1));
  checkShape(block, leftChild, rightChild);
  return {
    splitFeature: Int32Array.from(block.integers('split_feature', size, 0, numFeatures - 1)),
    ...{ threshold, decisionType, leftChild, rightChild },
    ...readSets(block, numCat),
  };
}

function readSets(block: Block, numCat: number): Pick<Tree, 'catBoundaries' | 'catThreshold'> {
  if (numCat === 0) return { catBoundaries: new Int32Array(1), catThreshold: new Uint32Array() };
  const catBoundaries = Int32Array.from(block.integers('cat_boundaries', numCat + 1, 0, 2 ** 31 - 1));
  for (let i = 0; i < numCat; i++) {
    if (catBoundaries[i + 1]! < catBoundaries[i]!) throw block.broken('cat_boundaries', `falls at position ${i + 1}`);
  }
  if (catBoundaries[0] !== 0) throw block.broken('cat_boundaries', 'does not begin with 0');
  return {
    catBoundaries,
    catThreshold: Uint32Array.from(block.integers('cat_threshold', catBoundaries[numCat]!, 0, words)),
  };
}

/** Every node but the first and every leaf is reached once, from the first node. */
function checkShape(block: Block, leftChild: Int32Array, rightChild: Int32Array): void {
  const size = leftChild.length;
  const seen = new Uint8Array(2 * size + 1);
  const open = [0];
  let count = 0;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const at = node + size + 1;
    if (seen[at]) throw block.broken('left_child', 'and right_child lead to a node twice');
    seen[at] = 1;
    count++;
    if (node >= 0) open.push(rightChild[node]!, leftChild[node]!);
  }
  if (count !== 2 * size + 1) throw block.broken('left_child', 'and right_child do not lead to every node');
}

/** Numbers from 0; zeros where there are none. */
function counts(block: Block, key: string, length: number): Float64Array {
  // LightGBM writes neither for a tree of one leaf.
  if (!block.has(key) || (length > 0 && block.text(key).trim() === '')) return new Float64Array(length);
  return block.numbers(key, length, (value) => value >= 0 && Number.isFinite(value));
}
