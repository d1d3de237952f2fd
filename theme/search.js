/**
 * <cb-search>: looks through the site by Pagefind's index, which is loaded when the first word is typed.
 *
 * It holds no words: they come from the page (template[data-words]), as do the parts of a result (template[data-result]).
 * What Pagefind returns is put on the page as text, never as HTML. What is looked for stands in the address, so that it
 * can be linked to and come back to. Source: https://pagefind.app/docs/api/.
 */
const KIND = "cbkind"; // begins the word that stands for a kind, LANG the one for a language: nobody types them
const LANG = "cblang";
const ALL = "all"; // what the choice of no kind is called
const AT_ONCE = 10;
const PARTS = 3;
const PAUSE = 150; // milliseconds after the last key
const PATIENCE = 400; // milliseconds before it is said that one waits
const RANKING = { metaWeights: { title: 8, about: 2, number: 0.5, date: 0.1, sealed: 0.5, kind: 0, lang: 0, image: 0 } };

class SearchElement extends HTMLElement {
  connectedCallback() {
    if (this.words) return; // it was only moved within its document
    const words = this.querySelector("template[data-words]").content.children;
    this.words = Object.fromEntries([...words].map(word => [word.dataset.word, word.textContent]));
    this.form = this.querySelector("form");
    this.field = this.form.elements.q;
    this.list = this.querySelector(".search-results");
    this.more = this.querySelector(".search-more");
    this.kinds = [...this.form.querySelectorAll("[name=kind]")].map(radio => radio.value).filter(kind => kind !== ALL);
    this.turn = 0;
    this.listen();
    this.keepShortcut();
    this.recall();
  }

  listen() {
    this.form.addEventListener("submit", event => { event.preventDefault(); this.start(); });
    this.form.addEventListener("change", event => { if (event.target.name === "kind") this.start(); });
    this.field.addEventListener("input", () => this.start(PAUSE));
    this.field.addEventListener("focus", () => this.load().catch(() => {}), { once: true });
    this.more.addEventListener("click", () => this.showMore());
    this.addEventListener("keydown", event => this.onKey(event));
  }

  /** Whether `/` leads here is the reader's to say, and kept in this browser. */
  keepShortcut() {
    const box = this.querySelector(".search-shortcut input");
    try { box.checked = localStorage.getItem("casebook:shortcut") !== "off"; } catch { /* as it is */ }
    box.addEventListener("change", () => {
      try {
        if (box.checked) localStorage.removeItem("casebook:shortcut");
        else localStorage.setItem("casebook:shortcut", "off");
      } catch { /* forgotten */ }
    });
  }

  // What is looked for

  get query() { return this.field.value.trim(); }
  get kind() { return this.form.querySelector("[name=kind]:checked")?.value ?? ALL; }

  /** What was typed before the script came is looked for; else what the address says. Who brings nothing can type. */
  recall() {
    const asked = new URLSearchParams(location.search);
    this.field.value ||= asked.get("q") ?? "";
    const radio = [...this.form.querySelectorAll("[name=kind]")].find(one => one.value === asked.get("kind"));
    if (radio) radio.checked = true;
    if (this.query) this.start();
    else this.field.focus({ preventScroll: true });
  }

  keep() {
    const asked = new URLSearchParams();
    if (this.query) asked.set("q", this.query);
    if (this.query && this.kind !== ALL) asked.set("kind", this.kind);
    history.replaceState(history.state, "", asked.size ? `?${asked}` : location.pathname);
  }

  /** Searches after a pause; only the search that was started last is shown. */
  async start(pause = 0) {
    const turn = ++this.turn;
    const isOver = () => turn !== this.turn;
    if (pause && this.query) await new Promise(done => setTimeout(done, pause));
    if (isOver()) return;
    this.keep();
    const waiting = setTimeout(() => this.say("loading"), PATIENCE);
    try {
      const found = await this.search(this.query, this.kind);
      if (!isOver()) await this.show(found, isOver);
    } catch {
      if (!isOver()) this.fail();
    } finally {
      clearTimeout(waiting);
    }
  }

  /** Loads Pagefind; where that failed it is tried again. */
  load() {
    this.pagefind ??= import(this.dataset.index).then(async pagefind => {
      await pagefind.options({ excerptLength: 28, ranking: RANKING });
      await pagefind.init();
      return pagefind;
    });
    this.pagefind.catch(() => { this.pagefind = null; });
    return this.pagefind;
  }

  /** Returns the results of a kind, and how many there are of each. */
  async search(query, kind) {
    const terms = split(query);
    if (!terms.length) return { query, results: [], counts: {} };
    const pagefind = await this.load();
    const known = await Promise.all(terms.map(term => isKnown(pagefind, term)));
    if (known.includes(false)) return { query, results: [], counts: {} };
    const every = await pagefind.search(terms.join(" "));
    const found = { [ALL]: every.results };
    for (const one of this.kinds) found[one] = (await pagefind.search([...terms, `${KIND}${one}`].join(" "))).results;
    const counts = Object.entries(found).map(([one, all]) => [one, all.length]);
    return { query, results: found[kind], counts: Object.fromEntries(counts) };
  }

  // What is found

  async show({ query, results, counts }, isOver) {
    const shown = await Promise.all(results.slice(0, AT_ONCE).map(result => this.makeResult(result)));
    if (isOver()) return;
    this.rest = results.slice(AT_ONCE);
    this.list.replaceChildren(...shown);
    this.more.hidden = this.rest.length === 0;
    this.showCounts(query ? counts : null);
    if (!query) this.say("");
    else if (results.length) this.say(`found-${this.findPlural(results.length)}`, { query, count: results.length });
    else this.say("none", { query });
  }

