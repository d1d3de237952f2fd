/**
 * <cb-case>: remembers the choices of a reader and the road between them.
 *
 * The page is whole without it: every option is a <details>, every link works. This adds what HTML cannot: a choice is
 * marked, announced and kept in this browser; the road so far is written down; all can be opened or closed at once.
 * It closes nothing, opens nothing and moves nothing when it loads, whenever that is, and it holds no words: they come
 * from the page (template[data-words]).
 *
 * A step of the road is an option or an outcome, and both have ids that are unique in their case. What is kept is
 * {"mine": [option, ...], "road": [option or outcome, ...]}: the first choice at each decision, and the way walked last.
 */
class CaseElement extends HTMLElement {
  connectedCallback() {
    if (this.words) return; // it was only moved within its document
    const words = this.querySelector('template[data-words]').content.children;
    this.words = Object.fromEntries([...words].map((word) => [word.dataset.word, word.textContent]));
    this.recall();
    this.addEventListener('click', (event) => this.onPress(event));
    this.addEventListener('toggle', () => this.showTools(), true);
    if (!CSS.supports('selector(::details-content)')) this.catchUp();
    this.show();
  }

  // What the reader does

  /** A press on a closed option is a choice. To open one by a link, by a search or with all the others is not. */
  onPress(event) {
    const { target } = event;
    this.toggleAttribute('data-used', true); // from now on things may come and go
    const summary = target.closest('.cb-option > details > summary');
    if (summary && !summary.parentElement.open) this.keepInPlace(summary, () => this.choose(summary.closest('.cb-option')));
    if (target.closest('.cb-suppose a')) this.go(target.closest('.cb-outcome'));
    const tool = target.closest('[data-do]');
    if (tool) this[tool.dataset.do](tool, event);
  }

  /** The first option that is chosen at a decision stays the reader's choice; others are only looked into. */
  choose(option) {
    if (!option.dataset.option) return;
    const mine = this.mine.find((one) => getFork(one) === getFork(option));
    if (!mine) this.mine.push(option);
    this.go(option);
    this.say(mine === option ? 'again' : mine ? 'other' : 'chose', option, mine);
  }

  /** Goes on by an option or an outcome. */
  go(step) {
    if (!this.road.includes(step)) this.road = this.lead(step);
    this.keep();
    this.show();
  }

  /** Returns the road up to a step. Where it is left at an earlier fork it is cut; where nothing leads on it begins. */
  lead(step) {
    const option = step.closest('.cb-option');
    const at = this.road.findIndex((one) => getFork(one) === getFork(step));
    const before = at < 0 ? this.road : this.road.slice(0, at);
    const leadsHere = at >= 0 || before.length === 0 || findNext(before.at(-1)).includes(getFork(step));
    return [...(leadsHere ? before : []), ...new Set([option, step])];
  }

  /** What was pressed stays where it is, though something above it may come or go, and does not lie under the tray. */
  keepInPlace(control, act) {
    const { top } = control.getBoundingClientRect();
    act();
    scrollBy({ top: control.getBoundingClientRect().top - top, behavior: 'instant' });
    control.scrollIntoView({ block: 'nearest' });
  }

  /** The link to a choice is copied; where that is not allowed it is followed as any other. */
  async link(link, event) {
    if (!navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      this.say('copied', link.closest('.cb-option'));
    } catch {
      location.hash = link.hash;
      link.closest('.cb-option').scrollIntoView(); // an address that is there already leads nowhere
    }
  }

  all(button) {
    const open = this.isSealed();
    this.openAll(open);
    this.say(open ? 'opened' : 'closed', button);
    button.closest('.cb-tray').scrollIntoView({ block: 'nearest' });
  }

