// Slack's selects: static, external, users, conversations and channels, single and multi. Each has its
// own source of options and its own format for the choice.

import { avatar } from "../avatar.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { words } from "../mrkdwn_dom.js";
import { store } from "../store.js";
import { combobox } from "./combobox.js";
import { sendOrStore, dataAttributes, accessibleName, enteredValue } from "./field.js";

const PLACEHOLDERS = {
  static: "Select an option", external: "Search", users: "Select a person",
  conversations: "Select a conversation", channels: "Select a channel",
};

const fromOption = (option) => ({
  key: option.value, text: words(option.text), hint: option.description ? words(option.description) : null, raw: option,
});

const fromUser = (user) => ({
  key: user.id, text: user.real_name || user.handle, hint: user.title || null, raw: user.id,
  picture: (size) => avatar(user, size),
});

const fromChannel = (channel) => ({
  key: channel.id, text: channel.name || channel.id, raw: channel.id,
  picture: (size) => h("span", { class: "option-icon" }, icon(channel.kind === "private" ? "lock" : "hash", size)),
});

const fromDirectMessage = (row) => ({ ...fromUser(store.users.get(row.with)), key: row.id, raw: row.id });

const matches = (query) => {
  const wanted = query.toLowerCase().replace(/^[@#]/, "");
  return (item) => `${item.text} ${item.hint || ""}`.toLowerCase().includes(wanted);
};

function optionGroups(source) {
  if (source.option_groups) {
    return source.option_groups.map((group) => ({ label: words(group.label), items: group.options.map(fromOption) }));
  }
  return [{ label: null, items: (source.options || []).map(fromOption) }];
}

const filterGroups = (groups, query) =>
  groups.map((group) => ({ ...group, items: group.items.filter(matches(query)) }));

function allUsers() {
  return [...store.users.values()].filter((user) => !user.deleted)
    .sort((one, two) => (one.real_name || "").localeCompare(two.real_name || "")).map(fromUser);
}

function publicChannels() {
  return [...store.channels.values()].filter((one) => one.kind === "channel" && !one.is_archived).map(fromChannel);
}

function conversations(filter = {}) {
  const include = filter.include || ["public", "private", "im", "mpim"];
  const mine = new Set(store.sidebar.map((row) => row.id));
  const found = [];
  for (const one of store.channels.values()) {
    if (one.is_archived || (filter.exclude_external_shared_channels && one.is_ext_shared)) continue;
    if (one.kind === "channel" && include.includes("public")) found.push(fromChannel(one));
    if (one.kind === "private" && include.includes("private") && mine.has(one.id)) found.push(fromChannel(one));
  }
  if (include.includes("im")) {
    for (const row of store.sidebar) {
      const other = row.kind === "im" && store.users.get(row.with);
      if (other && !(filter.exclude_bot_users && other.is_bot)) found.push(fromDirectMessage(row));
    }
  }
  return found;
}

const itemById = {
  users: (id) => (store.users.get(id) ? fromUser(store.users.get(id)) : { key: id, text: id, raw: id }),
  channels: (id) => {
    const row = store.sidebar.find((one) => one.id === id);
    if (row && row.kind === "im") return fromDirectMessage(row);
    return fromChannel(store.channels.get(id) || { id, name: id });
  },
};
itemById.conversations = itemById.channels;

const KEYS = { static: "option", external: "option", users: "user", conversations: "conversation", channels: "channel" };

export function select(field, ctx) {
  const { element } = field;
  const multi = element.type.startsWith("multi_");
  const source = element.type.replace("multi_", "").replace("_select", "");
  const key = `${KEYS[source]}${multi ? "s" : ""}`;
  const toItem = itemById[source] || fromOption;
  const state = enteredValue(field, ctx);
  const raw = state ? state[`selected_${key}`] : element[`initial_${key}`];
  const start = raw ? [raw].flat().map(toItem) : [];
  const loaders = {
    static: async (query) => filterGroups(optionGroups(element), query),
    external: async (query) => optionGroups(await ctx.suggest(field.block_id, element.action_id, query)),
    users: async (query) => [{ items: allUsers().filter(matches(query)) }],
    channels: async (query) => [{ items: publicChannels().filter(matches(query)) }],
    conversations: async (query) => [{ items: conversations(element.filter).filter(matches(query)) }],
  };
  return combobox({
    id: field.inputId,
    label: accessibleName(field, element.placeholder && words(element.placeholder)),
    labelledby: field.labelId,
    describedby: field.hintId,
    invalid: Boolean(field.error),
    required: field.isInput && !field.optional,
    data: dataAttributes(field),
    placeholder: element.placeholder ? words(element.placeholder) : PLACEHOLDERS[source],
    multi,
    max: element.max_selected_items,
    clearable: field.isInput && field.optional,
    compact: !field.isInput,
    remote: source === "external",
    minimum: element.min_query_length === undefined ? 3 : element.min_query_length,
    selected: start,
    load: loaders[source],
    choose: (items) => {
      const values = items.map((item) => item.raw);
      return sendOrStore(field, ctx, { [`selected_${key}`]: multi ? values : values[0] || null });
    },
  });
}
