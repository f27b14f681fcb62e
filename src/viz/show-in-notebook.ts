import { expectArgument } from '../core/index.js';
import { Figure, figure } from './figure.js';

/** What kernels of notebooks leave in the global scope. */
interface Kernels {
  readonly Deno?: { readonly jupyter?: { display(value: object): Promise<void> } };
  readonly __tslab__?: {
    require(name: 'tslab'): { readonly display: { svg(text: string): void } };
  };
}

/**
 * Draws below the cell of a notebook that runs it, in tslab and in Deno's Jupyter kernel; elsewhere nothing happens.
 *
 * @example await showInNotebook(learningCurve(history.toJSON()));
 */
export async function showInNotebook(picture: string | Figure): Promise<void> {
  if (!(picture instanceof Figure)) expectArgument(picture, 'text', 'picture');
  const svg = String(picture);
  const { Deno, __tslab__: tslab } = globalThis as Kernels;
  if (svg === '') return;
  if (Deno?.jupyter) await Deno.jupyter.display(figure(svg));
  else tslab?.require('tslab').display.svg(svg);
}
