/* What select2 draws for a list has no name of its own: it takes the label of the list it stands for.
   Loaded after admin/js/autocomplete.js, whose own work at this moment is then done before. */
(function () {
  "use strict";
  window.django.jQuery(function () {
    document.querySelectorAll("select.admin-autocomplete").forEach(function (list) {
      const label = document.querySelector('label[for="' + list.id + '"]');
      const drawn = list.parentElement;
      const field = drawn.querySelector(".select2-search__field");
      const shown = drawn.querySelector(".select2-selection--single .select2-selection__rendered");
      if (label && field) {
        field.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
      }
      if (label && shown) {
        label.id = label.id || "label_of_" + list.id;
        shown.setAttribute("aria-labelledby", label.id);
        shown.parentElement.setAttribute("aria-labelledby", label.id + " " + shown.id);
      }
    });
  });
})();
