// Ratings and reviews.
import { get, send } from './api.js';
import { ask, button, by, byline, element, fill, listing, photos, plural, say, stars, text, votes } from './elements.js';
import { average, ratingLine } from './product.js';

const scaleOf = (low, middle, high) => [`Far too ${low}`, `Rather ${low}`, middle, `Rather ${high}`, `Far too ${high}`];
const SCALES = {
  Size: scaleOf('small', 'As expected', 'large'), Width: scaleOf('narrow', 'As expected', 'wide'),
  Length: scaleOf('short', 'As expected', 'long'), Fit: scaleOf('tight', 'As expected', 'loose'),
  Comfort: ['Uncomfortable', 'Not quite', 'All right', 'Comfortable', 'A delight'],
  Quality: ['Poor', 'Below average', 'As expected', 'Good', 'Excellent'],
};
const words = name => SCALES[name] ?? ['1', '2', '3', '4', '5'];

const review = row => element('li', { className: 'entry' },
  element('p', { className: 'byline' }, stars(row.rating), ` ${byline(row.reviewer_name, row.date)}`),
  row.summary ? text('h3', '', row.summary) : null,
  text('p', 'text', row.body),
  photos(row.photos.map(({ url }) => url), 'photo of the reviewer'),
  row.recommend ? element('p', {}, '✓ Recommends it') : null,
  row.response && row.response !== 'null' ? element('blockquote', {}, element('b', {}, 'The seller: '),
    text('span', '', row.response)) : null,
  element('p', { className: 'actions' }, ...votes(`/reviews/${row.review_id}`, row, 'helpfulness', row.summary)));

function scale([name, { value }]) {
  const [low, , , , high] = words(name), word = value === null ? 'Not rated yet' : words(name)[Math.round(value) - 1];
  const track = element('div', { className: value === null ? 'track' : 'track rated', role: 'img',
    ariaLabel: value === null ? word : `${Number(value).toFixed(1)} of 5, from ${low} to ${high}` });
  track.style.setProperty('--at', `${(value - 1) * 25}%`);
  return element('div', { className: 'scale' }, element('p', {}, element('b', {}, name), element('span', {}, word)), track,
    element('p', { className: 'quiet', ariaHidden: 'true' }, element('span', {}, low), element('span', {}, high)));
}

export function showReviews(product) {
  const section = by('reviews'), chosen = new Set();
  const readMeta = async () => (await get(`/reviews/meta?product_id=${product.id}`)).body;
  const order = element('select', { ariaLabel: 'Order of the reviews', onchange: () => show(true) },
    ...['Relevant', 'Newest', 'Helpful'].map(name => element('option', { value: name.toLowerCase() }, `${name} first`)));

  const showMeta = () => fill(section.querySelector('.summary'), async () => {
    const meta = await readMeta(), { count, mean } = average(meta);
    document.querySelector('#product .rating').replaceChildren(...ratingLine(meta));
    const yes = Number(meta.recommended.true ?? 0), no = Number(meta.recommended.false ?? 0);
    const bars = [5, 4, 3, 2, 1].map(rating => {
      const times = Number(meta.ratings[rating] ?? 0);
      const bar = button('', () => {
        bar.ariaPressed = String(!chosen.delete(rating) && !!chosen.add(rating));
        show(false);
      }, { className: 'rating-bar', ariaPressed: 'false', ariaLabel: `Only ${plural(rating, 'star')}: ${plural(times, 'review')}` });
      bar.append(...[plural(rating, 'star'), '', times.toLocaleString('en')].map(text => element('span', {}, text)));
      bar.style.setProperty('--share', `${times * 100 / count || 0}%`);
      return bar;
    });
    const overall = count === 0 ? ['No ratings yet'] : [element('b', {}, mean.toFixed(1)), stars(mean)];
    return [element('p', { className: 'mean' }, ...overall),
      yes + no === 0 ? '' : element('p', {}, `${Math.round(yes * 100 / (yes + no))}% recommend it`), ...bars,
      ...Object.entries(meta.characteristics).map(scale)];
  });

  by('rate').append(...['poor', 'fair', 'average', 'good', 'great'].map((word, index) => element('input',
    { type: 'radio', name: 'rating', value: index + 1, required: true, ariaLabel: `${plural(index + 1, 'star')}, ${word}` })));
  const add = button('Write a review', async () => {
    const { characteristics } = await readMeta();
    by('scales').replaceChildren(...Object.entries(characteristics).map(([name, { id }]) => element('label', {}, name, element(
      'select', { name: id, required: true }, ...['Choose', ...words(name)].map((word, index) =>
        element('option', { value: index || '' }, word))))));
    ask('review', 'Write a review', product.name, async ({ rating, recommend, ...texts }) => {
      const scales = Object.values(characteristics).map(({ id }) => [id, Number(texts[id])]);
      await send('POST', '/reviews', { product_id: product.id, rating: Number(rating), recommend: recommend === 'true',
        summary: texts.summary, body: texts.body, name: texts.name, email: texts.email, photos: texts.photos,
        characteristics: Object.fromEntries(scales) });
      order.value = 'newest';
      chosen.clear();
      await Promise.all([showMeta(), show(true)]);
      say('Your review is the newest in the list.');
    });
  }, { className: 'primary' });

  const show = listing(section.querySelector('.content'), [order, add],
    () => `/reviews?product_id=${product.id}&sort=${order.value}`, 'review_id', review, {
      isSet: () => chosen.size > 0, isWanted: row => chosen.has(row.rating), clear: () => {
        chosen.clear();
        section.querySelectorAll('.rating-bar').forEach(bar => { bar.ariaPressed = 'false'; });
      }, all: 'Show all ratings', none: 'None has this rating.', empty: 'No reviews yet.' });
  showMeta();
  show(true);
}
