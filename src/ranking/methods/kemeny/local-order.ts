/**
 * An order that no move of one contestant to another place makes better, from the order of net wins. O(m^2) a round over all contestants.
 *
 * @param above how much stands for row above column, [m, m]
 */
export function localOrder(above: Float64Array, m: number): number[] {
  const net = new Float64Array(m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) net[i]! += above[i * m + j]! - above[j * m + i]!;
  const order = Array.from({ length: m }, (_, i) => i).sort((a, b) => net[b]! - net[a]! || a - b);
  for (let moved = true; moved; ) {
    moved = false;
    for (let at = 0; at < m; at++) {
      const item = order[at]!;
      let [gain, to] = [1e-9, at];
      for (const step of [-1, 1]) {
        let sum = 0;
        for (let place = at + step; place >= 0 && place < m; place += step) {
          const other = order[place]!;
          // Passing another turns their order around.
          sum += step * (above[other * m + item]! - above[item * m + other]!);
          if (sum > gain) [gain, to] = [sum, place];
        }
      }
      if (to === at) continue;
      order.splice(at, 1);
      order.splice(to, 0, item);
      moved = true;
    }
  }
  return order;
}
