// While the worker has something, its page is asked for again each second, and drawn anew once it is done.
const region = document.getElementById("progress");
const ask = async () => {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected || !answer.ok) { location.reload(); return; }
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = drawn.getElementById("progress");
    if (!now) { location.reload(); return; }
    const first = drawn.getElementById("first-rows");
    if (first && !document.getElementById("first-rows")) region.after(first);
    const told = now.querySelector("p"), shown = region.querySelector("p");
    if (told.textContent !== shown.textContent) shown.replaceWith(told);
  } catch { /* the portal is away for a moment */ }
  setTimeout(ask, 1000);
};
setTimeout(ask, 500);
