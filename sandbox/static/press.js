// Nothing is drawn under a finger: what has changed waits until the button is let go, so that a
// press and its release meet the same element and no click is lost.

let pressed = false;
let waiting = [];

function letGo() {
  pressed = false;
  const all = waiting;
  waiting = [];
  for (const one of all) one();
}

document.addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  // The click comes after the release, in the same turn.
  document.addEventListener(end, () => setTimeout(letGo), true);
}
window.addEventListener("blur", letGo);

/** Once no button of the pointer is down; at once when none is. */
export function released() {
  return pressed ? new Promise((resolve) => { waiting.push(resolve); }) : undefined;
}
