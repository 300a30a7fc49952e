// The most common of Slack's emoji names. Other names are shown as they were typed.

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 raised_hands 🙌 pray 🙏 wave 👋 muscle 💪
point_right 👉 point_left 👈 point_up ☝️ point_down 👇 handshake 🤝 writing_hand ✍️ eyes 👀 brain 🧠
smile 😄 grinning 😀 smiley 😃 grin 😁 joy 😂 sweat_smile 😅 laughing 😆 slightly_smiling_face 🙂
blush 😊 innocent 😇 wink 😉 heart_eyes 😍 relieved 😌 sunglasses 😎 thinking_face 🤔 neutral_face 😐
hugging_face 🤗 partying_face 🥳 cry 😢 sob 😭 scream 😱 flushed 😳 disappointed 😞 confused 😕
upside_down_face 🙃 zany_face 🤪 sleeping 😴 exploding_head 🤯 saluting_face 🫡 melting_face 🫠
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 broken_heart 💔
fire 🔥 sparkles ✨ star ⭐ star2 🌟 dizzy 💫 boom 💥 zap ⚡ 100 💯 tada 🎉 confetti_ball 🎊 balloon 🎈
gift 🎁 trophy 🏆 medal 🏅 first_place_medal 🥇 rocket 🚀 dart 🎯 bulb 💡 bell 🔔 no_bell 🔕 mega 📣
loudspeaker 📢 speech_balloon 💬 thought_balloon 💭 email 📧 envelope ✉️ incoming_envelope 📨 inbox_tray 📥
outbox_tray 📤 package 📦 memo 📝 pencil 📝 pencil2 ✏️ clipboard 📋 calendar 📆 date 📅 spiral_calendar_pad 🗓️
pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 lock 🔒 unlock 🔓 key 🔑 hammer_and_wrench 🛠️ wrench 🔧
gear ⚙️ mag 🔍 mag_right 🔎 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ warning ⚠️
no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 question ❓ exclamation ❗ bangbang ‼️ information_source ℹ️
hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰ stopwatch ⏱️ clock1 🕐 clock9 🕘 watch ⌚ zzz 💤
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrows_counterclockwise 🔄 repeat 🔁 recycle ♻️
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵
white_circle ⚪ black_circle ⚫ large_blue_diamond 🔷 small_blue_diamond 🔹 small_orange_diamond 🔸
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ heavy_plus_sign ➕ heavy_minus_sign ➖
seedling 🌱 herb 🌿 four_leaf_clover 🍀 sunflower 🌻 cherry_blossom 🌸 deciduous_tree 🌳 evergreen_tree 🌲
rainbow 🌈 sunny ☀️ cloud ☁️ umbrella ☔ snowflake ❄️ ocean 🌊 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏
coffee ☕ tea 🍵 beer 🍺 beers 🍻 champagne 🍾 clinking_glasses 🥂 cake 🍰 birthday 🎂 pizza 🍕 cookie 🍪
apple 🍎 avocado 🥑 dog 🐶 cat 🐱 bear 🐻 panda_face 🐼 owl 🦉 turtle 🐢 bug 🐛 bee 🐝 butterfly 🦋 unicorn_face 🦄
house 🏠 office 🏢 airplane ✈️ car 🚗 bike 🚲 world_map 🗺️ crystal_ball 🔮 money_with_wings 💸 moneybag 💰
computer 💻 keyboard ⌨️ iphone 📱 telephone_receiver 📞 camera 📷 movie_camera 🎥 headphones 🎧 musical_note 🎵
book 📖 books 📚 newspaper 📰 bookmark 🔖 label 🏷️ page_facing_up 📄 file_folder 📁 card_index 📇
busts_in_silhouette 👥 bust_in_silhouette 👤 technologist 🧑‍💻 robot_face 🤖 ghost 👻 crown 👑 gem 💎 ring 💍
checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ construction 🚧 rotating_light 🚨 sos 🆘 new 🆕
compass 🧭 magnet 🧲 test_tube 🧪 telescope 🔭 microscope 🔬 shield 🛡️ scales ⚖️ bridge_at_night 🌉 sunrise 🌅
`.trim().split(/\s+/);

const EMOJI = new Map();
for (let at = 0; at < TABLE.length; at += 2) EMOJI.set(TABLE[at], TABLE[at + 1]);

const TONES = ["", "", "🏻", "🏼", "🏽", "🏾", "🏿"];

/** "wave" or "wave::skin-tone-3" -> the character, or null if the name is unknown. */
export function emoji(name) {
  const [base, tone] = name.split("::");
  const found = EMOJI.get(base);
  if (!found) return null;
  const number = tone && /^skin-tone-(\d)$/.exec(tone);
  return number ? found + (TONES[Number(number[1])] || "") : found;
}

export const QUICK = ["+1", "white_check_mark", "eyes", "raised_hands", "tada", "heart", "pray", "rocket",
  "fire", "clap", "thinking_face", "joy", "wave", "100", "sparkles", "seedling"];

/** The names that contain the text, for the emoji picker. */
export function find(words) {
  const wanted = words.trim().toLowerCase().replace(/ /g, "_");
  return [...EMOJI.keys()].filter((name) => name.includes(wanted)).slice(0, 48);
}
