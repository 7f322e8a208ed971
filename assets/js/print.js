// The print button opens the browser's own print window.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
