// One function for each HTTP request that the page makes to the sandbox.

async function call(method, path, body) {
  try {
    const answer = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    try {
      return JSON.parse(text);
    } catch {
      return { ok: false, error: `The sandbox answered ${answer.status}.` };
    }
  } catch {
    return { ok: false, offline: true, error: "The sandbox does not answer. Is it still running?" };
  }
}

const get = (path) => call("GET", path);
const post = (path, body) => call("POST", path, body || {});
const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export const boot = () => get("/people/boot");
export const sidebar = (user) => get(`/people/${user}/sidebar`);
export const messages = (user, channel, threadTs) =>
  get(`/people/${user}/messages?${query({ channel, thread_ts: threadTs })}`);
export const say = (user, body) => post(`/people/${user}/say`, body);
export const command = (user, body) => post(`/people/${user}/command`, body);
export const click = (user, body) => post(`/people/${user}/click`, body);
export const setState = (user, body) => post(`/people/${user}/set_state`, body);
export const upload = (user, body) => post(`/people/${user}/upload`, body);
export const suggest = (user, body) => post(`/people/${user}/suggest`, body);
export const views = (user) => get(`/people/${user}/views`);
export const submit = (user, body) => post(`/people/${user}/submit`, body);
export const close = (user, body) => post(`/people/${user}/close`, body);
export const openHome = (user, tab) => post(`/people/${user}/home`, { tab });
export const home = (user) => get(`/people/${user}/home`);
export const shortcut = (user, body) => post(`/people/${user}/shortcut`, body);
export const react = (user, body) => post(`/people/${user}/react`, body);
export const join = (user, channel) => post(`/people/${user}/join`, { channel });
export const leave = (user, channel) => post(`/people/${user}/leave`, { channel });
export const invite = (user, body) => post(`/people/${user}/invite`, body);
export const edit = (user, body) => post(`/people/${user}/edit`, body);
export const deleteMessage = (user, body) => post(`/people/${user}/delete`, body);
export const createChannel = (user, name) => post(`/people/${user}/create_channel`, { name });
export const renameChannel = (user, channel, name) => post(`/people/${user}/rename_channel`, { channel, name });
export const archiveChannel = (user, channel, archived) => post(`/people/${user}/archive_channel`, { channel, archived });
export const makePrivate = (user, channel) => post(`/people/${user}/make_private`, { channel });
export const openDm = (user, other) => post(`/people/${user}/open_dm`, { user: other });
export const clock = () => get("/people/clock");
export const moveClock = (body) => post("/people/clock", body);
export const traffic = (after) => get(`/people/traffic?after=${after}`);
export const fileAddress = (id) => `/people/files/${encodeURIComponent(id)}`;
