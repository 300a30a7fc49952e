// Sends clicks in blocks to the sandbox and shows its errors. `context` makes the `ctx` object that
// blocks and elements call, for messages and App Home; modal.js extends it for modals.

import * as api from "./api.js";
import { store } from "./store.js";
import { showError } from "./toast.js";

/** container: {type: "message"|"ephemeral"|"view", ...} as in the requests to `/people`. */
export function context(surface, container, extra = {}) {
  const me = store.me.id;
  return {
    surface,
    container,
    act: async (block, action, value) =>
      showError(await api.click(me, { container, block_id: block, action_id: action, value })),
    change: () => {},
    value: () => undefined,
    error: () => null,
    suggest: async (block, action, query) => {
      const answer = await api.suggest(me, { container, block_id: block, action_id: action, query });
      if (!answer.ok) showError(answer);
      return answer;
    },
    ...extra,
  };
}
