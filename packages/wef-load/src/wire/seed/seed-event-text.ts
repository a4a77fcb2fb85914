/**
 * An event as the original test sends it: the server reads the provider from the text of its element, so that the name stands there a
 * second time, in place of the provider's Guid.
 */
export function seedEventText(xml: string): string {
  return xml.replace(
    /<Provider\s([^>]*?\bName=(["'])(.*?)\2[^>]*?)\s*(?:\/>|>[^<]*<\/Provider>)/,
    (_all, attributes: string, _quote: string, name: string) =>
      `<Provider ${attributes.replace(/\s+Guid=(?:"[^"]*"|'[^']*')/, '')}>${name}</Provider>`,
  );
}
