import type { NodeTaskKind } from '../data/guess-task.js';
import { classesKind } from './classes.js';
import type { NodeKind } from './node-kind.js';
import { numbersKind } from './numbers.js';

const kinds = { classification: classesKind, regression: numbersKind };

export function nodeKind<K extends NodeTaskKind>(name: K): NodeKind<K> {
  return kinds[name] as unknown as NodeKind<K>;
}
