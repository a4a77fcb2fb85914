export type Labels = Readonly<Record<string, string>>;

type FamilyType = 'gauge' | 'summary' | 'histogram';

interface Family {
  readonly type: FamilyType;
  readonly help: string;
  readonly samples: string[];
}

/** Collects samples by family, for the samples of a family must stand together, and writes them as OpenMetrics text. */
export class Families {
  readonly #families = new Map<string, Family>();

  /** One sample of a family; `suffix` (`_bucket`, `_count`) goes behind the name. Values that are not finite are left out. */
  add(name: string, type: FamilyType, help: string, labels: Labels, value: number, suffix = ''): void {
    if (!Number.isFinite(value)) return;
    const family = this.#families.get(name) ?? { type, help, samples: [] };
    this.#families.set(name, family);
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
    family.samples.push(`${name}${suffix}{${pairs.join(',')}} ${value}`);
  }

  toText(): string {
    const blocks = [...this.#families].map(([name, { type, help, samples }]) => {
      const unit = UNITS.find((known) => name.endsWith(`_${known}`));
      return [
        `# TYPE ${name} ${type}`,
        ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
        `# HELP ${name} ${help}`,
        ...samples,
        '',
      ].join('\n');
    });
    return `${blocks.join('')}# EOF\n`;
  }
}

const UNITS = ['seconds', 'bytes', 'ratio', 'bytes_per_second', 'per_second'] as const;

/** Backslash, quote and line break are all the format lets stand for themselves no longer (OpenMetrics 1.0, ABNF escaped-char). */
function escapeLabel(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
