// The cart. The API knows SKUs and counts; this browser remembers what they looked like when they were added.
import { get, keep, kept, send } from './api.js';
import { by, element, fill, link, picture, plural, price, quiet, say } from './elements.js';

export async function countCart() {
  const { body } = await get('/cart');
  by('cart-count').textContent = body.reduce((sum, item) => sum + Number(item.count), 0);
  return body;
}
/** Adds units of a SKU, with one request each. */
export async function addToCart(sku, quantity, looks) {
  keep('skus', { ...kept('skus', {}), [sku]: looks });
  for (let unit = 0; unit < quantity; unit++) await send('POST', '/cart', { sku_id: Number(sku) });
  await countCart();
  say(`In your cart: ${quantity} × ${looks.name}, ${looks.style}, ${looks.size}.`);
}
/** Prices have two decimals, so their digits are cents. */
const cents = ({ price, count }) => price ? count * Number((price.sale_price ?? price.original_price).replace('.', '')) : 0;

const row = item => element('li', { className: 'item' }, picture(item.url, ''), element('div', {},
  item.name ? element('a', { href: link({ product: item.product }) }, item.name) : `SKU ${item.sku_id}`,
  quiet(item.name ? `${item.style}, ${item.size}` : 'Added in another browser'),
  item.price ? price(item.price) : null), element('b', { ariaLabel: plural(item.count, 'unit') }, `× ${item.count}`));

by('cart-button').onclick = () => {
  by('cart').showModal();
  fill(by('cart').querySelector('.content'), async () => {
    const items = (await countCart()).map(item => ({ ...kept('skus', {})[item.sku_id], ...item, count: Number(item.count) }));
    const total = items.reduce((sum, item) => sum + cents(item), 0);
    return items.length === 0 ? [quiet('It is empty.')] : [element('ul', {}, ...items.map(row)),
      element('p', { className: 'total' }, element('span', {}, 'Total'), element('b', {}, `$${(total / 100).toFixed(2)}`))];
  });
};
