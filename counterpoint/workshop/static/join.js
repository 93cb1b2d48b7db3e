// Join with a code and a name.
"use strict";

byId("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { seat } = await ask("/join", { code: byId("code").value, name: byId("name").value,
      side: byId("join").querySelector("[name=side]:checked").value });
    location.assign(`/t/${seat}`);
  } catch (error) {
    byId("problem").textContent = error instanceof Refused ? error.message : "No answer; try again.";
    byId("problem").hidden = false;
  }
});
byId(byId("code").value ? "name" : "code").focus();
