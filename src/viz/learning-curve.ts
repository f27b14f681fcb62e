import * as Plot from '@observablehq/plot';
import { newDocument, svgText } from './svg.js';

/** Columns of a training's history, null where nothing was measured; `epoch` counts from 1 (default: the rows). */
export type Curves = Readonly<Record<string, readonly (number | null)[]>>;

/**
 * Losses and validation figures over epochs, one panel each, as SVG text. Columns that name no figure (learning rate, seconds) are
 * left out.
 *
 * @param bestEpoch marked by a line
 */
export function learningCurve(
  curves: Curves,
  options: { readonly bestEpoch?: number; readonly width?: number } = {},
): string {
  const { bestEpoch, width = 720 } = options;
  const epochs = curves.epoch;
  const isShown = (name: string) => !/^epoch$|learning|seconds|criterion/i.test(name);
  const panelOf = (name: string) => (/loss/i.test(name) ? 'loss' : 'figure');
  const points = Object.entries(curves)
    .filter(([name]) => isShown(name))
    .flatMap(([name, values]) =>
      values.flatMap((value, i) =>
        value === null ? [] : [{ epoch: epochs?.[i] ?? i + 1, value, name, panel: panelOf(name) }],
      ),
    );
  const panels = ['loss', 'figure'].filter((panel) => points.some((point) => point.panel === panel));
  const svgs = panels.map((panel) => {
    const shown = points.filter((point) => point.panel === panel);
    const last = [...new Map(shown.map((point) => [point.name, point])).values()];
    const marks = [
      ...(bestEpoch ? [Plot.ruleX([bestEpoch], { strokeDasharray: '3,3', strokeOpacity: 0.6 })] : []),
      Plot.lineY(shown, { x: 'epoch', y: 'value', stroke: 'name' }),
      Plot.dot(shown.length <= 60 ? shown : [], { x: 'epoch', y: 'value', fill: 'name', r: 2 }),
      Plot.text(last, { x: 'epoch', y: 'value', text: 'name', dx: 6, textAnchor: 'start', fill: 'name' }),
    ];
    const title = panel === 'loss' ? 'Loss by epoch' : 'Validation figures by epoch';
    const plot = Plot.plot({
      document: newDocument(),
      width,
      height: 240,
      marginRight: 130,
      style: { background: 'transparent', color: 'currentColor' },
      x: { label: 'epoch' },
      y: { label: panel === 'loss' ? 'loss' : 'value', grid: true, nice: true },
      color: { scheme: 'Observable10' },
      marks,
    });
    return svgText(plot, title);
  });
  return svgs.join('\n');
}
