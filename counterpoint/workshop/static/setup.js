// Pick a pack, and the workshop is open.
"use strict";

for (const button of document.querySelectorAll("[data-pack]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask("/workshop/open", { pack: button.dataset.pack });
      location.assign("/workshop");
    } catch (error) {
      byId("problem").textContent = error.message;
      byId("problem").hidden = false;
      button.disabled = false;
    }
  });
}
