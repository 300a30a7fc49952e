// The WebSocket on which the sandbox reports changes, which the page then fetches. When it closes, it
// is opened again after a growing delay of at most five seconds, and everything is refetched.

const FIRST_DELAY_MILLISECONDS = 400;
const MAX_DELAY_MILLISECONDS = 5000;

export class UpdateConnection {
  constructor(onUpdate, onState) {
    this.onUpdate = onUpdate;
    this.onState = onState;
    this.socket = null;
    this.user = null;
    this.delay = FIRST_DELAY_MILLISECONDS;
    this.timer = 0;
  }

  /** Listens for this person; an earlier connection is closed. */
  listenAs(user) {
    this.user = user;
    this.delay = FIRST_DELAY_MILLISECONDS;
    clearTimeout(this.timer);
    this.#open();
  }

  #open() {
    const old = this.socket;
    this.socket = null;
    if (old) old.close();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const address = `${scheme}://${location.host}/people/live?user=${this.user}`;
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      this.delay = FIRST_DELAY_MILLISECONDS;
      this.onState(true);
      this.onUpdate({ type: "resync" });
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.onUpdate(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.onState(false);
      this.timer = setTimeout(() => this.#open(), this.delay);
      this.delay = Math.min(this.delay * 2, MAX_DELAY_MILLISECONDS);
    };
  }
}
