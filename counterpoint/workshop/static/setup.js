// Pick a pack, and the workshop is open; or add one of your own.
"use strict";

function tell(error) {
  byId("problem").textContent = error.message;
  byId("problem").hidden = false;
  byId("problem").scrollIntoView({ block: "nearest" });
}

byId("files").addEventListener("change", async () => {
  byId("problem").hidden = true;
  try {
    const { pack } = await addFiles("/workshop/add", byId("files"));
    location.assign(`/workshop#pack-${encodeURIComponent(pack)}`);
    location.reload();
  } catch (error) {
    tell(error);
  }
});

for (const button of document.querySelectorAll("[data-pack]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask("/workshop/open", { pack: button.dataset.pack });
      location.assign("/workshop");
    } catch (error) {
      tell(error);
      button.disabled = false;
    }
  });
}
