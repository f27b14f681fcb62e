import * as z from 'zod/mini';
import { checkOptions, escapeMarkup } from '../../../core/index.js';
import { htmlDocument } from '../../html-document.js';
import { viewer } from '../generated/viewer.js';
import { checkNetwork, type Network } from '../network.js';
import { pageData } from './page-data.js';
import { style } from './style.js';

export interface NetworkPageOptions {
  /** Default 'A graph'. */
  readonly title?: string;
}

const optionsSchema = z.strictObject({ title: z.optional(z.string('a text')) });

/**
 * A graph as one self-contained page, for any browser: to be moved and magnified by mouse, touch and keys; a node shows its name, type and
 * neighbours, names are found, and types and relations are switched off and on in the legend. Nothing is fetched; light and dark. Empty text
 * without nodes. The same network gives the same bytes.
 *
 * @example await writeFile('page.html', networkPage(await graphPicture(graph), { title: 'Authors and papers' }));
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE
 */
export function networkPage(network: Network, options: NetworkPageOptions = {}): string {
  const numNodes = checkNetwork(network);
  checkOptions(optionsSchema, options);
  if (numNodes === 0) return '';
  const { title = 'A graph' } = options;
  const { notes = [], relations } = network;
  const numEdges = relations.reduce((sum, { source }) => sum + source.length, 0);
  const counts = `${numNodes.toLocaleString('en')} nodes, ${numEdges.toLocaleString('en')} edges`;
  // A script of data ends at the first "</script", wherever it stands.
  const data = JSON.stringify(pageData(network, numNodes)).replace(/</g, '\\u003c');
  return htmlDocument(
    title,
    style,
    `<header><h1>${escapeMarkup(title)}</h1><p>${counts}</p>
<form id="find" role="search"><input type="search" placeholder="Find a node" aria-label="Find a node by name" autocomplete="off"><span id="found" role="status"></span></form></header>
<main id="stage">
<canvas tabindex="0" role="img" aria-label="${escapeMarkup(`${title}: ${counts}`)}"></canvas>
<div id="legend" role="group" aria-label="What is shown"></div>
<div id="zoom"><button type="button" aria-label="Larger">+</button><button type="button" aria-label="Smaller">−</button><button type="button" aria-label="Show all">⤢</button></div>
<div id="card" role="status"></div>
</main>
${notes.length > 0 ? `<footer>${notes.map(escapeMarkup).join('<br>')}</footer>\n` : ''}<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="data">${data}</script>
<script>${viewer}</script>`,
  );
}
