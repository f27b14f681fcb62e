/** Shapes of nodes in the order in which types get them; the last for types beyond. Of about the same area for the same radius. */
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'hexagon'] as const;
export type Shape = (typeof SHAPES)[number];

/** Corners of the shapes but the circle, for a radius of 1. */
export const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: corners(4, 1.25, Math.PI / 4),
  triangle: corners(3, 1.5, -Math.PI / 2),
  diamond: corners(4, 1.25, 0),
  cross: cross(0.45, 1.25),
  hexagon: corners(6, 1.1, 0),
};

function corners(count: number, radius: number, first: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => {
    const angle = first + (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function cross(inner: number, outer: number): [number, number][] {
  const quarter: [number, number][] = [
    [inner, -outer],
    [inner, -inner],
    [outer, -inner],
  ];
  return [0, 1, 2, 3].flatMap((turn) =>
    quarter.map(([x, y]): [number, number] => {
      const [cos, sin] = [[1, 0, -1, 0][turn]!, [0, 1, 0, -1][turn]!];
      return [x * cos - y * sin, x * sin + y * cos];
    }),
  );
}

/** The outline of a node as a path of SVG. */
export function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  const at = (value: number) => value.toFixed(1);
  if (shape === 'circle') {
    const [r, d] = [at(radius), at(2 * radius)];
    return `M${at(x - radius)},${at(y)}a${r},${r} 0 1 0 ${d},0a${r},${r} 0 1 0 -${d},0`;
  }
  const points = CORNERS[shape].map(([dx, dy]) => `${at(x + radius * dx)},${at(y + radius * dy)}`);
  return `M${points.join('L')}z`;
}
