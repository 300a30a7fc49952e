// The live line: the sandbox says what has changed, the page fetches it again. When the line
// breaks it is opened again, ever more slowly up to five seconds, and everything is refetched.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 5000;

export class Live {
  constructor(onNote, onState) {
    this.onNote = onNote;
    this.onState = onState;
    this.socket = null;
    this.user = null;
    this.wait = FIRST_WAIT;
    this.timer = 0;
  }

  /** Listens as this person; an earlier line is closed. */
  listenAs(user) {
    this.user = user;
    this.wait = FIRST_WAIT;
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
      this.wait = FIRST_WAIT;
      this.onState(true);
      this.onNote({ type: "resync" });
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.onNote(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.onState(false);
      this.timer = setTimeout(() => this.#open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    };
  }
}