  over() {
    this.mine = [];
    this.road = [];
    this.keep();
    this.openAll(false);
    this.show();
    const start = this.querySelector('.cb-decision');
    start.scrollIntoView();
    const first = start.querySelector('summary');
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: 'nearest' });
    this.say('fresh', start);
  }

  // What is kept

  get key() { return `casebook:${this.dataset.case}`; }

  /** Storage may be blocked, or hold what an older case left: then the page works and only forgets. */
  recall() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(this.key)) ?? kept; } catch { /* forgotten */ }
    const find = (ids) => (Array.isArray(ids) ? ids : []).map((id) => this.findStep(id)).filter(Boolean);
    this.mine = find(kept.mine).filter((step) => step.dataset.option);
    this.road = find(kept.road);
    this.greet();
  }

  keep() {
    const list = (steps) => steps.map((step) => step.dataset.option ?? step.dataset.outcome);
    try {
      if (this.mine.length + this.road.length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ mine: list(this.mine), road: list(this.road) }));
    } catch { /* forgotten */ }
  }

  findStep(id) {
    const steps = [...this.querySelectorAll('[data-option], [data-outcome]')];
    return steps.find((step) => (step.dataset.option ?? step.dataset.outcome) === id);
  }

  /** Whoever follows a link to an option is told why it is closed. What was pressed before the script came is chosen. */
  greet() {
    const isNew = (option) => !this.mine.some((one) => getFork(one) === getFork(option));
    for (const option of this.querySelectorAll('[data-option]')) {
      if (!isNew(option)) continue;
      if (location.hash === `#${option.id}`) this.say('sent', option);
      if (option.matches(':has(> details[open]):not(:has(:target))')) this.choose(option);
    }
  }

  // What is shown

  show() {
    for (const option of this.querySelectorAll('[data-option]')) {
      const isMine = this.mine.includes(option);
      option.toggleAttribute('data-chosen', isMine);
      option.querySelector('.cb-mine').hidden = !isMine;
    }
    for (const way of this.querySelectorAll('[data-from]')) {
      way.querySelector('.cb-walked').hidden = !this.road.some((step) => step.dataset.outcome === way.dataset.from);
    }
    this.showTrail();
    this.showTools();
  }

  /** The road is written down at the decision that it has come to; at first only where nobody sees it come. */
  showTrail() {
    const last = this.road.at(-1);
    const here = last?.dataset.outcome ? findNext(last)[0] : last && getFork(last);
    for (const nav of this.querySelectorAll('.cb-trail')) {
      nav.hidden = getFork(nav) !== here || !(this.hasAttribute('data-used') || isBelow(nav.previousElementSibling));
      const options = nav.hidden ? [] : this.road.filter((step) => step.dataset.option);
      nav.querySelector('ol').replaceChildren(...options.map((option) => this.tell(nav, option)));
    }
  }

  /** Returns a step of the road in words: its fork, the option, and the outcome that is supposed, if any. */
  tell(nav, option) {
    const step = nav.querySelector('template').content.firstElementChild.cloneNode(true);
    const outcome = this.road.find((one) => one.dataset.outcome && option.contains(one));
    const fork = step.querySelector('a');
    fork.href = `#${getFork(option).id}`;
    fork.textContent = getFork(option).querySelector('.cb-question h2').textContent;
    step.querySelector('b').textContent = getTitle(option);
    if (outcome) step.querySelector('i').textContent = outcome.querySelector('h5').textContent;
    else step.querySelector('span').remove();
    return step;
  }

  showTools() {
    for (const tool of this.querySelectorAll('.cb-tool')) tool.hidden = false;
    for (const tool of this.querySelectorAll('[data-do=all]')) tool.toggleAttribute('data-open', !this.isSealed());
    for (const tool of this.querySelectorAll('[data-do=over]')) tool.hidden = this.mine.length + this.road.length === 0;
  }

  /** Says something where the reader is; screen readers hear it, in their own time. */
  say(word, where, mine = where) {
    for (const status of this.querySelectorAll('.cb-status')) status.textContent = '';
    const status = getFork(where)?.querySelector('.cb-status');
    const titles = { option: getTitle(where), mine: getTitle(mine) };
    if (status) status.textContent = this.words[word].replace(/{(\w+)}/g, (_, name) => titles[name]);
  }

  isSealed() { return this.querySelector('details:not([open], .cb-write)') !== null; }

  /** Opens or closes what is sealed. The form to answer with is not: who writes keeps it. */
  openAll(open) {
    for (const details of this.querySelectorAll('details:not(.cb-write)')) details.open = open;
  }

  /** What browsers do by themselves since 2025: open what a link leads into, and everything for the printer. */
  catchUp() {
    const reveal = () => {
      for (let one = this.querySelector(':target')?.closest('details'); one; one = one.parentElement.closest('details')) one.open = true;
    };
    addEventListener('hashchange', reveal);
    addEventListener('beforeprint', () => this.openAll(true));
    reveal();
  }
}

/** Returns the decision that something stands in. */
function getFork(element) { return element.closest('.cb-decision'); }

/** Tells whether something ends below the window. */
function isBelow(element) { return element.getBoundingClientRect().bottom > innerHeight; }

/** Returns the decisions that a step leads on to. */
function findNext(step) {
  return [...step.querySelectorAll('.cb-suppose a')].map((link) => document.getElementById(link.hash.slice(1)));
}

/** Returns the title of an option as its author wrote it; nothing of anything else. */
function getTitle(element) { return element.matches('.cb-option') ? element.querySelector('h3').firstChild.data.trim() : ''; }

customElements.define('cb-case', CaseElement);
