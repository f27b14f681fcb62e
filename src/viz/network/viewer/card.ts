import { neighboursOf } from './draw.js';
import { nameOf, type State } from './state.js';

const MOST = 8;

/** Name, type, group and neighbours of a node; nothing for none. */
export function fillCard(state: State, card: HTMLElement, node: number, onChoose: (node: number) => void): void {
  card.replaceChildren();
  if (node < 0) return;
  const { data, starts } = state;
  const add = (tag: 'h2' | 'p' | 'ul' | 'li', text: string, parent: HTMLElement = card) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add('h2', nameOf(state, node));
  const group = data.groups[data.group[node] ?? -1];
  const what = [data.types[data.type[node] ?? -1], group === undefined || group === '' ? undefined : `group ${group}`];
  const near = neighboursOf(state, node);
  const ends = state.neighbours.subarray(starts[node]!, starts[node + 1]!);
  // A self loop has both of its ends here.
  const edges = ends.length - ends.filter((other) => other === node).length / 2;
  add('p', what.filter(Boolean).join(', '));
  add('p', `${counted(near.length, 'neighbour')}, ${counted(edges, 'edge')}`);
  if (near.length === 0) return;
  const list = add('ul', '');
  near.sort((a, b) => starts[b + 1]! - starts[b]! - (starts[a + 1]! - starts[a]!) || a - b);
  for (const other of near.slice(0, MOST)) {
    const link = document.createElement('a');
    link.textContent = nameOf(state, other);
    link.addEventListener('click', () => onChoose(other));
    add('li', '', list).append(link);
  }
  if (near.length > MOST) add('li', `and ${near.length - MOST} more`, list);
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
