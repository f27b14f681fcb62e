import type { ForwardMode, HeteroTensors } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';

/** Dropout of the states of every node type; masks are named `NAME/TYPE`. */
export function droppedStates(x: HeteroTensors, rate: number, name: string, mode: ForwardMode): HeteroTensors {
  return new Map([...x].map(([type, state]) => [type, dropped(state, rate, `${name}/${type}`, mode)]));
}
