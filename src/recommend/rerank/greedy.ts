/**
 * Fills places one after the other with the item that is worth most there; of equals the one that stood first. O(places x items).
 *
 * @param worth of the item at a place of the list, given what was chosen so far; -Infinity where it must not be chosen
 * @param chosen hears of every choice
 */
export function chooseGreedily(
  numItems: number,
  places: number,
  worth: (item: number) => number,
  chosen: (item: number) => void,
): number[] {
  const isChosen = new Uint8Array(numItems);
  const order: number[] = [];
  while (order.length < Math.min(places, numItems)) {
    let [best, most] = [-1, Number.NEGATIVE_INFINITY];
    for (let item = 0; item < numItems; item++) {
      if (isChosen[item] === 1) continue;
      const value = worth(item);
      if (value > most) [best, most] = [item, value];
    }
    if (best < 0) break;
    isChosen[best] = 1;
    order.push(best);
    chosen(best);
  }
  return order;
}
