// Runs in the page that `networkPage` writes; bundled into one text by scripts/build-viewer.mjs.
import type { PageData } from '../page/page-data.js';
import { fillCard } from './card.js';
import { draw } from './draw.js';
import { fillLegend } from './legend.js';
import { followPointers } from './pointers.js';
import { isShown, magnify, nameOf, newState, nodeAt, showAll } from './state.js';

const element = <T extends Element>(selector: string) => document.querySelector<T & HTMLElement>(selector)!;
const state = newState(JSON.parse(element('#data').textContent!) as PageData);
const canvas = element<HTMLCanvasElement>('canvas');
const context = canvas.getContext('2d')!;
const card = element('#card');
const [input, found] = [element<HTMLInputElement>('#find input'), element('#found')];

let isMoving = false;
let frame = 0;
let settle: ReturnType<typeof setTimeout> | undefined;

/** Draws at the next frame; what moves is drawn in full when it has stopped. */
function redraw(moves = false): void {
  isMoving = moves;
  if (moves) {
    clearTimeout(settle);
    settle = setTimeout(() => redraw(), 160);
  }
  if (frame !== 0) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    canvas.dataset.nodes = String(draw(state, context, isMoving));
  });
}

function resize(): void {
  const ratio = devicePixelRatio || 1;
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function choose(node: number, isCentred = false): void {
  state.chosen = node;
  state.hovered = -1;
  if (node >= 0 && isCentred) {
    state.scale = Math.max(state.scale, 0.06);
    state.left = state.data.positions[2 * node]! - canvas.clientWidth / 2 / state.scale;
    state.top = state.data.positions[2 * node + 1]! - canvas.clientHeight / 2 / state.scale;
  }
  fillCard(state, card, node, (other) => choose(other, true));
  redraw();
}

let matches: number[] = [];
let shownMatch = 0;

/** Nodes whose names have the text in them: those of that name first, then those that begin with it, then those with the most edges. */
function find(text: string): void {
  const wanted = text.trim().toLowerCase();
  const names = (node: number) => nameOf(state, node).toLowerCase();
  matches = wanted === '' ? [] : [...state.order].filter((n) => isShown(state, n) && names(n).includes(wanted));
  const rank = (node: number) => (names(node) === wanted ? 0 : names(node).startsWith(wanted) ? 1 : 2);
  matches.sort((a, b) => rank(a) - rank(b));
  shownMatch = 0;
  sayFound(wanted !== '');
  choose(matches[0] ?? -1, true);
}

function sayFound(isAsked: boolean): void {
  const none = isAsked ? 'none' : '';
  found.textContent = matches.length > 0 ? `${shownMatch + 1} of ${matches.length.toLocaleString('en')}` : none;
}

input.addEventListener('input', () => find(input.value));
element<HTMLFormElement>('#find').addEventListener('submit', (event) => {
  event.preventDefault();
  if (matches.length === 0) return;
  shownMatch = (shownMatch + 1) % matches.length;
  sayFound(true);
  choose(matches[shownMatch]!, true);
});

const centre = () => [canvas.clientWidth / 2, canvas.clientHeight / 2] as const;
const all = () => {
  showAll(state, canvas.clientWidth, canvas.clientHeight);
  redraw();
};
const larger = (factor: number) => {
  magnify(state, factor, ...centre());
  redraw(true);
};
for (const [i, action] of [() => larger(1.4), () => larger(1 / 1.4), all].entries()) {
  document.querySelectorAll('#zoom button')[i]!.addEventListener('click', action);
}
const move = (x: number, y: number) => {
  state.left -= x / state.scale;
  state.top -= y / state.scale;
  redraw(true);
};
canvas.addEventListener('keydown', (event) => {
  const keys: Record<string, () => void> = {
    ...{ ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0) },
    ...{ ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60) },
    ...{ '+': () => larger(1.4), '-': () => larger(1 / 1.4), '0': all, Escape: () => choose(-1) },
  };
  const action = keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
followPointers(canvas, {
  move,
  magnify(factor, x, y) {
    magnify(state, factor, x, y);
    redraw(true);
  },
  hover(x, y) {
    const node = nodeAt(state, x, y);
    canvas.style.cursor = node >= 0 ? 'pointer' : '';
    if (node === state.hovered) return;
    state.hovered = node;
    fillCard(state, card, node >= 0 ? node : state.chosen, (other) => choose(other, true));
    redraw();
  },
  leave() {
    if (state.hovered >= 0) choose(state.chosen);
  },
  click: (x, y) => choose(nodeAt(state, x, y)),
});
fillLegend(state, element('#legend'), () => {
  if (state.chosen >= 0 && !isShown(state, state.chosen)) choose(-1);
  redraw();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw());
new ResizeObserver(() => {
  resize();
  redraw();
}).observe(canvas);
resize();
all();
