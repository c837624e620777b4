// Shows a product with its styles and related products. The query selects them: ?api=http://localhost:8080&token=any&product=1
import { api } from './api.js';

const address = new URLSearchParams(location.search);
const base = (address.get('api') ?? (location.pathname.includes('/shop') ? location.origin : 'http://localhost:8080')).replace(/\/$/, '');
const get = api(base, address.get('token'));

/** Creates an element. It appends strings as text nodes, so the browser never parses text of the catalogue as HTML. */
function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

function notice(text) {
  const place = document.getElementById('notice');
  place.textContent = text;
  place.hidden = text === '';
}

/** Shows the price strings unchanged. A frontend must not calculate with them as numbers. */
function price({ original_price, sale_price }) {
  return sale_price === null
    ? element('p', { className: 'price' }, `$${original_price}`)
    : element('p', { className: 'price sale' },
        element('ins', {}, `$${sale_price}`), ' ', element('del', {}, `$${original_price}`));
}

/** A style without photos has one photo whose URLs are null. */
function picture(photo, alt) {
  const url = photo?.thumbnail_url ?? photo?.url;
  const none = () => element('div', { className: 'picture none' }, 'No picture');
  if (!url) {
    return none();
  }
  const image = element('img', { className: 'picture', src: url, alt, loading: 'lazy' });
  image.addEventListener('error', () => image.replaceWith(none()));
  return image;
}

/** A style without SKUs has one entry with the key `null`. */
function sizes(skus) {
  const stocked = Object.entries(skus).filter(([id]) => id !== 'null').map(([, sku]) => sku);
  return stocked.length === 0
    ? element('p', { className: 'quiet' }, 'No sizes')
    : element('ul', { className: 'sizes' }, ...stocked.map(({ size, quantity }) => element('li',
        { className: quantity > 0 ? '' : 'out', title: quantity > 0 ? `${quantity} in stock` : 'Out of stock' }, size)));
}

/** Returns the default style, or the first style if there is no default. */
const shown = styles => styles.find(style => style['default?']) ?? styles[0];

function styleView(style) {
  return element('section', { className: 'style' },
    element('div', { className: 'pictures' }, ...style.photos.map(photo => picture(photo, style.name))),
    element('h2', {}, style.name), price(style), sizes(style.skus));
}

function productView(product, styles) {
  const chosen = element('div');
  const choice = element('ul', { className: 'styles' }, ...styles.map(style => {
    const button = element('button', { type: 'button' }, style.name);
    button.addEventListener('click', () => show(style));
    return element('li', {}, button);
  }));
  function show(style) {
    chosen.replaceChildren(styleView(style));
    [...choice.querySelectorAll('button')].forEach((button, place) =>
      button.setAttribute('aria-pressed', styles[place] === style));
  }
  if (styles.length > 0) {
    show(shown(styles));
  } else {
    chosen.append(element('p', { className: 'price' }, `$${product.default_price}`),
      element('p', { className: 'quiet' }, 'This product has no styles.'));
  }
  return [
    element('p', { className: 'quiet' }, product.category),
    element('h1', {}, product.name),
    element('p', { className: 'slogan' }, product.slogan),
    choice,
    chosen,
    element('p', {}, product.description),
    element('dl', {}, ...product.features.flatMap(({ feature, value }) =>
      [element('dt', {}, feature), element('dd', {}, value ?? '–')])),
  ];
}

function link(id) {
  const to = new URLSearchParams(address);
  to.set('product', id);
  return `?${to}`;
}

async function card(id) {
  const [{ body: product }, { body: { results } }] =
    await Promise.all([get(`/products/${id}`), get(`/products/${id}/styles`)]);
  const style = results.length > 0 ? shown(results) : null;
  return element('li', {}, element('a', { href: link(id) },
    picture(style?.photos[0], product.name),
    element('span', { className: 'quiet' }, product.category),
    element('strong', {}, product.name),
    price(style ?? { original_price: product.default_price, sale_price: null })));
}

/** Shows each related product once. The list may contain an id twice and the product itself. */
async function showRelated(id) {
  const { body: ids } = await get(`/products/${id}/related`, notice);
  const cards = await Promise.allSettled([...new Set(ids)].filter(other => other !== id).map(card));
  const place = document.getElementById('related');
  place.querySelector('ul').replaceChildren(
    ...cards.filter(({ status }) => status === 'fulfilled').map(({ value }) => value));
  place.hidden = place.querySelector('li') === null;
}

async function firstProduct() {
  const { body, headers } = await get('/products?count=1', notice);
  document.getElementById('count').textContent = `${headers.get('X-Total-Count')} products`;
  return body.length > 0 ? body[0].id : null;
}

async function show() {
  const [first, asked] = [await firstProduct(), address.get('product')];
  const id = asked ?? first;
  if (id === null) {
    notice('The catalogue is empty.');
    return;
  }
  const [{ body: product }, { body: styles }] = await Promise.all(
    [get(`/products/${encodeURIComponent(id)}`, notice), get(`/products/${encodeURIComponent(id)}/styles`, notice)]);
  notice('');
  document.title = product.name;
  document.getElementById('product').replaceChildren(...productView(product, styles.results));
  await showRelated(product.id);
  notice('');
}

const home = new URLSearchParams(address);
home.delete('product');
document.getElementById('home').href = `?${home}`;

show().catch(error => notice(error.status
  ? `${error.status}: ${error.message}${error.requestId ? ` (request ${error.requestId})` : ''}`
  : `Cannot read ${base} from this page. Is the service running, and does its CORS_ORIGINS allow ${location.origin}?`));
