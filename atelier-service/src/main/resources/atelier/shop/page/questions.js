// Questions and answers.
import { send } from './api.js';
import { ask, button, by, byline, element, focus, listing, photos, quiet, say, text, votes } from './elements.js';

const FIRST_ANSWERS = 2;
/** A search field has no line breaks, and capitals do not matter. */
const plain = words => words.replace(/\s+/g, ' ').trim().toLowerCase();
const isSeller = answer => answer.answerer_name.toLowerCase() === 'seller';
/** The seller's answers come first, then the most helpful. The keys of an object are in the order of the ids. */
const sorted = answers => Object.values(answers).filter(answer => !answer.isReported)
  .sort((one, other) => isSeller(other) - isSeller(one) || other.helpfulness - one.helpfulness);

const answer = row => element('li', {}, text('p', 'text', row.body), photos(row.photos, 'photo of the answer'),
  element('p', { className: 'actions' }, element(isSeller(row) ? 'b' : 'span', {}, byline(row.answerer_name, row.date)),
    ...votes(`/qa/answers/${row.id}`, row, 'helpfulness', 'answer')));

export function showQuestions(product) {
  const open = new Set();
  function question(row) {
    const answers = sorted(row.answers), first = open.has(row.question_id) ? answers.length : FIRST_ANSWERS;
    const others = answers.slice(first), shown = element('ul', { className: 'answers' }, ...answers.slice(0, first).map(answer));
    const more = button(`Show ${others.length} more`, () => {
      open.add(row.question_id);
      more.remove();
      shown.append(...others.map(answer));
      focus(shown.children[first]);
    }, { hidden: others.length === 0, ariaDescription: 'answers' });
    const reply = button('Answer', () => ask('answer', 'Answer a question', row.question_body, async values => {
      await send('POST', `/qa/questions/${row.question_id}/answers`, values);
      open.add(row.question_id);
      await show(true, false);
      say('Your answer is below its question.');
    }));
    return element('li', { className: 'entry' }, text('h3', '', row.question_body),
      element('p', { className: 'actions' }, byline(row.asker_name, row.question_date), reply,
        ...votes(`/qa/questions/${row.question_id}`, row, 'question_helpfulness', row.question_body)),
      answers.length === 0 ? quiet('No answers yet.') : shown, more);
  }

  const search = element('input', { type: 'search', placeholder: 'Search the questions', ariaLabel: 'Search the questions',
    oninput: () => show(false) });
  const isFound = row => [row, ...Object.values(row.answers)].some(({ question_body: question, body = question }) =>
    plain(body).includes(plain(search.value)));
  const add = button('Ask a question', () => ask('question', 'Ask a question', product.name, async values => {
    await send('POST', '/qa/questions', { ...values, product_id: product.id });
    // A new question has no votes yet, so it may be far down.
    search.value = values.body.replace(/\s+/g, ' ');
    await show(true);
    say('Here is your question.');
  }), { className: 'primary' });
  const show = listing(by('questions').querySelector('.content'), [search, add], () => `/qa/questions?product_id=${product.id}`,
    'question_id', question, { isSet: () => plain(search.value) !== '', isWanted: isFound, clear: () => { search.value = ''; },
      all: 'Show all questions', none: 'No question has these words.', empty: 'Nobody has asked yet.' });
  show(true);
}
