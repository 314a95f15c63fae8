// Shows what is typed as a password, where somebody wants to see it: at login, at the change of one's own, at
// the signing of a review.
for (const box of document.querySelectorAll("[data-reveal]")) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    for (const field of document.querySelectorAll("[data-secret]")) {
      field.type = box.checked ? "text" : "password";
    }
  });
}
