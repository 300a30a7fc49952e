// While a pointer button is down, nothing is drawn again: press and release then hit the same
// element, and no click is lost.

let pressed = false;
let waiters = [];

function release() {
  pressed = false;
  const resolvers = waiters;
  waiters = [];
  for (const resolve of resolvers) resolve();
}

document.addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  // The click event follows the pointerup event in the same task.
  document.addEventListener(end, () => setTimeout(release), true);
}
window.addEventListener("blur", release);

/** Resolves once no pointer button is down. */
export function untilPointerUp() {
  return pressed ? new Promise((resolve) => { waiters.push(resolve); }) : undefined;
}
