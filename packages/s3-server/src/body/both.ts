/** Waits for whichever of two asks for it; no promise where neither does. */
export function both(one: void | Promise<void>, other: void | Promise<void>): void | Promise<void> {
  if (one === undefined) return other;
  return other === undefined ? one : Promise.all([one, other]).then(() => undefined);
}
