import { describe, expect, it } from 'vitest';
import { type Network, networkPage } from '../../src/viz/index.js';
import { hasBrowser, openPage } from '../support/browser.js';

const network: Network = {
  positions: Array.from({ length: 60 }, (_, i) => 40 * Math.sin(i * 2.4)),
  types: Array.from({ length: 30 }, (_, i) => (i < 20 ? 'author' : 'paper')),
  names: Array.from({ length: 30 }, (_, i) => (i === 7 ? '</script><b>Ada' : `node ${i}`)),
  relations: [
    { name: 'writes', source: [0, 1, 2, 7, 7, 7], target: [20, 20, 21, 20, 21, 21] },
    { name: 'cites', source: [20, 21], target: [21, 21] },
  ],
  notes: ['12 nodes are left out.'],
};

/** Uses the page as a person would, and tells what it then shows. */
const visit = `
const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))));
const all = (selector) => [...document.querySelectorAll(selector)];
const [canvas, input, card] = ['canvas', '#find input', '#card'].map((selector) => document.querySelector(selector));
const search = async (text) => {
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await frames();
  return { found: document.querySelector('#found').textContent, card: card.innerText };
};
const coloured = () => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add([data[i], data[i + 1], data[i + 2]].join());
  return seen;
};
const press = async (button) => {
  button.click();
  await frames();
  return canvas.dataset.nodes;
};
(async () => {
  const report = {};
  await frames();
  report.drawn = canvas.dataset.nodes;
  report.colours = ['66,105,208', '196,87,11'].map((colour) => coloured().has(colour));
  report.legend = all('#legend button').map((button) => button.innerText.replace(/\\s+/g, ' '));
  report.withoutAuthors = await press(all('#legend button')[0]);
  report.hiddenAuthor = (await search('node 3')).found;
  report.withAuthors = await press(all('#legend button')[0]);
  report.search = await search('ada');
  report.begins = (await search('node 2')).card.split('\\n')[0];
  report.none = (await search('nobody')).found;
  await search('');
  await press(all('#zoom button')[2]);
  for (let i = 0; i < 12; i++) document.querySelector('#zoom button').click();
  await frames();
  report.magnified = Number(canvas.dataset.nodes);
  report.all = await press(all('#zoom button')[2]);
  const { left, top, width, height } = canvas.getBoundingClientRect();
  report.pointed = [];
  for (let x = left; x < left + width && report.pointed.length === 0; x += 6) {
    for (let y = top; y < top + height; y += 6) {
      canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, pointerType: 'mouse' }));
      if (card.innerText !== '') { report.pointed = card.innerText.split('\\n'); break; }
    }
  }
  report.bold = all('b').length;
  report.requests = performance.getEntriesByType('resource').length;
  return report;
})().then((report) => fetch('/report', { method: 'POST', body: JSON.stringify(report) }), (error) => fetch('/report', { method: 'POST', body: JSON.stringify({ error: String(error.stack) }) }));`;

describe.skipIf(!hasBrowser())('networkPage in Chromium', () => {
  it('draws, searches, switches types off, magnifies and tells what is pointed at', async () => {
    const onError =
      "<script>addEventListener('error', (e) => fetch('/report', { method: 'POST', body: JSON.stringify({ error: e.message }) }))</script>";
    const page = networkPage(network, { title: 'Authors & papers' });
    const body = page.replace('<head>', `<head>${onError}`).replace('</body>', `<script>${visit}</script></body>`);
    const report = JSON.parse(await openPage({ '/': { type: 'text/html', body } }, '/', 60_000));
    expect(report.error).toBeUndefined();
    expect(report).toMatchObject({
      ...{ drawn: '30', withoutAuthors: '10', withAuthors: '30', all: '30', bold: 0, requests: 0 },
      colours: [true, true],
      legend: ['author 20', 'paper 10', 'writes 6', 'cites 2'],
      hiddenAuthor: 'none',
      none: 'none',
      begins: 'node 2',
    });
    expect(report.search.found).toBe('1 of 1');
    expect(report.search.card.split('\n').filter(Boolean)).toEqual([
      '</script><b>Ada',
      'author',
      '2 neighbours, 3 edges',
      'node 21',
      'node 20',
    ]);
    expect(report.magnified).toBeLessThan(30);
    expect(report.pointed[0]).toMatch(/^(node|<\/script>)/);
  }, 90_000);
});

describe('networkPage', () => {
  it('is the same text for the same network, whole without anything fetched', () => {
    const page = networkPage(network);
    expect(networkPage(network)).toBe(page);
    expect(page).not.toMatch(/(src|href)=|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toContain('12 nodes are left out.');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page.length).toBeLessThan(40_000);
    expect(networkPage({ positions: [], relations: [] })).toBe('');
  });
});
