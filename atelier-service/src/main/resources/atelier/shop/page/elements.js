// The parts of which the page is made.
import { address, keep, kept, rows, send } from './api.js';

const STEP = 4;
export const by = id => document.getElementById(id);
/** Creates an element. It appends strings as text nodes, so the browser never parses text of the API as HTML. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(child => child !== null));
  return made;
}
export const button = (text, onclick, properties) => element('button', { type: 'button', onclick, ...properties }, text);
export const quiet = text => element('p', { className: 'quiet' }, text);
export const plural = (count, noun) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
/** Dates are days, at midnight UTC. */
export const byline = (name, date) =>
  `${name || 'Anonymous'}, ${new Date(date).toLocaleDateString('en', { dateStyle: 'long', timeZone: 'UTC' })}`;
/** Shows a message for some seconds. Screen readers read it out. */
export function say(text) {
  by('live').textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => by('live').replaceChildren(), 8000);
}
document.addEventListener('wait', event => say(event.detail));
/** Fills a part of the page. If that fails, this part says why, and the others stay. Only the last call counts. */
export async function fill(place, load) {
  const turn = place.turn = {};
  place.ariaBusy = 'true';
  const children = await load().catch(error => [element('p', { className: 'problem', role: 'alert' }, error.message, ' ',
    button('Try again', () => fill(place, load)))]);
  if (place.turn !== turn) return;
  place.replaceChildren(...children);
  place.ariaBusy = 'false';
}
/** Does what a button is for, once at a time. */
export async function act(control, action, onError = error => say(error.message)) {
  control.disabled = true;
  await action().catch(onError).finally(() => { control.disabled = control.isDone; });
}
export const show = (problem, text) => Object.assign(problem, { textContent: text, hidden: text === '' });
/** Moves the focus to where new content begins. */
export const focus = place => Object.assign(place, { tabIndex: -1 }).focus();
/** Returns the address of this page with another product or page of products. */
export function link(changes) {
  const { product, page, ...others } = Object.fromEntries(address);
  return `?${new URLSearchParams({ ...others, ...changes })}`;
}

export function stars(value) {
  const made = element('span', { className: 'stars', role: 'img', ariaLabel: `${Number(value.toFixed(1))} of 5 stars` });
  made.style.setProperty('--share', `${value * 20}%`);
  return made;
}
/** Returns a picture, or a grey box: a URL may be null, lead nowhere, or be any text that somebody wrote. */
export function picture(url, alt, properties) {
  const none = () => element('span', { className: 'none', role: 'img', ariaLabel: `${alt} No picture`.trim() }, 'No picture');
  return !/^(https?:|data:image\/)/i.test(url) ? none() : element('img',
    { src: url, alt, loading: 'lazy', onerror: event => event.target.replaceWith(none()), ...properties });
}
export function view(url, alt) {
  by('viewer').querySelector('.content').replaceChildren(picture(url, alt));
  by('viewer').showModal();
}
export const photos = (urls, alt) => urls.length === 0 ? null : element('div', { className: 'photos' }, ...urls.map(
  (url, index) => button(picture(url, ''), () => view(url, alt), { ariaLabel: `Enlarge ${alt} ${index + 1}` })));
/** Shows the price strings unchanged. A frontend must not calculate with them as numbers. */
export const price = ({ original_price: original, sale_price: sale }) => element('p', { className: 'price' },
  ...sale === null ? [`$${original}`] : [element('ins', {}, `$${sale}`), ' ', element('del', {}, `$${original}`)]);
/** Returns a text, of which it cuts off what is beyond some eight lines. A button shows the rest. */
export function text(name, className, whole) {
  const [start] = /^(?:[^\n]{1,80}\n?|\n){0,8}/u.exec(whole), place = element(name, { className }, whole);
  const more = button('Read more', () => { place.replaceChildren(whole); focus(place); });
  if (start !== whole) place.replaceChildren(`${start.replace(/\s+\S*$/, '')}… `, more);
  return place;
}
/** Returns the buttons for a helpful vote, one in each browser, and for a report, which hides the row from everybody. */
export function votes(path, row, key, what) {
  const helpful = button(`Helpful (${row[key]})`, () => act(helpful, async () => {
    await send('PUT', `${path}/helpful`);
    keep('votes', [...kept('votes', []), path]);
    helpful.textContent = `Helpful (${++row[key]})`;
    helpful.isDone = true;
    say('Thank you for your vote.');
  }), { disabled: kept('votes', []).includes(path), ariaDescription: what });
  const hide = button('Hide it for everybody', () => act(hide, async () => {
    await send('PUT', `${path}/report`);
    row.isReported = true;
    const place = hide.closest('li');
    place.replaceChildren(quiet('Reported.'));
    focus(place);
    say('Thank you. Nobody sees it any more.');
  }), { ariaDescription: what });
  // Cancel takes the place of Report, so that a double click hides nothing.
  const report = button('Report', () => { report.replaceWith(cancel, hide); cancel.focus(); }, { ariaDescription: what });
  const cancel = button('Cancel', () => { hide.remove(); cancel.replaceWith(report); report.focus(); });
  return [helpful, report];
}
/** Makes a list that shows some rows, and more on request. Returns a function that shows it, fetched anew or from its start. */
export function listing(place, [choice, add], url, id, view, filter) {
  const entries = element('ul', { className: 'entries' });
  let first, count;
  const fillEntries = () => fill(entries, async () => {
    all.hidden = !filter.isSet();
    const found = await first(count + 1, row => all.hidden || filter.isWanted(row));
    more.hidden = found.length <= count;
    return found.length > 0 ? found.slice(0, count).map(view) : [element('li', {}, quiet(all.hidden ? filter.empty : filter.none))];
  });
  const all = button(filter.all, () => { filter.clear(); list(false).then(() => focus(entries)); }, { hidden: true });
  const more = button('Show more', async () => {
    count += STEP;
    await fillEntries();
    focus(entries.children[count - STEP] ?? entries);
  }, { hidden: true });
  const list = (isFresh, isFromStart = true) => {
    if (isFresh) first = rows(url(), id);
    if (isFromStart) count = STEP;
    return fillEntries();
  };
  place.replaceChildren(element('div', { className: 'toolbar' }, choice, all, add), entries, more);
  return list;
}
/** Opens the form. `save` gets the values; if it fails, the form says why and keeps what was written. */
export function ask(kind, title, subject, save) {
  const dialog = by('form'), form = dialog.querySelector('form'), problem = form.querySelector('.problem');
  form.querySelectorAll('.only').forEach(part => { part.hidden = part.disabled = !part.classList.contains(kind); });
  if (by('form-title').textContent + by('form-subject').textContent !== title + subject) form.reset();
  by('form-title').textContent = title;
  by('form-subject').textContent = subject;
  show(problem, '');
  form.onsubmit = event => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form)), control = form.querySelector('.primary');
    if ('photos' in values) values.photos = values.photos.split(/\s+/).filter(url => url !== '');
    act(control, async () => {
      await save(values);
      form.reset();
      dialog.close();
    }, error => show(problem, error.message));
  };
  dialog.showModal();
}
