/** A header field, name and value. Several of one name are sent as several lines, in this order. */
export type HeaderField = readonly [name: string, value: string];
