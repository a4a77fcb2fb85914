/**
 * An event as the original test sends it: the server reads the provider from the text of its element, so that the name stands there a
 * second time.
 */
export function seedEventText(xml: string): string {
  return xml.replace(
    /<Provider\s([^>]*?\bName=(["'])(.*?)\2[^>]*?)\s*(?:\/>|>[^<]*<\/Provider>)/,
    (_all, attributes: string, _quote: string, name: string) => `<Provider ${attributes}>${name}</Provider>`,
  );
}
