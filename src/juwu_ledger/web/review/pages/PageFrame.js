// The one script of our pages. What a form or button does stands in its data- attributes:
//   <form data-post="/juwu/query" data-then="…">  posts its fields as JSON, then goes on or reloads
//   <button data-copy="…">  <button data-print>  <a data-key="ArrowRight">

import "/juwu/drafts.js"; // An ended session leads to the login and back, with what was typed.

const SIDEBAR = `
aside { font-size: 17px; font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
aside .juwu-head { padding: .5em .8em 0; font-size: 15px; font-weight: 700; color: inherit; }
aside :is(a, input):focus-visible, body > header input:focus-visible { outline: 3px solid #d9822b; outline-offset: -3px; }
body > header input { font-size: 16px; }
.juwu-skip { position: fixed; top: 4px; left: 4px; z-index: 99; padding: .5em 1em; font-size: 18px; font-weight: 700; color: #fff; background: #00558a; border: 2px solid #fff; }
.juwu-skip:not(:focus) { clip-path: inset(50%); }
aside .juwu-first a { padding-top: .4em; padding-bottom: .4em; font-size: 19px; }
aside a[href="#add-transaction"], .aside-buttons a[href="#add-transaction"] { display: none !important; }
:root { --aside-width: 190px; --header-placeholder-color: #fff; --placeholder-color: light-dark(#555, #d9d9d9); }
@media (width <= 767px) { :root { --aside-width: 240px; } }
@media (width <= 767px) {
  html.juwu-page body > header { padding: .3em .5em .3em 52px; gap: .2em; }
  html.juwu-page body > header h1 { padding: .2em 0; font-size: 15px; flex-basis: 100%; white-space: nowrap; text-overflow: ellipsis; }
  html.juwu-page body > header :is(.spacer, svg) { display: none; }
}
aside a:is([href*="/holdings/"], [href*="/commodities/"], [href*="/editor/"], [href*="/import/"], [href*="/options/"], [href*="/help/"], [href="#export"]), aside li:has(> a:is([href*="/holdings/"], [href*="/commodities/"], [href*="/editor/"], [href*="/import/"], [href*="/options/"], [href*="/help/"])) { display: none !important; }
html.juwu-page body > header .flex-row > :not(:first-child) { display: none; }
`;

/** Put our pages at the head of the sidebar and large print into it. */
function arrangeSidebar() {
  const style = document.createElement("style");
  style.textContent = SIDEBAR;
  document.head.append(style);
  document.documentElement.classList.add("juwu-scripted");
  document.documentElement.lang = "zh-CN";
  const aside = document.querySelector("aside");
  const ours = aside?.querySelector('a[href*="/extension/QuarterReview/"]')?.closest("ul");
  if (!aside || !ours) return;
  ours.classList.add("juwu-first");
  const heading = (text) => {
    const line = document.createElement("p");
    line.className = "juwu-head";
    line.textContent = text;
    return line;
  };
  aside.prepend(heading("理财小组审阅"), ours, heading("账簿和报表"));
  const query = aside.querySelector('a[href*="/query/"]')?.closest("li");
  const last = aside.querySelector('a[href*="/statistics/"]')?.closest("ul");
  if (!query || !last) return;
  last.before(heading("内行查账用"));
  last.prepend(query);
}

/** Let the keyboard jump over header and sidebar. */
function offerShortcut() {
  const shortcut = document.createElement("button");
  shortcut.type = "button";
  shortcut.className = "juwu-skip";
  shortcut.textContent = "跳到正文";
  shortcut.addEventListener("click", () => {
    const place = document.querySelector("article h2") ?? document.querySelector("article");
    place.tabIndex = -1;
    place.focus();
  });
  document.body.prepend(shortcut);
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

/** Go where `href` says the way Fava goes: only the article is loaded anew. */
function go(href) {
  const link = document.createElement("a");
  link.href = href;
  link.hidden = true;
  document.querySelector(".juwu")?.append(link);
  link.click();
}

async function send(form, pressed) {
  const answer = form.querySelector(".answer");
  const buttons = form.querySelectorAll("button");
  const say = (text, tone) => {
    answer.textContent = text;
    answer.className = `answer ${tone}`;
  };
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
    go(form.dataset.then && !isTakenBack ? form.dataset.then : window.location.href);
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
}

/** Turn the pages with the arrow keys, unless somebody is writing. */
function onKey(event) {
  const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (writing || event.altKey || event.ctrlKey || event.metaKey) return;
  document.querySelector(`.juwu a[data-key="${CSS.escape(event.key)}"]`)?.click();
}

export default {
  init() {
    arrangeSidebar();
    offerShortcut();
    document.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
  },
  onPageLoad() {
    const page = document.querySelector("article > .juwu");
    document.documentElement.classList.toggle("juwu-page", page !== null);
    page?.querySelectorAll(".paper").forEach(nameColumns);
    page?.querySelectorAll(".act[hidden], button[hidden]").forEach((one) => (one.hidden = false));
  },
};
