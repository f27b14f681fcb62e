import { afterEach, expect, it, vi } from 'vitest';
import { figure, showInNotebook } from '../../src/viz/index.js';

const svg = '<svg aria-label="a"></svg>';
afterEach(() => vi.unstubAllGlobals());

it("draws in tslab and in Deno's kernel; elsewhere, and where there is nothing to draw, nothing happens", async () => {
  await showInNotebook(svg);
  const drawn: string[] = [];
  vi.stubGlobal('__tslab__', { require: () => ({ display: { svg: (text: string) => drawn.push(text) } }) });
  await showInNotebook(svg);
  await showInNotebook(figure(svg));
  await showInNotebook('');
  expect(drawn).toEqual([svg, svg]);
  vi.stubGlobal('Deno', { jupyter: { display: async (value: object) => drawn.push(`Deno ${String(value)}`) } });
  await showInNotebook(svg);
  expect(drawn.at(-1)).toBe(`Deno ${svg}`);
  await expect(showInNotebook(7 as unknown as string)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});
