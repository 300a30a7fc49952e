// The state of the page: the workspace, the acting person, the shown conversation, and the offset of
// the sandbox's clock. Only app.js, sidebar.js (`sidebar`) and clock.js (`skew`) change it.

export const store = {
  boot: null,
  me: null,
  place: null,
  users: new Map(),
  channels: new Map(),
  sidebar: [],
  skew: 0,
  canJump: false,
};

export function fill(boot) {
  store.boot = boot;
  store.users = new Map(boot.users.map((user) => [user.id, user]));
  store.channels = new Map(boot.channels.map((channel) => [channel.id, channel]));
  setClock(boot.clock.now);
  store.canJump = Boolean(boot.clock.can_jump);
}

export function setClock(unix) {
  store.skew = unix - Date.now() / 1000;
}

/** The sandbox's time in Unix seconds. */
export function now() {
  return Date.now() / 1000 + store.skew;
}

export function user(id) {
  return store.users.get(id);
}

export function nameOf(id) {
  const found = store.users.get(id);
  return found ? found.real_name || found.handle : id;
}

export function botUser() {
  return store.users.get(store.boot.app.bot_user_id);
}

export function channel(id) {
  return store.channels.get(id) || store.sidebar.find((row) => row.id === id);
}

/** The person's direct message with the app, once there is one. */
export function appConversation() {
  return store.sidebar.find((row) => row.kind === "im" && row.with === store.boot.app.bot_user_id);
}

/** All people, without bots. Deactivated people are listed but cannot be chosen. */
export function people() {
  return [...store.users.values()].filter((one) => !one.is_bot);
}

export function byHandle(handle) {
  return [...store.users.values()].find((one) => one.handle === handle);
}
