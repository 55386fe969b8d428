// All keys, on a sheet of their own.
function openKeys() {
  const dialog = document.getElementById("keys");
  dialog.replaceChildren(...dialogHead(dialog, "keys-title", word("reach.keys")),
    element("dl", {}, ...Object.values(words.reach.key_list).flatMap(([key, does]) => [
      element("dt", {}, element("kbd", { text: said(key) })), element("dd", { text: said(does) })])));
  dialog.showModal();
}
document.getElementById("keys-button").addEventListener("click", openKeys);
