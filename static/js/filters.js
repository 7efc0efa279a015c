// The search form of the list of courses.

// Leave empty boxes out of the address, so that it reads as what was asked and can be passed on.
document.addEventListener("formdata", (event) => {
  // Not `.method`: the form has a box of that name.
  if (event.target.getAttribute("method") !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

// A condition chosen before the scripts had come over a slow line is asked for now.
const changed = (box) => {
  if (box.type === "checkbox") return box.checked !== box.defaultChecked;
  if (box.tagName === "SELECT") return box.value !== (box.querySelector("[selected]")?.value ?? "");
  return box.value !== box.defaultValue;
};

document.addEventListener("DOMContentLoaded", () => {
  const boxes = [...document.querySelectorAll(".js-filter")];
  if (boxes.some(changed)) boxes[0].form.requestSubmit();
});
