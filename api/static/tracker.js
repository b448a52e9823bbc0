// Only what makes pages more comfortable: every page works without it.
import { createAll, Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink } from "/static/frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}
