import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { errorPlot, figure, networkDrawing, toPng } from '../../../src/viz/index.js';

const square =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="10" height="10" fill="#ff0000"/><path d="M15,0v10" stroke="currentColor" stroke-width="2"/></svg>';

/** Width, height and RGBA of a PNG of 8 bits without interlacing, every line of which is undone of its filter. */
function pixelsOf(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(data));
  const line = 4 * width;
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)]!;
    for (let x = 0; x < line; x++) {
      const a = x < 4 ? 0 : out[y * line + x - 4]!;
      const b = y === 0 ? 0 : out[(y - 1) * line + x]!;
      const c = x < 4 || y === 0 ? 0 : out[(y - 1) * line + x - 4]!;
      const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      out[y * line + x] = raw[y * (line + 1) + 1 + x]! + [0, a, b, (a + b) >> 1, paeth][filter]!;
    }
  }
  return { width, height, at: (x: number, y: number) => [...out.subarray(y * line + 4 * x, y * line + 4 * x + 4)] };
}

it('draws shapes in their colours, on white, twice as large', async () => {
  const { width, height, at } = pixelsOf(await toPng(square));
  expect([width, height]).toEqual([40, 20]);
  expect([at(5, 5), at(22, 5), at(30, 5)]).toEqual([
    [255, 0, 0, 255],
    [255, 255, 255, 255],
    [27, 27, 27, 255],
  ]);
});

it('takes a width, a scale, a background and a colour', async () => {
  const wide = pixelsOf(await toPng(figure(square), { width: 100, background: '#000', colour: '#00ff00' }));
  expect([wide.width, wide.height, wide.at(70, 20), wide.at(60, 20)]).toEqual([
    ...[100, 50],
    [0, 255, 0, 255],
    [0, 0, 0, 255],
  ]);
  const clear = pixelsOf(await toPng(square, { scale: 1, background: 'transparent' }));
  expect([clear.width, clear.at(12, 5)]).toEqual([20, [0, 0, 0, 0]]);
});

it('draws texts of pictures and plots', async (context) => {
  const letter =
    '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><text x="2" y="25" font-size="24">M</text></svg>';
  const png = await toPng(letter, { scale: 1 }).catch((error) => error);
  if (png.code === 'MISSING_FONT') {
    console.warn('skipped: this machine has no fonts');
    return context.skip();
  }
  const { at } = pixelsOf(png);
  const dark = Array.from({ length: 900 }, (_, i) => at(i % 30, Math.floor(i / 30))[0]!).filter((red) => red < 128);
  expect(dark.length).toBeGreaterThan(20);
  const plot = errorPlot({ name: 'x', actual: [1, 2, 3], predicted: [1, 2, 4] });
  expect(pixelsOf(await toPng(plot)).width).toBe(1440);
  const drawing = networkDrawing({ positions: [0, 0, 1, 1], relations: [], names: ['a', 'b'] });
  expect(pixelsOf(await toPng(drawing, { width: 300 })).width).toBe(300);
});

it.each([
  ['NO_ROWS', '', {}],
  ['INVALID_OPTION', 'no picture', {}],
  ['INVALID_OPTION', 3, {}],
  ['INVALID_OPTION', square, { width: 0 }],
  ['INVALID_OPTION', square, { width: 20000 }],
  ['INVALID_OPTION', square, { background: '"/><script' }],
  ['FILE_NOT_FOUND', square, { fontFiles: ['/no/such.ttf'] }],
])('refuses with %s: %j', async (code, picture, options) => {
  await expect(toPng(picture as never, options)).rejects.toMatchObject({ code });
});
