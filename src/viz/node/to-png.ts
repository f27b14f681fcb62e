import * as z from 'zod/mini';
import { builtin, checkOptions, expectArgument, HeteroGraphError, loadPackage, option } from '../../core/index.js';
import { Figure } from '../figure.js';

/** Options of {@link toPng}. */
export interface PngOptions {
  /** Pixels across; the height follows. Default the width of the drawing times `scale`. */
  readonly width?: number;
  /** Pixels a pixel of the drawing, where there is no `width`; default 2. */
  readonly scale?: number;
  /** A colour of CSS, or `transparent`; default white. */
  readonly background?: string;
  /** Of texts and lines that have no colour of their own; default near black. */
  readonly colour?: string;
  /** Files of fonts (.ttf, .otf), beside those of the system. */
  readonly fontFiles?: readonly string[];
}

const COLOUR = /^(#[\da-f]{3,8}|[a-z]+|(rgb|hsl)a?\([\d\s.,%/]+\))$/i;
const MOST_PIXELS = 100_000_000;

const optionsSchema = z.strictObject({
  width: z.optional(option.count),
  scale: z.optional(option.positive),
  background: z.optional(z.string().check(z.regex(COLOUR, 'a colour of CSS'))),
  colour: z.optional(z.string().check(z.regex(COLOUR, 'a colour of CSS'))),
  fontFiles: z.optional(z.array(z.string('a path'), 'a list of paths')),
});

/** Usual fonts without serifs, in the order in which they are taken: what `system-ui` is in a browser. */
const FONTS = 'Inter, Arial, Helvetica, Liberation Sans, Noto Sans, Roboto, Segoe UI, DejaVu Sans, sans-serif';

/**
 * A plot or a drawing in pixels: bytes of a PNG file. Only in Node, with the optional npm package `@resvg/resvg-js` and the fonts of the system; where
 * there is a text and no font, it is refused rather than left out.
 *
 * @param picture SVG text of this room
 * @example await writeFile('graph.png', await toPng(networkDrawing(await graphPicture(graph)), { width: 1600 }));
 * @throws {HeteroGraphError} NEEDS_PACKAGE naming it; NEEDS_NODE; MISSING_FONT; FILE_NOT_FOUND; NO_ROWS where the picture is empty; INVALID_OPTION where the
 * text is no SVG, or for more than 100 million pixels
 */
export async function toPng(picture: string | Figure, options: PngOptions = {}): Promise<Uint8Array> {
  if (!(picture instanceof Figure)) expectArgument(picture, 'text', 'picture');
  checkOptions(optionsSchema, options);
  const { width, scale = 2, background = '#ffffff', colour = '#1b1b1b', fontFiles = [] } = options;
  const svg = String(picture);
  if (svg === '') {
    throw new HeteroGraphError('NO_ROWS', 'The picture is empty.', { hint: 'There was nothing to draw.' });
  }
  const files = builtin<typeof import('node:fs')>('node:fs');
  if (files === undefined) {
    throw new HeteroGraphError('NEEDS_NODE', 'toPng is called, which only Node has.', {
      hint: 'In a browser, draw the SVG on a canvas.',
    });
  }
  const missing = fontFiles.find((file) => !files.existsSync(file));
  if (missing !== undefined) {
    throw new HeteroGraphError('FILE_NOT_FOUND', 'There is no such font.', {
      file: missing,
      hint: 'Name files of fonts.',
    });
  }
  const { Resvg } = await loadPackage<Library>('@resvg/resvg-js', 'PNG is drawn');
  const font = { loadSystemFonts: true, ...(fontFiles.length > 0 && { fontFiles }) };
  // Only where there is text are fonts looked for: it takes longer than drawing.
  if (/<text[\s>]/.test(svg) && !hasFont(Resvg, font)) {
    throw new HeteroGraphError('MISSING_FONT', 'No font is found that the texts of the picture could be drawn with.', {
      hint: 'Install fonts (such as the system package fonts-dejavu-core), or name a file of one in fontFiles (--font).',
    });
  }
  const drawn = newDrawing(Resvg, paintedFor(svg, background, colour), {
    ...{ background, font },
    fitTo: width === undefined ? { mode: 'zoom', value: scale } : { mode: 'width', value: width },
  });
  const factor = width === undefined ? scale : width / drawn.width;
  if (drawn.width * drawn.height * factor ** 2 > MOST_PIXELS) {
    throw new HeteroGraphError('INVALID_OPTION', `The picture has ${drawn.width} x ${drawn.height} pixels.`, {
      column: width === undefined ? 'scale' : 'width',
      hint: 'Ask for a smaller one: at most 100 million pixels.',
    });
  }
  return new Uint8Array(drawn.render().asPng());
}

/** What is called of `@resvg/resvg-js`. */
interface Library {
  readonly Resvg: new (
    svg: string,
    options: object,
  ) => {
    readonly width: number;
    readonly height: number;
    render(): { asPng(): Uint8Array };
    innerBBox(): object | undefined;
  };
}

function newDrawing(Resvg: Library['Resvg'], svg: string, options: object) {
  try {
    return new Resvg(svg, options);
  } catch (cause) {
    throw new HeteroGraphError('INVALID_OPTION', 'picture is no SVG.', {
      column: 'picture',
      hint: 'Give what a function of heterograph/viz drew.',
      cause,
    });
  }
}

/** Whether a letter leaves a mark. */
function hasFont(Resvg: Library['Resvg'], font: object): boolean {
  const letter = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="5" y="30" font-size="20" font-family="${FONTS}">x</text></svg>`;
  return new Resvg(letter, { font }).innerBBox() !== undefined;
}

/** What a browser would choose: the system's font, colours of the page. */
function paintedFor(svg: string, background: string, colour: string): string {
  return svg
    .replace(/(font-family(?:="|:\s*))system-ui, sans-serif/g, `$1${FONTS}`)
    .replace(/((?:="|:)\s*)currentColor/g, `$1${colour}`)
    .replace(/((?:="|:)\s*)Canvas(?=[";])/g, `$1${background === 'transparent' ? 'none' : background}`);
}
