// Returns what is wrong with a page for people who use a keyboard or a screen reader, or see little contrast (WCAG 2.2, AA).
(() => {
  const problems = [];
  const isVisible = element => element.checkVisibility({ checkOpacity: false, visibilityProperty: true });
  const all = selector => [...document.querySelectorAll(selector)].filter(isVisible);
  const describe = element => element.outerHTML.slice(0, 120);
  const check = (isGood, rule, element) => isGood || problems.push(`${rule}: ${describe(element)}`);

  const name = element => (element.ariaLabel
    || (element.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ').trim()
    || [...element.labels ?? []].map(label => label.textContent).join(' ').trim()
    || element.textContent.trim() || [...element.querySelectorAll('img')].map(image => image.alt).join(' ').trim()
    || element.title || '').trim();
  all('a[href], button, input, select, textarea, [role=img], [role=radiogroup], dialog[open], section, article, nav')
    .forEach(element => check(name(element) !== '', 'no name', element));
  all('img').forEach(image => check(image.hasAttribute('alt'), 'no alt', image));
  all('[tabindex]').forEach(element => check(element.tabIndex <= 0, 'changes the focus order', element));
  all('button, select, input').forEach(element => {
    const { width, height } = element.getBoundingClientRect();
    check(Math.min(width, height) >= 13 && (element.type === 'radio' || Math.min(width, height) >= 24), `${width} x ${height} is small`, element);
  });
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  ids.filter((id, index) => ids.indexOf(id) !== index).forEach(id => problems.push(`id twice: ${id}`));
  if (all('main').length !== 1 || all('h1').length !== 1) problems.push('not one main and one h1');
  if (document.documentElement.lang === '') problems.push('no language');
  all('h1, h2, h3, h4').reduce((before, heading) => {
    const level = Number(heading.tagName[1]);
    check(level <= before + 1, 'skips a level', heading);
    return level;
  }, 0);

  const parse = color => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const background = element => {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const style = getComputedStyle(element);
    const color = parse(style.color);
    if (texts.currentNode.textContent.trim() !== '' && isVisible(element) && color[3] !== 0 && !element.closest(':disabled, noscript, .skip')) {
      const [light, dark] = [luminance(color), luminance(background(element))].sort((one, other) => other - one);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      check((light + 0.05) / (dark + 0.05) >= least, `contrast ${((light + 0.05) / (dark + 0.05)).toFixed(1)}`, element);
    }
  }
  return problems;
})()
