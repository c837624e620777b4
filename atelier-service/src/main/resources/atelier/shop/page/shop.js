// The shop page: a product if its address has ?product=1, and all products if not.
import { address, base, get, send } from './api.js';
import { countCart } from './cart.js';
import { by, element, fill, link, quiet } from './elements.js';
import { card, showProduct } from './product.js';
import { showQuestions } from './questions.js';
import { showReviews } from './reviews.js';

const PAGE = 12;

async function products() {
  const page = Math.max(1, Number(address.get('page')) || 1);
  const { body, headers } = await get(`/products?page=${page}&count=${PAGE}`);
  // A service may cut pages to fewer products, so their number is that of the last page.
  const pages = Number(/[?&]page=(\d+)[^>]*>; rel="last"/.exec(headers.get('Link'))?.[1] ?? 1);
  const to = (number, text) => element(number < 1 || number > pages ? 'span' : 'a', { href: link({ page: number }) }, text);
  return body.length === 0 ? [quiet('There are no products here.')]
    : [element('ul', { className: 'cards' }, ...body.map(({ id }) => card(id))),
      element('nav', { className: 'pages', ariaLabel: 'Pages' },
        to(page - 1, '‹ Previous'), `Page ${page} of ${pages}`, to(page + 1, 'Next ›'))];
}

async function product() {
  const [product, view] = await showProduct(encodeURIComponent(address.get('product')));
  document.title = `${product.name} – Atelier`;
  by('reviews').hidden = by('questions').hidden = false;
  showReviews(product);
  showQuestions(product);
  return view;
}

const shown = by(address.has('product') ? 'product' : 'products');
shown.hidden = false;
fill(shown.querySelector('.content') ?? shown, address.has('product') ? product : products);

countCart().catch(() => {});
document.querySelectorAll('.home').forEach(home => { home.href = link({}); });
document.querySelectorAll('.close').forEach(close => { close.onclick = () => close.closest('dialog').close(); });
if (new URL(base).origin !== location.origin) by('origin').textContent = `Data of ${base}`;

document.addEventListener('click', ({ target }) => {
  const widget = target.closest('section, article, dialog')?.id, control = target.closest('a, button, input, select');
  if (!widget || !control) return;
  send('POST', '/interactions', { element: control.tagName, widget, time: new Date().toISOString() }).catch(() => {});
}, true); // Before the control's own action, which may remove it.
