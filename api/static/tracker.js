// Only what makes pages more comfortable: every page works without it.
import { createAll, Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink } from "/static/frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

// "Select all on this page" ticks the boxes that it stands for, so that people see what they select.
const all = document.getElementById("together-page");
if (all) {
  const boxes = [...document.querySelectorAll('input[name="select"]')];
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); }));
}

// A file that is too large is known before it is sent: over a slow line that spares minutes.
for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
  const check = () => {
    const isTooLarge = [...input.files].some((file) => file.size > Number(input.dataset.largest));
    input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
    return input.reportValidity();
  };
  input.addEventListener("change", check);
  input.form.addEventListener("submit", (event) => check() || event.preventDefault());
}
