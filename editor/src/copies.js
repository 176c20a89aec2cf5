/**
 * Copies of what is not yet saved, kept in this browser: what is left after a
 * crash. Each open page has one of its own, so that two do not overwrite each
 * other.
 * @typedef {{id: string, at: number, version: string, text: string, submitted: boolean}} Copy
 */

/** Days after which a copy is of no use to anybody, and how many are kept of an article. */
const days = 30, most = 3;

export class Copies {
  /** @param {Storage|undefined} storage @param {string} key of article and user @param {() => number} [now] */
  constructor(storage, key, now = Date.now) {
    this.storage = storage;
    this.key = key;
    this.now = now;
    this.id = Math.random().toString(36).slice(2);
  }

  /** Newest first. @returns {Copy[]} */
  all() {
    try {
      const list = JSON.parse(this.storage?.getItem(this.key) ?? "[]");
      return list.filter((/** @type {Copy} */ c) => typeof c.text === "string" && c.at > this.now() - days * 86400e3);
    } catch {
      return [];
    }
  }

  /** Copies of other pages, which have ended or are open elsewhere. */
  others() {
    return this.all().filter((c) => c.id !== this.id);
  }

  /** Keeps the text; whether it is kept. A browser may have no room. @param {string} text @param {string} version @param {boolean} [submitted] */
  keep(text, version, submitted = false) {
    return this.write([{ id: this.id, at: this.now(), version, text, submitted }, ...this.others()].slice(0, most));
  }

  /** @param {string} [id] this page's when absent */
  drop(id = this.id) {
    const list = this.all();
    if (list.some((c) => c.id === id)) this.write(list.filter((c) => c.id !== id));
  }

  /** @param {Copy[]} list */
  write(list) {
    try {
      if (!this.storage) return false;
      if (list.length) this.storage.setItem(this.key, JSON.stringify(list));
      else this.storage.removeItem(this.key);
      return true;
    } catch {
      return false;
    }
  }
}
