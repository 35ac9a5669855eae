/** One product that the shop sells and the ERP knows. */
export interface DemoProduct {
  readonly sku: string;
  readonly title: string;
  /** In US dollars. */
  readonly price: string;
}

const styles = ['Trail Runner', 'Court Classic', 'Desert Boot', 'Rain Jacket', 'Merino Sock', 'Wool Beanie'] as const;
const prices = ['129.95', '89.00', '149.50', '219.99', '12.35', '27.77'] as const;
const sizes = ['S', 'M', 'L', 'XL'] as const;

/** What is sold in the demo: prices that make taxes fall between two cents. */
export const products: readonly DemoProduct[] = styles.flatMap((style, index) =>
  sizes.map((size) => ({
    sku: `${style.toUpperCase().replaceAll(' ', '-')}-${size}`,
    title: `${style} ${size}`,
    price: prices[index] ?? '10.00',
  })),
);

/** A product that the shop sells before anybody set it up in the ERP. */
export const newProduct: DemoProduct = { sku: 'HOLIDAY-EDITION', title: 'Holiday Edition', price: '199.95' };
