/** What the pointer, fingers and the wheel do; places in pixels of the canvas. */
export interface PointerActions {
  move(x: number, y: number): void;
  magnify(factor: number, x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number): void;
}

/** One pointer moves the picture, two magnify it; a press that hardly moves is a click. */
export function followPointers(canvas: HTMLCanvasElement, actions: PointerActions): void {
  const down = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const at = (event: MouseEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    travelled = down.size > 1 ? Number.POSITIVE_INFINITY : 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const now = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== 'touch') actions.hover(now.x, now.y);
      return;
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (other) {
      const distance = (from: { x: number; y: number }) => Math.hypot(from.x - other.x, from.y - other.y) || 1;
      actions.magnify(distance(now) / distance(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
      actions.move((now.x - before.x) / 2, (now.y - before.y) / 2);
    } else if (travelled > 4) actions.move(now.x - before.x, now.y - before.y);
  });
  canvas.addEventListener('pointerup', (event) => {
    down.delete(event.pointerId);
    const { x, y } = at(event);
    if (travelled <= 4) actions.click(x, y);
  });
  canvas.addEventListener('pointercancel', (event) => down.delete(event.pointerId));
  canvas.addEventListener('pointerleave', () => actions.leave());
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = at(event);
      actions.magnify(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), x, y);
    },
    { passive: false },
  );
}
