// A product with its pictures, styles and sizes, and the cards of other products.
import { get } from './api.js';
import { addToCart } from './cart.js';
import { act, button, by, element, fill, link, picture, plural, price, quiet, show, stars, view } from './elements.js';
/** Returns the number of ratings and their average. All counts of the API are strings. */
export function average({ ratings }) {
  const entries = Object.entries(ratings).map(([rating, count]) => [Number(rating), Number(count)]);
  const count = entries.reduce((sum, [, times]) => sum + times, 0);
  return { count, mean: entries.reduce((sum, [rating, times]) => sum + rating * times, 0) / count };
}
/** Returns the default style. There may be no default, and no style at all. */
const defaultOf = (product, styles) => styles.find(style => style['default?']) ?? styles[0]
  ?? { photos: [{ url: null, thumbnail_url: null }], skus: {}, original_price: product.default_price, sale_price: null };
/** Reads a product, its styles and its ratings. A product is shown without stars if they cannot be read. */
const read = async id => (await Promise.all([get(`/products/${id}`), get(`/products/${id}/styles`),
  get(`/reviews/meta?product_id=${id}`).catch(() => ({ body: { ratings: {} } }))])).map(({ body }) => body);
/** A radio button that looks like a picture: the arrow keys move from one to the next. */
const choice = (name, checked, label, url, onchange) => element('label', { title: label },
  element('input', { type: 'radio', name, checked, onchange, ariaLabel: label }), picture(url, ''));

function gallery(name, style) {
  const stage = button('', null, { className: 'stage' }), counter = element('span', { className: 'counter' });
  const { photos, photos: { length } } = style;
  let at = 0;
  const turn = to => {
    at = (to + length) % length;
    const { url } = photos[at], alt = `${name}, picture ${at + 1} of ${length}`;
    stage.replaceChildren(picture(url, alt, { loading: 'eager' }));
    Object.assign(stage, { onclick: () => view(url, alt), disabled: url === null });
    counter.textContent = `${at + 1} / ${length}`;
    thumbnails.querySelectorAll('input')[at].checked = true;
  };
  const thumbnails = element('div', { className: 'thumbnails', role: 'radiogroup', ariaLabel: 'Pictures' }, ...photos.map(
    (photo, index) => choice('photo', false, `Picture ${index + 1}`, photo.thumbnail_url ?? photo.url, () => turn(index))));
  turn(0);
  const arrows = length === 1 ? [] : [button('‹', () => turn(at - 1), { ariaLabel: 'Previous picture', className: 'previous' }),
    button('›', () => turn(at + 1), { ariaLabel: 'Next picture', className: 'next' }), counter];
  return element('div', { className: 'gallery' }, thumbnails, element('div', { className: 'frame' }, stage, ...arrows));
}
/** A style without SKUs has one entry with the key `null`. */
function order(product, style) {
  const skus = Object.entries(style.skus), isSingle = skus.length === 1;
  if (!skus.some(([, sku]) => sku.quantity > 0)) return quiet('Out of stock');
  const quantity = element('select'), problem = element('p', { className: 'problem', role: 'alert', hidden: true });
  const size = element('select', { required: true, onchange: () => quantity.replaceChildren(...Array.from(
    { length: Math.min(style.skus[size.value]?.quantity ?? 1, 15) }, (_, index) => element('option', {}, String(index + 1)))) },
    isSingle ? null : element('option', { value: '' }, 'Choose a size'), ...skus.map(([sku, { size, quantity }]) =>
      element('option', { value: sku, disabled: quantity === 0 }, quantity === 0 ? `${size}, sold out` : size)));
  size.onchange();
  const add = element('button', { className: 'primary' }, 'Add to cart');
  return element('form', { className: 'order', onsubmit: event => {
    event.preventDefault();
    show(problem, '');
    act(add, () => addToCart(size.value, Number(quantity.value), { product: product.id, name: product.name, price: style,
      style: style.name, size: style.skus[size.value].size, url: style.photos[0].thumbnail_url }),
    error => show(problem, error.message));
  } }, element('label', {}, 'Size', size), element('label', {}, 'Quantity', quantity), add, problem);
}
/** Returns the stars and the number of reviews, which is a link to them. */
export function ratingLine(meta) {
  const { count, mean } = average(meta);
  const reviews = element('a', { href: '#reviews' }, count === 0 ? 'No reviews yet' : plural(count, 'review'));
  return count === 0 ? [reviews] : [stars(mean), ' ', reviews];
}
function productView(product, styles, meta) {
  const shown = defaultOf(product, styles), pictures = element('div'), chosen = element('div'), legend = element('legend');
  const choose = style => {
    pictures.replaceChildren(gallery(`${product.name}, ${style.name ?? 'no style'}`, style));
    legend.replaceChildren('Style: ', element('b', {}, style.name));
    chosen.replaceChildren(price(style), order(product, style));
  };
  choose(shown);
  return [pictures, element('div', { className: 'details' }, quiet(product.category), element('h1', {}, product.name),
    element('p', { className: 'rating' }, ...ratingLine(meta)),
    element('p', { className: 'slogan' }, product.slogan),
    styles.length === 0 ? null : element('fieldset', { className: 'styles' }, legend, ...styles.map(style =>
      choice('style', style === shown, style.name, style.photos[0].thumbnail_url, () => choose(style)))),
    chosen, element('p', {}, product.description), element('dl', {}, ...product.features.flatMap(({ feature, value }) =>
      [element('dt', {}, feature), element('dd', {}, value ?? '–')])))];
}
/** Returns the card of a product, which fills itself. */
export function card(id) {
  const place = element('li', { className: 'card' });
  fill(place, async () => {
    const [product, { results }, meta] = await read(id);
    const style = defaultOf(product, results), { count, mean } = average(meta);
    return [element('a', { href: link({ product: id }) }, picture(style.photos[0].thumbnail_url, ''), quiet(product.category),
      element('strong', {}, product.name), price(style), element('span', { className: 'rating' },
        ...count > 0 ? [stars(mean), ` ${count.toLocaleString('en')}`] : ['No reviews yet']))];
  });
  return place;
}
/** Returns a product and its view. The list of related products may contain an id twice, and the product itself. */
export async function showProduct(id) {
  const [product, { results }, meta] = await read(id);
  by('related').hidden = false;
  fill(by('related').querySelector('.content'), async () => {
    const others = [...new Set((await get(`/products/${id}/related`)).body)].filter(other => other !== product.id);
    by('related').hidden = others.length === 0;
    return [element('ul', { className: 'cards row' }, ...others.map(card))];
  });
  return [product, productView(product, results, meta)];
}
