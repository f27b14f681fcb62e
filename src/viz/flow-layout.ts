/** What flows from level to level: plain data, as `Estimator.flow` gives it. */
export interface FlowData {
  /** Names by level, the first on the left. */
  readonly levels: readonly (readonly { readonly type: string; readonly size: number }[])[];
  readonly links: readonly FlowLink[];
}

export interface FlowLink {
  /** Of the source; the target is in the next. */
  readonly level: number;
  readonly source: string;
  readonly target: string;
  /** null: what a node keeps of itself. */
  readonly relation: string | null;
  readonly width: number;
}

export interface FlowBar {
  readonly level: number;
  readonly type: string;
  readonly size: number;
  readonly top: number;
  readonly height: number;
}

/** A link with the tops of its ends; what was merged has `count` relations. */
export interface FlowRibbon extends FlowLink {
  readonly count: number;
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

export interface FlowLayout {
  readonly bars: readonly FlowBar[];
  readonly ribbons: readonly FlowRibbon[];
  readonly height: number;
  /** How many names and relations are not drawn by themselves. */
  readonly mergedTypes: number;
  readonly mergedRelations: number;
}

/** More names in a level, or relations between two levels, could not be told apart. */
const MAX_TYPES = 12;
const MAX_LINKS = 40;
/** Pixels of a flow of 1, and between bars. */
const SCALE = 300;
const GAP = 18;
/** The name of what is merged. */
export const OTHER = 'others';

/** Bars one above the other by level, the largest first, and ribbons between them in the order of the bars. */
export function flowLayout(given: FlowData): FlowLayout {
  const { flow, mergedTypes } = fewTypes(given);
  const { links, mergedRelations } = fewLinks(flow);
  const bars = new Map<string, FlowBar>();
  let height = 0;
  for (const [level, types] of flow.levels.entries()) {
    let top = 0;
    for (const { type, size } of [...types].sort((a, b) => b.size - a.size || (a.type < b.type ? -1 : 1))) {
      const sum = (end: 'source' | 'target', at: number) =>
        links.reduce((total, link) => total + (link[end] === type && link.level === at ? link.width : 0), 0);
      const bar = Math.max(2, SCALE * Math.max(size, sum('source', level), sum('target', level - 1)));
      bars.set(key(level, type), { level, type, size, top, height: bar });
      top += bar + GAP;
    }
    height = Math.max(height, top - GAP);
  }
  return {
    bars: [...bars.values()],
    ribbons: ribbonsOf(links, bars),
    height: Math.max(height, 1),
    mergedTypes,
    mergedRelations,
  };
}

function key(level: number, type: string): string {
  return JSON.stringify([level, type]);
}

/** Names beyond the largest of every level become one. */
function fewTypes({ levels, links }: FlowData): { readonly flow: FlowData; readonly mergedTypes: number } {
  let mergedTypes = 0;
  const kept = levels.map((types) => {
    const positive = types.filter(({ size }) => size > 0);
    if (positive.length <= MAX_TYPES) return new Set(positive.map(({ type }) => type));
    mergedTypes += positive.length - MAX_TYPES + 1;
    const sorted = [...positive].sort((a, b) => b.size - a.size || (a.type < b.type ? -1 : 1));
    return new Set(sorted.slice(0, MAX_TYPES - 1).map(({ type }) => type));
  });
  const nameOf = (level: number, type: string) => (kept[level]?.has(type) ? type : OTHER);
  const few = levels.map((types, level) => {
    const sizes = new Map<string, number>();
    for (const { type, size } of types) {
      if (size <= 0) continue;
      const name = nameOf(level, type);
      sizes.set(name, (sizes.get(name) ?? 0) + size);
    }
    return [...sizes].map(([type, size]) => ({ type, size }));
  });
  const renamed = links
    .filter(({ level, width }) => width > 0 && level >= 0 && level + 1 < levels.length)
    .map((link) => {
      return { ...link, source: nameOf(link.level, link.source), target: nameOf(link.level + 1, link.target) };
    });
  return { flow: { levels: few, links: renamed }, mergedTypes };
}

type Counted = FlowLink & { readonly count: number };

/** Relations beyond the widest of every level become one for each pair of names. */
function fewLinks({ levels, links }: FlowData): {
  readonly links: readonly Counted[];
  readonly mergedRelations: number;
} {
  let mergedRelations = 0;
  const all: Counted[] = [];
  for (let level = 0; level + 1 < levels.length; level++) {
    const own = links.filter((link) => link.level === level).sort((a, b) => b.width - a.width);
    all.push(...own.slice(0, MAX_LINKS).map((link) => ({ ...link, count: 1 })));
    const rest = own.slice(MAX_LINKS);
    mergedRelations += rest.length;
    const merged = new Map<string, Counted>();
    for (const link of rest) {
      const pair = JSON.stringify([link.source, link.target]);
      const before = merged.get(pair);
      const width = link.width + (before?.width ?? 0);
      merged.set(pair, { ...link, relation: OTHER, width, count: 1 + (before?.count ?? 0) });
    }
    all.push(...merged.values());
  }
  return { links: all, mergedRelations };
}

function ribbonsOf(links: readonly Counted[], bars: ReadonlyMap<string, FlowBar>): FlowRibbon[] {
  const barOf = (level: number, type: string) => bars.get(key(level, type));
  const drawn = links.flatMap((link) => {
    const [source, target] = [barOf(link.level, link.source), barOf(link.level + 1, link.target)];
    return source && target ? [{ link, source, target }] : [];
  });
  const used = new Map<FlowBar, { out: number; in: number }>();
  const at = (bar: FlowBar) => {
    const place = used.get(bar) ?? { out: 0, in: 0 };
    used.set(bar, place);
    return place;
  };
  const froms = new Map<Counted, number>();
  for (const { link, source } of [...drawn].sort((a, b) => a.target.top - b.target.top)) {
    froms.set(link, source.top + at(source).out);
    at(source).out += SCALE * link.width;
  }
  return [...drawn]
    .sort((a, b) => a.source.top - b.source.top)
    .map(({ link, target }) => {
      const to = target.top + at(target).in;
      at(target).in += SCALE * link.width;
      return { ...link, from: froms.get(link)!, to, height: SCALE * link.width };
    });
}
