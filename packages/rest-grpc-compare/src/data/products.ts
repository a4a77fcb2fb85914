import { formatCents } from './decimal.js';
import type { Random } from './random.js';

/** Something that can be ordered. */
export interface Product {
  /** A listing title as a marketplace shows it: about 225 characters, which makes a user's orders about 5 KB of JSON. */
  readonly name: string;
  readonly unitPriceCents: number;
  readonly unitPrice: string;
}

/** How many products there are to choose from. */
const PRODUCT_COUNT = 1000;

const LOWEST_PRICE_CENTS = 100;
const HIGHEST_PRICE_CENTS = 99_999;

const BRANDS = [
  'Northwind',
  'Alderbrook',
  'Copperline',
  'Stillwater',
  'Larkfield',
  'Ironbridge',
  'Silverpine',
  'Meridian',
  'Oakhaven',
  'Bluestone',
  'Fernhill',
  'Summerside',
  'Graywater',
  'Redgate',
  'Thornbury',
  'Westmark',
  'Highmoor',
  'Clearwell',
];
const QUALITIES = [
  'Adjustable',
  'Compact',
  'Cordless',
  'Ergonomic',
  'Foldable',
  'Handcrafted',
  'Heavy-Duty',
  'Insulated',
  'Lightweight',
  'Modular',
  'Portable',
  'Precision',
  'Professional',
  'Rechargeable',
  'Reinforced',
  'Smart',
  'Stackable',
  'Weatherproof',
];
const THINGS = [
  'Desk Lamp',
  'Office Chair',
  'Water Bottle',
  'Mechanical Keyboard',
  'Travel Backpack',
  'Coffee Grinder',
  'Garden Hose',
  'Storage Cabinet',
  'Running Jacket',
  'Bluetooth Speaker',
  'Kitchen Scale',
  'Camping Stove',
  'Monitor Stand',
  'Power Drill Set',
  'Cast Iron Skillet',
  'Air Purifier',
  'Bicycle Helmet',
  'Noise Cancelling Headphones',
];
const FEATURES = [
  'recycled aluminium frame with rubber feet',
  'dishwasher-safe removable parts',
  'two-year manufacturer warranty included',
  'tool-free assembly in under ten minutes',
  'stainless steel fittings, rust resistant',
  'soft-touch grip with non-slip base',
  'USB-C fast charging with overload protection',
  'four power levels and automatic shut-off',
  'BPA-free food-grade materials',
  'water-resistant cover with sealed seams',
  'quiet brushless motor below forty decibels',
  'replaceable battery with level display',
  'fits all standard mounts and adapters',
  'carrying case and cleaning cloth included',
  'tested to two hundred thousand cycles',
  'energy-saving standby below half a watt',
  'reflective details for use after dark',
  'foldable to a third of its full size',
];
const VARIANTS = [
  'Graphite Grey, Pack of 1',
  'Midnight Blue, Size Medium',
  'Forest Green, Size Large',
  'Matte Black, 2022 Edition',
  'Brushed Silver, Pack of 2',
  'Warm White, EU Plug',
  'Natural Oak, 120 x 60 cm',
  'Coral Red, Family Size',
];

function choose(words: readonly string[], random: Random): string {
  return words[random.below(words.length)] as string;
}

function title(random: Random): string {
  const model = `${String.fromCharCode(65 + random.below(26))}${100 + random.below(900)}`;
  const first = random.below(FEATURES.length);
  // Consecutive features from a random start, so that no title names one twice.
  const features = [0, 1, 2, 3].map((step) => FEATURES[(first + step) % FEATURES.length]).join(', ');
  const head = `${choose(BRANDS, random)} ${choose(QUALITIES, random)} ${choose(THINGS, random)} ${model}`;
  return `${head} - ${features} (${choose(VARIANTS, random)})`;
}

/** The catalogue: `PRODUCT_COUNT` products priced from 1.00 to 999.99. */
export function createProducts(random: Random): Product[] {
  const products: Product[] = [];
  for (let index = 0; index < PRODUCT_COUNT; index++) {
    const unitPriceCents = LOWEST_PRICE_CENTS + random.below(HIGHEST_PRICE_CENTS - LOWEST_PRICE_CENTS + 1);
    products.push({ name: title(random), unitPriceCents, unitPrice: formatCents(unitPriceCents) });
  }
  return products;
}
