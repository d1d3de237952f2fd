// Reloads the page after each build. The preview adds this script; a built site never has it.
new EventSource("/_preview/events?since={version}").addEventListener("rebuilt", () => location.reload());
