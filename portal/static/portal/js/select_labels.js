/* The search field that select2 draws for several rows has no name of its own: it takes the label of the list it stands for.
   Loaded after admin/js/autocomplete.js, whose own work at this moment is then done before. */
(function () {
  "use strict";
  window.django.jQuery(function () {
    document.querySelectorAll("select.admin-autocomplete[multiple]").forEach(function (list) {
      const label = document.querySelector('label[for="' + list.id + '"]');
      const field = list.parentElement.querySelector(".select2-search__field");
      if (label && field) {
        field.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
      }
    });
  });
})();
