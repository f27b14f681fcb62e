// A served recommender under load: npm run bench -- serve [--dataset gowalla] [--model als] [--set JSON] [--requests 100000] [--json]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { dataRoot } from '../arguments.mjs';

const server = fileURLToPath(new URL('server.mjs', import.meta.url));

/**
 * 500 requests a second from one process over at most 64 connections, sent when they are due whatever was answered by then, and each timed from that moment;
 * then `requests` as fast as they are answered, with the memory before and after; a tenth as many malformed ones; and SIGTERM with requests in progress.
 */
export async function serve(_, { quick, dataset = 'gowalla', model = 'als', set = '{}', requests = '100000', data }) {
  const options = {
    root: dataRoot({ data }),
    dataset: quick ? undefined : dataset,
    model: quick ? 'item-knn' : model,
    quick,
    settings: JSON.parse(set),
  };
  const child = fork(server, [JSON.stringify(options)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [about] = await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('The server did not start.'))),
  ]);
  const memory = async () => {
    child.send('memory');
    const [used] = await once(child, 'message');
    return used;
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const client = { url: new URL(about.url), agent };
  await burst(client, about, quick ? 50 : 2000);
  const sustained = await atRate(client, about, { perSecond: quick ? 50 : 500, seconds: quick ? 1 : 30 });
  const before = await memory();
  const many = quick ? 500 : Number(requests);
  const seconds = await burst(client, about, many);
  const after = await memory();
  const malformed = await refuse(client, Math.ceil(many / 10));
  const waiting = Array.from({ length: 8 }, (__, i) => ask(client, recommendPath(about, i)));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const stopped = performance.now();
  child.kill('SIGTERM');
  const statuses = (await Promise.allSettled(waiting)).map(({ value }) => value);
  const [code] = await ended;
  const drainMs = Math.round(performance.now() - stopped);
  agent.destroy();
  const [users, items] = about.sizes;
  return {
    rows: [
      { what: 'fit', model: options.model, users, items, seconds: about.seconds.toFixed(1) },
      { what: 'sustained', ...sustained },
      {
        what: 'burst',
        requests: many,
        perSecond: Math.round(many / seconds),
        heapBefore: before.heap.toFixed(1),
        heapAfter: after.heap.toFixed(1),
        rssBefore: Math.round(before.rss),
        rssAfter: Math.round(after.rss),
      },
      { what: 'malformed', ...malformed },
      {
        what: 'SIGTERM',
        exit: code,
        answered: statuses.filter((status) => status === 200).length,
        of: statuses.length,
        drainMs,
      },
    ],
  };
}

const recommendPath = ({ users }, i) => `/recommend?users=${encodeURIComponent(users[(i * 31) % users.length])}&k=20`;

/** Most are lists for users, some for items that somebody took, some of similar items. */
function pathOf(about, i) {
  const item = (n) => encodeURIComponent(about.items[(i * 17 + n) % about.items.length]);
  if (i % 10 === 0) return `/recommend?items=${item(0)}&items=${item(1)}&items=${item(2)}&k=20`;
  return i % 10 === 5 ? `/similar?items=${item(0)}&k=20` : recommendPath(about, i);
}

/** The status of an answer, which is read to its end. */
function ask({ url, agent }, path) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, path, agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function atRate(client, about, { perSecond, seconds }) {
  const total = perSecond * seconds;
  const times = [];
  let failed = 0;
  const pending = [];
  const start = performance.now();
  for (let i = 0; i < total; ) {
    const due = Math.min(total, Math.ceil(((performance.now() - start) / 1000) * perSecond));
    for (; i < due; i++) {
      const at = start + (1000 * i) / perSecond;
      const done = ask(client, pathOf(about, i)).then((status) => {
        times.push(performance.now() - at);
        if (status !== 200) failed++;
      });
      pending.push(done);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  const took = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
  return { requests: total, perSecond: Math.round(total / took), failed, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Seconds that so many requests take, 16 at a time. */
async function burst(client, about, count) {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await ask(client, pathOf(about, next++));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return (performance.now() - start) / 1000;
}

/** Sends what is no request that can be answered; counts answers that are a 4xx with a code. */
async function refuse({ url }, count) {
  const statuses = {};
  let coded = 0;
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const answer = await raw(url, malformed(next++));
      const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 'none';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (/^4/.test(status) && /"code":"[A-Z_0-9]+"/.test(answer)) coded++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { requests: count, coded4xx: coded, statuses: JSON.stringify(statuses) };
}

/** The whole answer to some bytes. */
function raw(url, bytes) {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(url.port), url.hostname, () => socket.write(bytes));
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

function malformed(i) {
  const post = (body, type = 'application/json', more = '') =>
    `POST /recommend HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const get = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
  const kinds = [
    () => get(`/nothing-${i}`),
    () => get('/recommend?users=%ff'),
    () => get(`/recommend?users=1&k=${10 ** (4 + (i % 300))}`),
    () => get('/recommend?__proto__=1'),
    () => post('{"users":['),
    () => post(`{"users":${'['.repeat(i % 5000)}`),
    () => post('{"users":[null],"k":1e999}'),
    () => post('{"constructor":{"prototype":1}}'),
    () => post('users=1', 'text/plain'),
    () => post(`{"users":["1"],"nope":"${'x'.repeat(i % 3000)}"}`),
    () => `PUT /recommend HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => `NONSENSE ${i}\r\n\r\n`,
    () => `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(17_000)}\r\n\r\n`,
    () => `POST /recommend HTTP/1.1\r\nHost: x\r\nContent-Length: -${i}\r\n\r\n`,
    () =>
      `POST /recommend HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{`,
  ];
  return kinds[i % kinds.length]();
}
