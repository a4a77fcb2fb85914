/** Something worked out from the names of an item, in the order in which the item lists them. */
interface Shape {
  readonly names: readonly string[];
}

/** Tables hold items of few shapes. More than this are worked out anew, and nothing grows with what an attacker sends. */
const kept = 8;

/** Remembers what follows from attribute names alone (order, paths, actions) for the last few shapes of item. */
export class ShapeCache<T extends Shape> {
  readonly #work: (names: readonly string[]) => T;
  #recent: T[] = [];

  constructor(work: (names: readonly string[]) => T) {
    this.#work = work;
  }

  /** The shape of these names, most recently used first. Throws what `work` throws, and then remembers nothing. */
  get(names: readonly string[]): T {
    for (let i = 0; i < this.#recent.length; i++) {
      const shape = this.#recent[i]!;
      if (!sameNames(shape.names, names)) continue;
      if (i > 0) {
        this.#recent.splice(i, 1);
        this.#recent.unshift(shape);
      }
      return shape;
    }
    const shape = this.#work(names);
    this.#recent = [shape, ...this.#recent.slice(0, kept - 1)];
    return shape;
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
