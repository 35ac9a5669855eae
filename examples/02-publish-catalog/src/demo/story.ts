import { type Comparison } from '../drift.ts';
import { type Article, type CatalogWorld, openCatalogWorld } from './world.ts';

/** One thing that happened, in words. */
export type Tell = (line: string) => void;

/** What came of the story. */
export interface StoryOutcome {
  readonly articles: number;
  /** Drifts that the comparison found before it healed them. */
  readonly found: number;
  /** Articles whose name, size or price differs between the books of the ERP and those of the shop, at the end. */
  readonly adrift: readonly string[];
  /** Whether the style was for sale before its day. */
  readonly early: boolean;
  readonly openExceptions: number;
}

const release = '2026-12-01T06:00:00Z';

/** Tells how a style comes out: entered, released on its day, meddled with, healed, and repriced. */
export async function tellStory(tell: Tell): Promise<StoryOutcome> {
  const rates = {
    'lost-reply': 0.1,
    'error-before': 0.1,
    'error-after': 0.05,
    'missing-webhook': 0.3,
    'duplicate-webhook': 0.3,
  };
  const world = await openCatalogWorld({ releases: { 'TRAIL-RUNNER': release }, rates });
  const { shop, erp, clock } = world;
  try {
    const parentId = erp.seedItem({ sku: 'TRAIL-RUNNER', displayName: 'Trail runner', isMatrixParent: true }).id;
    const articles: Article[] = [
      ...['S', 'M', 'L'].map((size) => ({
        sku: `TRAIL-RUNNER-${size}`,
        name: 'Trail runner',
        price: 129.95,
        parentId,
        size,
      })),
      { sku: 'MERINO-SOCK', name: 'Merino sock', price: 12.35 },
    ];
    const ids = new Map(articles.map((article) => [article.sku, world.enter(article)]));
    tell(`The ERP enters ${articles.length} articles; the trail runner is to be sold from ${release} on.`);
    await world.pass(45);
    tell(inWords(world, 'Three quarters of an hour later the shop has them'));
    const early = isForSale(world, 'TRAIL-RUNNER-S');

    shop.editProduct('MERINO-SOCK', { title: 'Merino socks!!', price: '9.99' });
    tell('Somebody renames the sock in the shop and makes it 9.99.');
    await world.pass(45);
    tell(inWords(world, 'The shop said so, or was asked what changed, and the owner put it right'));

    const [gone] = shop.catalog.bySku('TRAIL-RUNNER-M');
    if (gone) shop.catalog.remove(gone);
    tell('Somebody deletes a size in the shop. Nothing tells that.');
    const comparison = await world.compare();
    tell(foundInWords(comparison));
    for (const drift of comparison.drifts) await clock.settle(drift.heal());
    const priced = await world.compare();
    tell(foundInWords(priced));
    for (const drift of priced.drifts) await clock.settle(drift.heal());

    world.edit(ids.get('MERINO-SOCK') ?? '', { price: 13.9 });
    tell('The ERP asks 13.90 for the sock from now on.');
    await world.pass(9 * 60);
    tell(inWords(world, 'The next morning the style is out'));
    const last = await world.compare();
    tell(foundInWords(last));

    const owned = articles.map((article) => (article.sku === 'MERINO-SOCK' ? { ...article, price: 13.9 } : article));
    const { openExceptions } = await world.dock.status();
    return {
      articles: articles.length,
      found: comparison.drifts.length + priced.drifts.length,
      adrift: [...adriftIn(world, owned), ...last.drifts.map(({ sku }) => sku)],
      early: early || !isForSale(world, 'TRAIL-RUNNER-S'),
      openExceptions,
    };
  } finally {
    await world.close();
  }
}

/** Holds the books of the shop against what was entered in the ERP; what crossdock believes is not asked. */
function adriftIn({ shop }: CatalogWorld, articles: readonly Article[]): readonly string[] {
  return articles.flatMap(({ sku, name, price, size }) => {
    const [found, ...others] = shop.catalog.bySku(sku);
    const shownSize = found?.variant.selected.find((option) => option.name === 'size')?.value;
    const same =
      others.length === 0 &&
      found?.product.title === name &&
      Number(found.variant.price) === price &&
      shownSize === size &&
      found.product.status === 'ACTIVE';
    return same ? [] : [sku];
  });
}

/** Whether buyers find it on a channel now. */
function isForSale({ shop, clock }: CatalogWorld, sku: string): boolean {
  const [found] = shop.catalog.bySku(sku);
  return [...(found?.product.publications.values() ?? [])].some((from) => from <= clock.now());
}

function inWords(world: CatalogWorld, what: string): string {
  const rows = world.shop.catalog.variants.map(({ product, variant }) => {
    const sale = isForSale(world, variant.sku ?? '') ? 'for sale' : 'not yet for sale';
    return `    ${(variant.sku ?? '').padEnd(18)} ${product.title.padEnd(16)} ${variant.price.padStart(7)}  ${sale}`;
  });
  return [`${what}:`, ...rows].join('\n');
}

function foundInWords({ compared, drifts }: Comparison): string {
  const list = drifts.map(({ sku, what, fields }) => `\n    ${sku}: ${what}, in ${fields.join(', ')}`);
  const count =
    drifts.length === 0 ? 'no drift' : `${drifts.length} drift${drifts.length === 1 ? '' : 's'}, healed now`;
  return `Comparing ${compared} articles with the shop: ${count}${list.join('')}`;
}
