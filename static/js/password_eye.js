// Shows and hides what is typed as a password: <button data-password-eye="id of the field">.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-password-eye]");
  const field = button && document.getElementById(button.dataset.passwordEye);
  if (!field) return;
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.setAttribute("aria-pressed", String(hidden));
});
