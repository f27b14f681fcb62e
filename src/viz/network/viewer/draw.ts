import { type Box, overlap } from '../../geometry.js';
import { CORNERS, type Shape } from '../drawing/shapes.js';
import { isShown, nameOf, placeOf, radiusOf, type State } from './state.js';

/** So many names at most. */
const MOST_LABELS = 60;
/** While the picture moves, so many edges are drawn. */
const MOVING_EDGES = 15_000;

/** Draws everything and returns how many nodes were in the frame. */
export function draw(state: State, context: CanvasRenderingContext2D, isMoving: boolean): number {
  const { clientWidth: width, clientHeight: height } = context.canvas;
  const style = getComputedStyle(document.body);
  const [ink, paper] = [style.getPropertyValue('--text'), style.getPropertyValue('--page')];
  context.clearRect(0, 0, width, height);
  const focus = state.hovered >= 0 ? state.hovered : state.chosen;
  const near = new Set<number>(focus < 0 ? [] : neighboursOf(state, focus));
  const isDim = (node: number) => focus >= 0 && node !== focus && !near.has(node);
  edges(state, context, ink, focus, isMoving);
  const inFrame: number[] = [];
  // Those with the most edges last, so that they lie upon others.
  for (let i = state.numNodes - 1; i >= 0; i--) {
    const node = state.order[i]!;
    if (!isShown(state, node)) continue;
    const [x, y] = placeOf(state, node);
    const radius = radiusOf(state, node);
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    inFrame.push(node);
    context.globalAlpha = isDim(node) ? 0.18 : 1;
    context.fillStyle = state.data.colours[state.data.colour[node]!]!;
    outline(context, state.data.shapes[state.data.shape[node]!]!, x, y, radius);
    context.fill();
    if (node !== state.chosen && node !== state.hovered) continue;
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.stroke();
  }
  context.globalAlpha = 1;
  labels(state, context, inFrame, { ink, paper, focus, isDim });
  return inFrame.length;
}

export function neighboursOf({ starts, neighbours }: State, node: number): number[] {
  return [...new Set(neighbours.subarray(starts[node]!, starts[node + 1]!))].filter((other) => other !== node);
}

function edges(state: State, context: CanvasRenderingContext2D, ink: string, focus: number, isMoving: boolean): void {
  const { relations } = state.data;
  const numEdges = relations.reduce((sum, { source }) => sum + source.length, 0);
  const step = isMoving ? Math.max(1, Math.ceil(numEdges / MOVING_EDGES)) : 1;
  const opacity = numEdges <= 400 ? 0.45 : Math.max(0.05, 0.45 / Math.sqrt(numEdges / 400));
  context.strokeStyle = ink;
  for (const isNear of focus < 0 ? [false] : [false, true]) {
    context.globalAlpha = isNear ? 0.85 : focus < 0 ? opacity : opacity / 2;
    context.lineWidth = isNear ? 1.5 : 1;
    context.beginPath();
    for (const [r, { source, target }] of relations.entries()) {
      if (state.hiddenRelations.has(r)) continue;
      for (let e = 0; e < source.length; e += isNear ? 1 : step) {
        const [u, v] = [source[e]!, target[e]!];
        if (isNear && u !== focus && v !== focus) continue;
        if (!isShown(state, u) || !isShown(state, v)) continue;
        const [x, y] = placeOf(state, u);
        if (u === v) {
          const loop = radiusOf(state, u) + 2;
          context.moveTo(x + loop, y - loop);
          context.arc(x, y - loop, loop, 0, 2 * Math.PI);
          continue;
        }
        const [toX, toY] = placeOf(state, v);
        context.moveTo(x, y);
        context.lineTo(toX, toY);
      }
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

function outline(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, radius: number): void {
  context.beginPath();
  if (shape === 'circle') {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [dx, dy] of CORNERS[shape]) context.lineTo(x + radius * dx, y + radius * dy);
  context.closePath();
}

interface LabelStyle {
  readonly ink: string;
  readonly paper: string;
  readonly focus: number;
  isDim(node: number): boolean;
}

function labels(state: State, context: CanvasRenderingContext2D, inFrame: readonly number[], style: LabelStyle): void {
  if (!state.data.names) return;
  const taken: Box[] = [];
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = style.paper;
  context.fillStyle = style.ink;
  const first = style.focus >= 0 ? [style.focus] : [];
  // The nodes in the frame come with the most edges last.
  for (const node of [...first, ...inFrame.toReversed()].slice(0, 20 * MOST_LABELS)) {
    if (taken.length >= MOST_LABELS) break;
    if (style.isDim(node)) continue;
    const name = nameOf(state, node);
    const text = name.length > 28 ? `${name.slice(0, 27)}…` : name;
    const [x, y] = placeOf(state, node);
    const left = x + radiusOf(state, node) * 1.2 + 3;
    const box = { left, right: left + context.measureText(text).width, top: y - 8, bottom: y + 8 };
    if (taken.some((other) => overlap(box, other) > 0)) continue;
    taken.push(box);
    context.strokeText(text, left, y);
    context.fillText(text, left, y);
  }
}
