// Leave empty boxes out of the address, so that it reads as what was asked and can be passed on.
document.addEventListener("formdata", (event) => {
  // Not `.method`: the form has a box of that name.
  if (event.target.getAttribute("method") !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});
