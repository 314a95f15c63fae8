// The one script of the login page and of the page where one changes one's password: shows what is typed.
for (const box of document.querySelectorAll("[data-reveal]")) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    for (const field of document.querySelectorAll("[data-secret]")) {
      field.type = box.checked ? "text" : "password";
    }
  });
}
