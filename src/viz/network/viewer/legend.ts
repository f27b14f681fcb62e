import { shapePath } from '../drawing/shapes.js';
import type { State } from './state.js';

const MAX_ENTRIES = 40;

/** A button for each type, a line for each group's colour, and a button for each relation. */
export function fillLegend(state: State, legend: HTMLElement, onChange: () => void): void {
  const { data } = state;
  const counts = (of: readonly number[], length: number) => {
    const sums = new Array<number>(length).fill(0);
    for (const each of of) sums[each]!++;
    return sums;
  };
  const hasGroups = data.groups.length > 0;
  const bySize = (sums: readonly number[]) => sums.map((_, i) => i).sort((a, b) => sums[b]! - sums[a]! || a - b);
  const sizes = counts(data.type, data.types.length);
  for (const type of bySize(sizes).slice(0, MAX_ENTRIES)) {
    const node = data.type.indexOf(type);
    const colour = hasGroups ? undefined : data.colours[data.colour[node]!]!;
    const mark = shapePath(data.shapes[data.shape[node]!]!, 8, 8, 5);
    const paint = colour ? `fill="${colour}"` : 'fill="none" stroke="currentColor"';
    toggle(legend, `<path d="${mark}" ${paint}/>`, data.types[type]!, sizes[type]!, state.hiddenTypes, type, onChange);
  }
  const members = counts(data.group, data.groups.length);
  for (const group of bySize(members).slice(0, 6)) {
    const colour = data.colours[data.colour[data.group.indexOf(group)]!]!;
    const line = entry('div', `<circle cx="8" cy="8" r="5" fill="${colour}"/>`, data.groups[group]!, members[group]!);
    line.style.cssText = 'display:flex;gap:0.45rem;align-items:center;font-size:13px;padding:0.16rem 0.4rem';
    legend.append(line);
  }
  for (const [r, { name, source }] of data.relations.slice(0, MAX_ENTRIES).entries()) {
    const mark = '<path d="M1 8h14" stroke="currentColor" stroke-opacity="0.7"/>';
    toggle(legend, mark, name, source.length, state.hiddenRelations, r, onChange);
  }
}

function toggle(
  legend: HTMLElement,
  mark: string,
  text: string,
  count: number,
  hidden: Set<number>,
  which: number,
  onChange: () => void,
): void {
  const button = entry('button', mark, text, count) as HTMLButtonElement;
  button.type = 'button';
  button.setAttribute('aria-pressed', 'true');
  button.addEventListener('click', () => {
    if (!hidden.delete(which)) hidden.add(which);
    button.setAttribute('aria-pressed', String(!hidden.has(which)));
    onChange();
  });
  legend.append(button);
}

function entry(tag: 'button' | 'div', mark: string, text: string, count: number): HTMLElement {
  const element = document.createElement(tag);
  element.innerHTML = `<svg width="16" height="16" aria-hidden="true">${mark}</svg>`;
  const [name, number] = [document.createElement('span'), document.createElement('span')];
  name.textContent = text;
  number.textContent = count.toLocaleString('en');
  number.className = 'count';
  element.append(name, number);
  return element;
}
