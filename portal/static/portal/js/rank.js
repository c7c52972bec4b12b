/* Your list: a row is dragged by its grip with a mouse or a pen, and the numbers follow. The form saves them, as it does when
   they are typed; fingers and keys have the buttons and the number fields. Escape puts the row back. */
(function () {
  "use strict";
  const list = document.querySelector("ol[data-rank]");
  if (!list) {
    return;
  }
  const rows = () => Array.from(list.children);
  const asDrawn = rows();
  let held = null;
  let before = [];

  function number() {
    rows().forEach(function (row, place, all) {
      row.querySelector("input[type=number]").value = place + 1;
      row.querySelector("button[value^='up:']").disabled = place === 0;
      row.querySelector("button[value^='down:']").disabled = place === all.length - 1;
    });
    document.getElementById("rank-unsaved").hidden = rows().every((row, place) => row === asDrawn[place]);
  }

  function drag(event) {
    const next = rows().find(function (row) {
      const box = row.getBoundingClientRect();
      return row !== held && event.clientY < box.top + box.height / 2;
    });
    if (held.nextElementSibling !== (next || null) && next !== held) {
      list.insertBefore(held, next || null);
    }
    if (event.clientY < 48 || event.clientY > window.innerHeight - 48) {
      window.scrollBy(0, event.clientY < 48 ? -12 : 12);
    }
  }

  function release() {
    held.classList.remove("held");
    held = null;
    document.removeEventListener("pointermove", drag);
    document.removeEventListener("pointerup", release);
    document.removeEventListener("pointercancel", putBack);
    document.removeEventListener("keydown", escape);
    if (rows().some((row, place) => row !== before[place])) {
      number();
    }
  }

  function putBack() {
    before.forEach((row) => list.append(row));
    release();
  }

  function escape(event) {
    if (event.key === "Escape") {
      putBack();
    }
  }

  function hold(event) {
    if (event.button !== 0 || event.pointerType === "touch" || held) {
      return;
    }
    event.preventDefault();
    held = event.currentTarget.parentElement;
    before = rows();
    held.classList.add("held");
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", release);
    document.addEventListener("pointercancel", putBack);
    document.addEventListener("keydown", escape);
  }

  asDrawn.forEach(function (row) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", hold);
    row.prepend(grip);
  });
})();
