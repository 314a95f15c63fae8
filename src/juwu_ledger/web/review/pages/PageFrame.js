// The one script of our pages. What a form or button does stands in its data- attributes:
//   <form data-post="/juwu/query" data-then="…">  posts its fields as JSON, then goes on or loads anew
//   <button data-copy="…">  <button data-print>  <button data-reload>  <a data-key="ArrowRight">
// On Fava's own pages it does nothing but hide what leads nowhere here.

import "/juwu/drafts.js"; // An ended session leads to the login and back, with what was typed.
import "/juwu/plain.js"; // What is typed as a password can be shown.

const SECONDS = 5;
const FOCUS = "juwu-focus";
const NOWHERE = ["add-transaction", "/holdings/", "/commodities/", "/documents/", "/editor/", "/errors/", "/extension/", "/import/", "/options/", "#export"];
const FAVAS = `
aside li:has(> a:is(${NOWHERE.map((part) => `[href*="${part}"]`).join(", ")})) > *, .aside-buttons a, article a[href*="/download-"] { display: none !important; }
aside li:has(> a[data-remote]) > a { display: block !important; font-size: 19px; font-weight: 700; }
aside { font-size: 16px; }
body > header .flex-row > :not(:first-child) { display: none; }
`;

/** Fava's own pages: no links to what there is not, no key that opens a form that cannot be sent. */
function tidyFava() {
  const style = document.createElement("style");
  style.textContent = FAVAS;
  document.head.append(style);
  document.documentElement.lang = "zh-CN";
  const writing = (one) => one instanceof Element && one.closest("input, textarea, [contenteditable]");
  window.addEventListener(
    "keydown",
    (event) => event.key === "n" && !writing(event.target) && event.stopImmediatePropagation(),
    { capture: true },
  );
}

/** Say so, large, when the books are no longer those that this page was made of. */
async function lookForNews(page) {
  if (document.hidden) return;
  const answer = await fetch(page.dataset.news).catch(() => null);
  const said = answer?.ok ? await answer.json().catch(() => null) : null;
  if (said && said.mtime !== page.dataset.mtime) page.querySelector(".news").hidden = false;
}

/** On narrow screens the rows of a printed paper become cards: each value needs its column's name. */
function nameColumns(paper) {
  for (const table of paper.querySelectorAll("section.table > table")) {
    const titles = [...table.querySelectorAll("thead th")].map((one) => one.textContent);
    table.classList.add("stack");
    for (const row of table.tBodies[0].rows) {
      if (row.cells.length !== titles.length) continue;
      [...row.cells].forEach((cell, place) => {
        cell.dataset.label = titles[place];
        cell.classList.toggle("empty", cell.textContent.trim() === "");
      });
    }
  }
}

/** What a form says, as the endpoints want it; `pressed` is the button. */
function fieldsOf(form, pressed) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const isList = form.querySelector(`[name="${name}"][data-list]`) !== null;
    if (isList) fields[name] = [...(fields[name] ?? []), value];
    else fields[name] = value;
  }
  if (pressed?.name) fields[pressed.name] = pressed.value;
  return fields;
}

async function post(address, fields, csrf) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Juwu-CSRF": csrf },
    body: JSON.stringify(fields),
  });
  const said = await response.json().catch(() => ({}));
  if (response.status === 401) return { error: "登录已经过期，请重新登录（刷新这一页）。" };
  if (response.ok) return said;
  const found = (said.findings ?? []).map((one) => one.message);
  return { error: [said.error ?? "没有送出去，请再试一次。", ...found].join("\n") };
}

/** Who goes on by keyboard finds the same button of the bar under the finger on the next page. */
function keepFocus() {
  const focused = document.activeElement;
  if (focused?.closest(".bar") && focused.matches(":focus-visible")) sessionStorage.setItem(FOCUS, focused.value ?? "");
}

function restoreFocus(page) {
  const value = sessionStorage.getItem(FOCUS);
  sessionStorage.removeItem(FOCUS);
  if (value) page.querySelector(`.bar button[value="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
}

async function send(form, pressed) {
  const answer = form.querySelector(".answer");
  const buttons = form.querySelectorAll("button");
  const say = (text, tone) => {
    answer.textContent = text;
    answer.className = `answer ${tone}`;
  };
  keepFocus();
  buttons.forEach((button) => (button.disabled = true));
  say("正在送出……", "");
  try {
    const csrf = document.querySelector(".juwu").dataset.csrf;
    const said = await post(form.dataset.post, fieldsOf(form, pressed), csrf);
    if (said.error) {
      say(said.error, "bad");
      return;
    }
    say("已经记下。", "good");
    const isTakenBack = pressed?.value === "none" || pressed?.value === "doubt";
    if (form.dataset.then && !isTakenBack) window.location.assign(form.dataset.then);
    else window.location.reload();
  } catch {
    say("没有送出去：连不上服务器，请再试一次。", "bad");
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.post) return;
  event.preventDefault();
  send(form, event.submitter);
}

function onClick(event) {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button?.dataset.copy !== undefined) {
    navigator.clipboard?.writeText(button.dataset.copy).then(() => {
      button.textContent = "抄好了";
    });
  }
  if (button?.dataset.print !== undefined) window.print();
  if (button?.dataset.reload !== undefined) window.location.reload();
}

/** Turn the pages with the arrow keys, unless somebody is writing. */
function onKey(event) {
  const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (writing || event.altKey || event.ctrlKey || event.metaKey) return;
  const link = document.querySelector(`.juwu a[data-key="${CSS.escape(event.key)}"]`);
  if (!link) return;
  keepFocus();
  link.click();
}

function begin(page) {
  document.documentElement.classList.add("juwu-scripted");
  page.querySelectorAll(".paper").forEach(nameColumns);
  page.querySelectorAll(".act[hidden], button[data-copy], button[data-print]").forEach((one) => (one.hidden = false));
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  restoreFocus(page);
  setInterval(() => lookForNews(page), SECONDS * 1000);
}

const page = document.querySelector("article > .juwu");
if (page) begin(page);

export default { init: tidyFava };
