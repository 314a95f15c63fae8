// When the session has ended: what was typed stays in this tab, the login leads back to the same place, and
// there it stands again. Imported by the script of the review group's pages.

const KEY = "juwu-drafts";
const FORMS = "form[data-post]";
let leaving = false;

const here = () => window.location.pathname + window.location.search;
const person = () => document.querySelector(".who strong")?.textContent.trim() ?? "";

/** What a form is about, whatever the state of the books that it was shown with. */
function nameOf(form) {
  const fixed = [...form.querySelectorAll('input[type="hidden"]')]
    .filter((field) => !["digest", "digests", "scans", "csrf"].includes(field.name))
    .map((field) => `${field.name}=${field.value}`);
  return [form.dataset.post, ...fixed].join(" ");
}

/** The fields that a person fills in; a password, which may be shown as it is typed, is never kept. */
const SECRET = "[type=hidden], [type=password], [data-secret]";
const typedIn = (form) =>
  [...form.elements].filter((field) => field.name && field.matches(`textarea, select, input:not(${SECRET})`));

function draftOf(form) {
  const isChoice = (field) => ["radio", "checkbox"].includes(field.type);
  return typedIn(form)
    .filter((field) => (isChoice(field) ? field.checked : field.value !== field.defaultValue))
    .map((field) => [field.name, field.value]);
}

/** Keep what was typed, and go to the login page, which leads back here. */
function leave() {
  if (leaving) return;
  leaving = true;
  const forms = [...document.querySelectorAll(FORMS)].map((form) => [nameOf(form), draftOf(form)]);
  const kept = forms.filter(([, draft]) => draft.length > 0);
  if (kept.length > 0) {
    sessionStorage.setItem(KEY, JSON.stringify({ who: person(), where: here(), forms: kept }));
  }
  window.location.assign(`/juwu/login?next=${encodeURIComponent(here())}`);
}

/** Put back what was typed before the session ended, for the same person at the same place. */
function restore() {
  const kept = sessionStorage.getItem(KEY);
  if (kept === null) return true;
  if (document.querySelector(FORMS) === null || person() === "") return false;
  sessionStorage.removeItem(KEY);
  const { who, where, forms } = JSON.parse(kept);
  if (who !== person() || where !== here()) return true;
  for (const form of document.querySelectorAll(FORMS)) {
    const draft = forms.find(([name]) => name === nameOf(form))?.[1];
    if (draft) fill(form, draft);
  }
  return true;
}

function fill(form, draft) {
  for (const field of typedIn(form)) {
    const found = draft.find(([name, value]) => name === field.name && (field.type !== "radio" || value === field.value));
    if (!found) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = true;
    else field.value = found[1];
  }
  const around = form.closest("details");
  if (around) around.open = true;
  const answer = form.querySelector(".answer");
  if (answer) answer.textContent = "登录过期以前写的，还在这里，没有送出。请看一遍再送出。";
  form.scrollIntoView({ block: "center" });
}

const ask = window.fetch.bind(window);
window.fetch = async (...what) => {
  const response = await ask(...what);
  if (response.status === 401) leave();
  return response;
};

/** Try until the page that was being written on stands there. */
if (!restore()) {
  const watch = new MutationObserver(() => {
    if (restore()) watch.disconnect();
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
}
