import type { RandomStream } from '../../src/core/index.js';

/** A request that no run answers, drawn at random. */
export function malformedRequests(stream: RandomStream, path: string, base: string): Request {
  const pick = <T>(values: readonly T[]): T => values[stream.nextInt(values.length)]!;
  const junk = () =>
    String.fromCharCode(...Array.from({ length: 1 + stream.nextInt(40) }, () => 32 + stream.nextInt(500)));
  const types = ['application/json', 'application/json; charset=utf-8', 'text/plain', 'application/xml', ''];
  const bodies = [
    ...[() => junk(), () => '', () => 'null', () => '[]', () => '{}', () => '"x"', () => '1e999', () => 'NaN'],
    () => JSON.stringify({ [junk()]: junk() }),
    () =>
      `{"ids":[{"__proto__":1}],"users":[null],"k":${pick(['-1', '0', '1e308', '1.5', '"9"', 'null', '[]', '{}'])}}`,
    () => `{"ids":${'['.repeat(stream.nextInt(2000))}`,
    () => '{"constructor":{"prototype":{"x":1}}}',
    () => JSON.stringify({ ids: [`no-such-${junk()}`], users: [junk()], nope: 1 }),
    () => Uint8Array.from({ length: 1 + stream.nextInt(64) }, () => 128 + stream.nextInt(128)),
  ] as const;
  const kind = stream.nextInt(4);
  if (kind === 0) return new Request(`${base}/${encodeURIComponent(junk())}`);
  if (kind === 1) {
    const name = pick(['ids', 'users', 'k', 'seen', '__proto__', 'toString', encodeURIComponent(junk())]);
    const value = pick(['%ff', '%', 'NaN', '-1', '1e9', '', encodeURIComponent(`no-such-${junk()}`)]);
    return new Request(`${base}${path}?${name}=${value}&nope=${encodeURIComponent(junk())}`);
  }
  const method = kind === 2 ? pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) : 'POST';
  const type = pick(types);
  const body = pick(bodies)() as BodyInit;
  return new Request(`${base}${path}`, { method, body, headers: type === '' ? {} : { 'content-type': type } });
}