  showCounts(counts) {
    for (const count of this.querySelectorAll("[data-count]")) {
      count.textContent = counts ? counts[count.dataset.count] ?? 0 : "";
    }
  }

  fail() {
    this.list.replaceChildren();
    this.more.hidden = true;
    this.showCounts(null);
    this.say("failed");
  }

  async showMore() {
    const turn = this.turn;
    const next = await Promise.all(this.rest.slice(0, AT_ONCE).map(result => this.makeResult(result)));
    if (turn !== this.turn) return;
    this.rest = this.rest.slice(AT_ONCE);
    this.list.append(...next);
    this.more.hidden = this.rest.length === 0;
    next[0].querySelector("a").focus();
  }

  findPlural(count) {
    const category = new Intl.PluralRules(this.closest("[lang]").lang).select(count);
    return `found-${category}` in this.words ? category : "other";
  }

  /** Returns a result as it stands in the list. */
  async makeResult({ data: read, matchedMetaFields: facts = [] }) {
    const data = await read();
    const item = this.querySelector("template[data-result]").content.firstElementChild.cloneNode(true);
    const find = selector => item.querySelector(selector);
    const kind = data.meta.kind.slice(KIND.length);
    const lang = data.meta.lang.slice(LANG.length);
    item.classList.add(`entry-${kind}`);
    if (lang !== this.closest("[lang]").lang) find(".entry-body").lang = lang;
    fill(find(".spine b"), data.meta.number);
    if (kind === "case") find(".search-kind").remove();
    else { fill(find(".search-kind"), this.words[kind]); find(".spine").remove(); }
    fill(find(".search-date"), data.meta.date);
    find("h2 a").href = data.url;
    find("h2 a").textContent = data.meta.title;
    find(".entry-summary").append(...quote(data));
    if (data.locations.length || !facts.includes("sealed")) find(".search-sealed").remove();
    this.fillParts(find(".search-parts"), data.sub_results);
    return item;
  }

  /** The parts of a page in which the words stand, those first in which they matter most. */
  fillParts(list, parts) {
    const weigh = part => part.weighted_locations.reduce((sum, one) => sum + one.balanced_score, 0);
    const best = parts.filter(part => part.anchor).sort((one, other) => weigh(other) - weigh(one)).slice(0, PARTS);
    for (const part of best) {
      const item = list.appendChild(document.createElement("li"));
      const link = item.appendChild(document.createElement("a"));
      link.href = part.url;
      link.textContent = part.title;
    }
    if (!best.length) list.remove();
  }

  say(word, values = {}) {
    const text = (this.words[word] ?? "").replace(/{(\w+)}/g, (_, name) => values[name]);
    this.querySelector(".search-status span").textContent = text;
  }

  // Keys

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.clear(event);
    else if (move && !event.target.matches("[type=radio], [type=checkbox]")) this.move(event, move);
  }

  clear(event) {
    event.preventDefault();
    this.field.value = "";
    this.field.focus();
    this.start();
  }

  /** Goes to the next link among the results; before the first comes the field. */
  move(event, by) {
    const stops = [this.field, ...this.list.querySelectorAll("a")];
    const next = stops[stops.indexOf(event.target) + by];
    if (!next || stops.length === 1) return;
    event.preventDefault();
    next.focus();
  }
}

/** Returns the words of a query, as Pagefind has them in its index: without marks, quotes and apostrophes. */
function split(query) {
  const words = Intl.Segmenter
    ? [...new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(query)]
      .filter(part => part.isWordLike).map(part => part.segment)
    : query.match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];
  return [...new Set(words.map(word => word.replace(/['’]/g, "")))].filter(Boolean);
}

/** Returns a word without its case and accents. */
function fold(word) { return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }

/**
 * Tells whether a word stands in the index, or how one begins. Pagefind itself never says so: for a word that it does
 * not have it takes the longest that this begins with, so that "apricot" would find every "a"; and of several words it
 * leaves out those that it does not know.
 */
async function isKnown(pagefind, term) {
  const { results } = await pagefind.search(`"${term}"`);
  if (results.length) return true;
  const [first] = (await pagefind.search(term)).results;
  if (!first) return false;
  const { content, meta } = await first.data();
  return fold([content, ...Object.values(meta)].join(" ")).split(/[^\p{L}\p{N}]+/u).some(word => word.startsWith(fold(term)));
}

/** Puts a text into an element, or takes the element away where there is none. */
function fill(element, text) {
  if (text) element.textContent = text;
  else element.remove();
}

/**
 * Returns an excerpt as nodes, with dots where the text goes on. Pagefind puts each word that was found, with the signs
 * around it, into <mark>, and writes < and > of the text as entities.
 */
function quote({ content, excerpt }) {
  const parts = excerpt.split(/<\/?mark>/).map(part => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  const nodes = parts.flatMap((part, place) => (place % 2 ? mark(part) : [part]));
  const whole = parts.join("");
  return [content.startsWith(whole) ? "" : "… ", ...nodes, content.endsWith(whole) ? "" : " …"];
}

/** Returns a word as nodes: the signs before it, the word marked, the signs after it. */
function mark(word) {
  const [, before, found, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
  const marked = document.createElement("mark");
  marked.textContent = found;
  return [before, marked, after];
}

customElements.define("cb-search", SearchElement);
