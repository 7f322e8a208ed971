// A second click on a send button within five seconds does nothing; the server's own token is what guarantees it.
const REST = 5000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.querySelector("[data-send-once]")) return;
  if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < REST) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(Date.now());
  for (const button of form.querySelectorAll("[data-send-once]")) button.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's back button: the form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent-at]")) {
    delete form.dataset.sentAt;
    for (const button of form.querySelectorAll("[data-send-once]")) button.removeAttribute("aria-disabled");
  }
});
