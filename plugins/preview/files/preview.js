/**
 * The preview's part of a page: loads it anew after an edit, exchanges its stylesheets, and lays mistakes over it.
 *
 * Only the preview adds this script; a built site never has it. The address of the script says what the page shows, and
 * the server tells what has become of it. A page that is not in sight holds no connection, of which browsers have six.
 */
{
  const EVENTS = "/_preview/events";
  const STYLES = "/_preview/preview.css";
  const PLACE = "casebook:preview-place"; // where the page was before it was loaded anew
  const HIDDEN = "casebook:preview-hidden"; // the mistakes that somebody has put out of sight
  const AGAIN = 2000; // milliseconds
  const SCROLLING = ["wheel", "touchmove", "pointerdown", "keydown"]; // what one scrolls with

  let shown = new URL(document.currentScript.src).searchParams.get("shown");
  let source = null;
  let overlay = null;
  let exchanging = Promise.resolve();
  let seen = null; // what one reads while styles are exchanged, and how far below the edge of the window it is
  let holds = 0; // exchanges during which it is to stay there

  // The connection

  function connect() {
    if (source || !shown || document.visibilityState === "hidden") return;
    source = new EventSource(`${EVENTS}?${new URLSearchParams({ page: location.pathname, shown })}`);
    source.addEventListener("reload", reload);
    source.addEventListener("files", event => { note(event); exchangeInTurn(JSON.parse(event.data)); });
    source.addEventListener("mistakes", event => { note(event); showMistakes(JSON.parse(event.data)); });
  }

  function disconnect() {
    source?.close();
    source = null;
  }

  /** Keeps in mind up to when the page knows everything: that is where it goes on after a pause. */
  function note(event) { shown = `${shown.split("-")[0]}-${event.lastEventId}`; }

  // Loading anew

  function reload() {
    disconnect();
    remember(PLACE, JSON.stringify({ path: location.pathname, left: scrollX, top: scrollY }));
    location.reload();
  }

  /** Browsers do so too, but not where the page has become shorter or longer meanwhile. */
  function findPlace() {
    const { path, left, top } = JSON.parse(recall(PLACE) ?? "{}");
    forget(PLACE);
    if (path !== location.pathname) return;
    const go = () => scrollTo({ left, top, behavior: "instant" });
    go();
    if (document.readyState !== "complete") addEventListener("load", go, { once: true });
  }

  // Files

  /** Two at once would lose a sheet, and take a page that is on the move for one that is to stay. */
  function exchangeInTurn(paths) { exchanging = exchanging.then(() => exchange(paths)).catch(reload); }

  /** Takes changed stylesheets in without loading the page; anything else that the page uses loads it. */
  async function exchange(paths) {
    const used = new Set(performance.getEntriesByType("resource").map(entry => new URL(entry.name).pathname));
    const sheets = [...document.querySelectorAll("link[rel~=stylesheet]")];
    const links = new Map(sheets.map(sheet => [new URL(sheet.href).pathname, sheet]));
    if (paths.some(path => used.has(encodeURI(path)) && !links.has(encodeURI(path)))) return reload();
    const changed = paths.map(path => links.get(encodeURI(path))).filter(Boolean);
    if (!changed.length) return;
    holdPlace();
    await Promise.all(changed.map(renew));
    letGoOfPlace(); // when the fonts are there, too: the next exchange does not wait for them
  }

  /** The old one stays until the new one is there, so that the page is never bare. */
  function renew(sheet) {
    const fresh = sheet.cloneNode();
    const address = new URL(sheet.href);
    address.searchParams.set("preview", shown.split("-")[1]);
    fresh.href = address.href;
    return new Promise(done => {
      fresh.addEventListener("load", () => { sheet.remove(); done(); }, { once: true });
      fresh.addEventListener("error", () => { fresh.remove(); done(); }, { once: true });
      sheet.after(fresh);
    });
  }

  // The place of what one reads

  /**
   * Keeps what one reads where it is in the window while the styles change, and the fonts that they name are loaded.
   *
   * Browsers mean to do so too (scroll anchoring), but not all of them, and not where a page is laid out twice at once:
   * with the fonts that stand in, and then with its own.
   */
  function holdPlace() {
    seen ??= findSeen();
    if (holds++) return;
    for (const name of SCROLLING) addEventListener(name, scrollFreely, { passive: true });
    document.documentElement.style.overflowAnchor = "none";
  }

  async function letGoOfPlace() {
    stay();
    await new Promise(requestAnimationFrame); // by then it has been laid out, and has asked for its fonts
    await document.fonts.ready;
    stay();
    if (--holds) return;
    seen = null;
    for (const name of SCROLLING) removeEventListener(name, scrollFreely);
    document.documentElement.style.overflowAnchor = "";
  }

  /** Whoever scrolls meanwhile means it. */
  function scrollFreely() { seen = null; }

  function stay() {
    if (seen) scrollBy({ top: seen.element.getBoundingClientRect().top - seen.top, behavior: "instant" });
  }

  /** Returns the first element of the text that begins in the window and how far down; none at the top of the page. */
  function findSeen() {
    if (!scrollY) return null;
    for (const element of (document.querySelector("main") ?? document.body).querySelectorAll("*")) {
      const { top, height } = element.getBoundingClientRect();
      if (height && top >= 0) return { element, top };
    }
    return null;
  }

  // Mistakes

  async function showMistakes({ key, html }) {
    if (document.body.matches(".preview-page")) return; // it says them itself
    if (!html && !overlay) return;
    overlay ??= await makeOverlay();
    overlay.show(key, html);
  }

  /** Makes what the mistakes stand in; the styles of the site do not reach it. */
  async function makeOverlay() {
    const host = document.createElement("casebook-preview");
    host.lang = "en";
    host.dir = "ltr";
    const root = host.attachShadow({ mode: "open" });
    const styles = add(root, "link", { rel: "stylesheet", href: STYLES });
    const status = add(root, "p", { role: "status", className: "status" });
    const button = add(root, "button", { type: "button", className: "reopen", hidden: true });
    const dialog = add(root, "dialog", { className: "overlay" });
    dialog.setAttribute("aria-labelledby", "title");
    dialog.setAttribute("aria-describedby", "about");
    const styled = new Promise(done => { styles.onload = styles.onerror = done; });
    document.body.append(host);
    await styled;

    let current = "";
    const open = () => {
      button.hidden = true;
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("#title").focus();
      forget(HIDDEN);
    };
    button.addEventListener("click", open);
    dialog.addEventListener("click", event => { if (event.target.closest("[data-hide]")) dialog.close(); });
    dialog.addEventListener("close", () => {
      button.hidden = !current;
      if (current) remember(HIDDEN, current);
    });
    return {
      show(key, html) {
        current = key;
        if (!html) {
          dialog.close();
          dialog.replaceChildren();
          button.hidden = true;
          status.textContent = "Mended: no mistakes any more.";
          return;
        }
        dialog.innerHTML = html; // the server has escaped it
        const title = dialog.querySelector("#title").textContent;
        button.textContent = title;
        if (recall(HIDDEN) === key) button.hidden = false;
        else open();
        status.textContent = title;
      },
    };
  }

  function add(parent, name, properties) {
    const element = Object.assign(document.createElement(name), properties);
    if (properties.role) element.setAttribute("role", properties.role);
    return parent.appendChild(element);
  }

  // What is kept from one loading to the next, where the browser allows it

  function remember(key, value) { try { sessionStorage.setItem(key, value); } catch { /* then not */ } }
  function recall(key) { try { return sessionStorage.getItem(key); } catch { return null; } }
  function forget(key) { try { sessionStorage.removeItem(key); } catch { /* nothing is kept */ } }

  function start() {
    findPlace();
    connect();
  }

  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? disconnect() : connect()));
  // Whoever follows a link is not to be held back by the page that is left; what is only downloaded leaves none.
  addEventListener("beforeunload", () => { disconnect(); setTimeout(connect, AGAIN); });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", event => { if (event.persisted) connect(); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
