/** A place on the page, pixels, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its edges. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A Bézier curve of degree 3. */
export type Curve = readonly [Point, Point, Point, Point];

export function curveAt([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const at = (k: 'x' | 'y') => s ** 3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t ** 3 * d[k];
  return { x: at('x'), y: at('y') };
}

/** A point in a distance from another, in the direction of a third. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * distance) / length, y: from.y + ((to.y - from.y) * distance) / length };
}

/** From the rim of one disc to that of another, bent to the left of its direction by `bend` pixels. */
export function arc(from: Point, to: Point, fromRadius: number, toRadius: number, bend: number): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const control = (share: number): Point => ({
    x: from.x + share * dx + (bend * dy) / length,
    y: from.y + share * dy - (bend * dx) / length,
  });
  const [b, c] = [control(0.3), control(0.7)];
  return [towards(from, b, fromRadius + 2), b, c, towards(to, c, toRadius + 3)];
}

/** A loop on one side of a disc; `side` is a direction of length 1. */
export function loop(at: Point, radius: number, side: Point): Curve {
  const around = (along: number, across: number): Point => ({
    x: at.x + side.x * along - side.y * across,
    y: at.y + side.y * along + side.x * across,
  });
  const far = radius + 48;
  return [
    towards(at, around(far, -0.55 * far), radius + 2),
    around(far, -0.55 * far),
    around(far, 0.55 * far),
    towards(at, around(far, 0.55 * far), radius + 3),
  ];
}

/** The smallest box around boxes; empty at the origin for none. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { left: 0, top: 0, right: 0, bottom: 0 };
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

/** The box of a curve, by points on it. */
export function curveBox(curve: Curve): Box {
  const points = Array.from({ length: 17 }, (_, i) => curveAt(curve, i / 16));
  return around(points.map(({ x, y }) => ({ left: x, top: y, right: x, bottom: y })));
}

/** Area that two boxes share. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}
