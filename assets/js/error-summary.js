// After a refusal, start reading at what to look at again; its links put the cursor into the field.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset, .govuk-form-group") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
