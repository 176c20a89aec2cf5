/**
 * Sends what is written to the user's private working copy, and says what is
 * true of it. Until the server has confirmed a text, it is kept in this browser
 * too. Nothing is sent while an input method is composing: half a word is no text.
 *
 * @typedef {"saved"|"unsaved"|"saving"|"failed"} State
 * @typedef {{state: State, at?: Date, kept: boolean, sentence: string}} Saved
 *   kept says that this browser has a copy; sentence is what the user has to know, "" when nothing
 */

/** Milliseconds from the last change to sending, the longest from the first one, and until a change is kept in the browser. */
const idle = 2000, longest = 8000, keeping = 400;
/** How long an answer may take, and how often it is asked again when the server cannot be reached. */
const patience = 20000, firstRetry = 4000, lastRetry = 60000;
/** What a browser sends of a page that is being left: 64 KiB, by the Fetch standard. */
const leaving = 60000;

export class Saving {
  /**
   * @param {{address: string, version: () => string, text: () => string, copies: import("./copies.js").Copies, say: import("./words.js").Say,
   *   show: (saved: Saved) => void, saved: boolean}} parts saved says whether the text is the server's as it stands
   */
  constructor(parts) {
    this.parts = parts;
    /** The last text that the server has; undefined when it has not this one. @type {string|undefined} */
    this.acknowledged = parts.saved ? parts.text() : undefined;
    this.composing = false;
    this.submitting = false;
    this.busy = false;
    this.retry = 0;
    this.changedAt = 0;
    /** @type {Saved} */
    this.now = { state: "saved", kept: false, sentence: "" };
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.sendTimer = this.keepTimer = undefined;
    if (!parts.saved) this.touch();
    else this.show({});
  }

  /** @param {Partial<Saved>} change */
  show(change) {
    this.now = { ...this.now, ...change };
    this.parts.show(this.now);
  }

  /** Something was changed; what, is looked at in a moment. */
  touch() {
    if (!this.changedAt) this.changedAt = Date.now();
    if (this.now.state === "saved") this.show({ state: "unsaved" });
    this.keepTimer ??= setTimeout(() => this.keep(), keeping);
    if (!this.retry) this.schedule(Math.max(0, Math.min(idle, this.changedAt + longest - Date.now())));
  }

  /** @param {number} delay */
  schedule(delay) {
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(() => this.send(), delay);
  }

  get unsaved() {
    return this.parts.text() !== this.acknowledged;
  }

  /** Keeps the text in this browser, or drops the copy of what the server has. */
  keep() {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    if (this.composing) return;
    const text = this.parts.text();
    if (text !== this.acknowledged) this.show({ kept: this.parts.copies.keep(text, this.parts.version()) });
    else if (!this.busy) this.settle(); // taken back
  }

  settle() {
    clearTimeout(this.sendTimer);
    this.parts.copies.drop();
    this.changedAt = 0;
    // That somebody has saved a newer version stays true; that a text could not be sent does not.
    this.show({ state: "saved", kept: false, sentence: this.now.state === "failed" ? "" : this.now.sentence });
    this.retry = 0;
  }

  /** Sends now, if there is anything to send. */
  async send() {
    clearTimeout(this.sendTimer);
    if (this.composing || this.busy) return; // the end of either calls again
    const text = this.parts.text();
    if (text === this.acknowledged) return void this.settle();
    this.busy = true;
    this.changedAt = 0;
    this.show({ state: "saving" });
    try {
      await this.answered(text, await this.post(text));
    } catch {
      this.failed("", true);
    }
    this.busy = false;
    if (this.now.state === "saving") this.after();
  }

  /** @param {string} text */
  post(text) {
    return fetch(this.parts.address, {
      method: "POST",
      body: new URLSearchParams(text),
      headers: { Accept: "application/json" },
      redirect: "manual", // to the page for signing in
      keepalive: text.length < leaving,
      signal: AbortSignal.timeout(patience),
    });
  }

  /** @param {string} text @param {Response} response */
  async answered(text, response) {
    const answer = await response.json().catch(() => ({}));
    const { say } = this.parts, { status } = response;
    if (response.ok || status === 409) {
      // Of another's newer text the server says so, and keeps this one all the same.
      this.acknowledged = text;
      this.retry = 0;
      const at = new Date(answer.saved ?? Date.now());
      this.show({ at: Number.isNaN(at.getTime()) ? new Date() : at, sentence: response.ok ? "" : answer.error || say("save.conflict") });
    } else if (status === 401 || response.type === "opaqueredirect") {
      this.failed(say("save.signed-out"), false);
    } else if (status === 403) {
      this.failed(answer.error || say("save.forbidden"), false);
    } else {
      this.failed(answer.error ?? "", status >= 500 || status === 429);
    }
  }

  /** @param {string} sentence @param {boolean} again whether trying again by itself may help */
  failed(sentence, again) {
    const kept = this.parts.copies.keep(this.parts.text(), this.parts.version());
    this.show({ state: "failed", kept, sentence: sentence || this.parts.say(kept ? "save.failed" : "save.lost") });
    this.retry = again ? Math.min(lastRetry, (this.retry || firstRetry / 2) * 2) : 0;
    if (again) this.schedule(this.retry);
  }

  /** Something may have been written while the answer was awaited. */
  after() {
    if (!this.unsaved) return void this.settle();
    this.show({ state: "unsaved" });
    this.changedAt = Date.now();
    this.keep();
    this.schedule(idle);
  }

  /** @param {boolean} on */
  compose(on) {
    this.composing = on;
    if (!on && this.now.state !== "saved") this.touch();
  }

  /** The server may be there again, or the user signed in. */
  resume() {
    if (this.now.state === "failed") this.schedule(0);
  }

  /** The form is being sent: the copy stays until a later page shows that it arrived. */
  submit() {
    this.submitting = true;
    clearTimeout(this.sendTimer);
    if (this.unsaved || this.now.state !== "saved") this.parts.copies.keep(this.parts.text(), this.parts.version(), true);
  }

  /** The page is being left, perhaps for ever. */
  leave() {
    if (this.submitting || !this.unsaved) return;
    const text = this.parts.text();
    this.parts.copies.keep(text, this.parts.version());
    if (text.length < leaving) navigator.sendBeacon(this.parts.address, new URLSearchParams(text));
  }
}
