// What a click in blocks does: tells the sandbox, shows what went wrong. Makes the `ctx` that
// blocks and elements speak to, for messages and App Home; modal.js makes its own on top of it.

import * as api from "./api.js";
import { store } from "./store.js";
import { complain } from "./toast.js";

/** container: {type: "message"|"ephemeral"|"view", ...} as in the people's wire. */
export function context(surface, container, extra = {}) {
  const me = store.me.id;
  return {
    surface,
    container,
    act: async (block, action, value) =>
      complain(await api.click(me, { container, block_id: block, action_id: action, value })),
    change: () => {},
    value: () => undefined,
    error: () => null,
    suggest: async (block, action, query) => {
      const answer = await api.suggest(me, { container, block_id: block, action_id: action, query });
      if (!answer.ok) complain(answer);
      return answer;
    },
    ...extra,
  };
}
