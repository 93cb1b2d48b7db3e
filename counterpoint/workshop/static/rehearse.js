// A rehearsal ends with an empty room, in which the same pack is opened again.
"use strict";

byId("over").addEventListener("click", async () => {
  const { pack } = await ask("/workshop/put-away", {});
  await ask("/workshop/open", { pack });
  location.assign("/workshop");
});
