/* Ties allauth's passkey scripts to the forms that carry data-passkey ("login", "add" or "authenticate").
   The button is hidden until this runs, so that without JavaScript nothing is offered that does nothing. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("form[data-passkey]");
    const passkeys = window.allauth && window.allauth.webauthn;
    if (!form || !passkeys) {
      return;
    }
    form.querySelector(".passkey-script").hidden = true;
    if (!window.webauthnJSON.supported()) {
      form.querySelector(".passkey-none").hidden = false;
      return;
    }
    const kind = form.dataset.passkey;
    const button = form.querySelector("button");
    const failed = form.querySelector(".passkey-failed");
    const ids = { credential: form.querySelector("input[name=credential]").id, data: "passkey-options" };
    ids[kind] = button.id;
    const alone = form.querySelector("input[name=passwordless]");
    if (alone) {
      ids.passwordless = alone.id;
    }
    passkeys.forms[kind + "Form"]({ ids: ids });
    button.hidden = false;
    button.addEventListener("click", function () {
      failed.hidden = true;
    });
    document.addEventListener("allauth.error", function (event) {
      event.preventDefault();
      failed.hidden = false;
    });
  });
})();
