/** A colour of the page, as it is in the theme of this moment. */
export function pageColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
