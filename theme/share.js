/* What the row under a post can do only with a script: copy the link, and open the device's own sheet. Its words come
   from the page. */
class Share extends HTMLElement {
  connectedCallback() {
    const { address, copied } = this.dataset;
    this.offer("copy", navigator.clipboard, () => navigator.clipboard.writeText(address).then(() => copied));
    this.offer("sheet", navigator.share, () => navigator.share({title: document.title, url: address}).then(() => ""));
  }

  /* Show a button where the browser can do it; say how it went. Who closes the sheet needs to hear nothing. */
  offer(name, able, act) {
    if (!able) return;
    const button = this.querySelector(`[data-share=${name}]`);
    const said = this.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = await act().catch(error => (error.name === "AbortError" ? "" : this.dataset.failed));
    });
  }
}

customElements.define("cb-share", Share);
