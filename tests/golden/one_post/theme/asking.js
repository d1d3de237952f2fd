/**
 * <cb-ask>: opens the form by which a reader answers, and writes the letter.
 *
 * The page is whole without it: each link writes a letter with everything laid out, and a form that can be sent is in
 * the page. This brings the form when somebody presses such a link, shows what will be printed, keeps a draft in this
 * tab, and makes a letter or an issue of the answers. It holds no words: letter, subject and labels come from the page.
 */
const LONGEST = { mail: 2000, issue: 8000 }; // characters of an address that mail programs and forges surely take
const KEPT = ['option', 'own', 'account', 'result', 'text', 'role', 'name']; // of a draft; to agree is for each time
const PATIENCE = 60 * 60 * 1000; // milliseconds that a draft waits once another program has it

class AskElement extends HTMLElement {
  connectedCallback() {
    if (this.area) return; // it was only moved within its document
    this.long = [];
    this.area = this.closest('cb-case') ?? this;
    this.area.addEventListener('click', (event) => this.onPress(event));
    const form = this.querySelector('form');
    if (form) this.take(form);
  }

  // Opening

  /** A link that writes about a road opens the form instead; pressed with a key it does what links do. */
  onPress(event) {
    const link = event.target.closest('a[data-ask]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!this.contains(link)) history.pushState(null, '', location.href); // "Back" leads to where it was pressed
    this.open(link.dataset.ask);
  }

  open(road) {
    if (!this.form) this.bring();
    const details = this.querySelector('details');
    if (details) details.open = true;
    const { option, text } = this.form.elements;
    if (option) option.value = road;
    this.show();
    (this.form.querySelector('[name=option]:checked') ?? text).focus();
  }

  bring() {
    const template = this.querySelector('template');
    template.before(template.content.cloneNode(true));
    this.take(this.querySelector('form'));
  }

  take(form) {
    this.form = form;
    for (const part of form.querySelectorAll('[data-script]')) part.hidden = false;
    form.addEventListener('input', () => { this.keep(); this.show(); });
    form.addEventListener('submit', (event) => this.send(event));
    this.recall();
    this.show();
  }

  // Sending

  send(event) {
    const { way } = event.submitter?.dataset ?? {};
    this.form.elements.reference.value = this.read().reference;
    if (way === 'form') {
      this.forget();
      return;
    }
    event.preventDefault();
    if (way === 'copy') this.copy();
    else if (this.isTooLong(way)) this.refuse(way);
    else {
      this.handOver();
      if (way === 'mail') this.say('mail');
      location.href = this.makeAddress(way);
    }
  }

  refuse(way) {
    this.say(`long-${way}`);
    this.form.querySelector('[data-way=copy]').focus();
  }

  async copy() {
    const letter = this.write();
    try {
      await navigator.clipboard.writeText(letter);
      this.say('copied');
    } catch { // the browser does not let us: then the reader does it
      const shown = this.form.querySelector('.cb-letter');
      shown.value = letter;
      shown.hidden = false;
      this.say('failed');
      shown.select();
      shown.focus();
    }
  }

  /** Returns where a letter or an issue is begun. RFC 6068 wants line ends of CR and LF. */
  makeAddress(way) {
    const { mail, issue } = this.form.dataset;
    const title = encodeURIComponent(this.fill(this.form.dataset.subject));
    if (way === 'issue') return fillIn(issue, { title, body: encodeURIComponent(this.write()) });
    const body = encodeURIComponent(this.write().replaceAll('\n', '\r\n'));
    return `mailto:${encodeURIComponent(mail).replaceAll('%40', '@')}?subject=${title}&body=${body}`;
  }

  isTooLong(way) { return this.makeAddress(way).length > LONGEST[way]; }

  write() { return this.fill(this.form.dataset.letter); }
  fill(pattern) { return fillIn(pattern, this.read()); }

  /** Returns the answers as a letter says them, by the names of the fields. */
  read() {
    const answers = {};
    for (const [name, value] of new FormData(this.form)) answers[name] = this.find(name, 'answer') ?? value.trim().replace(/\r\n?/g, '\n');
    const road = this.form.querySelector('[name=option]:checked')?.value;
    if (road === 'own' && answers.own) answers.option = answers.own;
    answers.reference = [this.form.dataset.reference, road].filter(Boolean).join('/');
    return answers;
  }

  /** Returns what stands beside the chosen answer to a question, or what it is printed as. */
  find(name, kind) {
    const chosen = this.form.querySelector(`[name="${CSS.escape(name)}"]:checked:enabled`);
    return chosen?.dataset[kind] ?? (kind === 'answer' ? chosen?.labels[0]?.textContent.trim() : undefined);
  }

  // What is shown

  show() {
    const { option, own, account, name } = this.form.elements;
    if (own) own.disabled = option.value !== 'own';
    if (own) own.required = !own.disabled;
    const result = this.form.querySelector('.cb-form-result');
    if (result) result.disabled = account?.value === 'would-do';
    const answers = this.read();
    this.print({
      option: answers.option,
      headline: [this.find('account', 'printed'), this.find('result', 'printed')].filter(Boolean).join(' '),
      text: answers.text,
      by: [answers.name || name.dataset.printed, this.find('role', 'printed')].filter(Boolean).join(', '),
    });
    this.warn();
  }

  print(texts) {
    for (const part of this.form.querySelectorAll('[data-show]')) part.textContent = texts[part.dataset.show] ?? '';
  }

  /** What is too long for a link is said once, when it comes to that. */
  warn() {
    const ways = [...this.form.querySelectorAll('[data-way]')].map((button) => button.dataset.way);
    const long = ways.filter((way) => way in LONGEST && this.isTooLong(way)).map((way) => `long-${way}`);
    if (String(long) !== String(this.long)) this.say(...long);
    this.long = long;
  }

  say(...words) {
    const status = this.form.querySelector('[role=status]');
    status.textContent = words.map((word) => status.getAttribute(`data-${word}`)).join(' ');
  }

  // The draft: in this tab only. Storage may be blocked: then the page works and only forgets.

  get key() { return `casebook:draft:${this.dataset.key}`; }

  keep() {
    const written = [...new FormData(this.form)].filter(([name]) => KEPT.includes(name));
    try {
      sessionStorage.setItem(this.key, JSON.stringify(written));
      sessionStorage.removeItem(`${this.key}:given`);
    } catch { /* forgotten */ }
  }

  /** Whether it is sent, only the mail program or the forge knows: who comes back soon finds the draft. */
  handOver() {
    try { sessionStorage.setItem(`${this.key}:given`, Date.now()); } catch { /* forgotten */ }
  }

  recall() {
    try {
      const given = sessionStorage.getItem(`${this.key}:given`);
      if (given && Date.now() - given > PATIENCE) this.forget();
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      if (!kept) return;
      for (const [name, value] of kept) if (KEPT.includes(name) && this.form.elements[name]) this.form.elements[name].value = value;
      this.say('draft');
    } catch { /* forgotten, or what an older page left */ }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.key);
      sessionStorage.removeItem(`${this.key}:given`);
    } catch { /* there is none */ }
  }
}

/** Returns a text with values in the place of their names in braces. */
function fillIn(pattern, values) { return pattern.replace(/{(\w+)}/g, (_, name) => values[name] ?? ''); }

customElements.define('cb-ask', AskElement);
