// The same errands done in three ways: with a mouse, with a finger, with the keys alone.
import assert from "node:assert/strict";
import { whole } from "./lib.mjs";

// Tab until the focus is on what `selector` names. What cannot be reached by Tab cannot be used.
export async function tabTo(page, selector, most = 250) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((wanted) => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return false;
      if (focused.matches(wanted)) return true;
      // one stop stands for a whole group of round choices
      const wish = document.querySelector(wanted);
      return Boolean(wish && wish.type === "radio" && focused.type === "radio" && wish.name === focused.name && wish.form === focused.form);
    }, selector);
    if (there) return;
  }
  assert.fail(`${selector} cannot be reached with Tab at ${page.url()}`);
}

// What is pressed leads to another page, or our own script asks for the part that changed.
async function settled(page, work, stays = false) {
  if (stays) { await work(); return; }
  let asked = false;
  const heard = (request) => { asked ||= request.isNavigationRequest() || request.resourceType() === "fetch"; };
  page.on("request", heard);
  await work();
  await whole(page);
  page.off("request", heard);
  assert.ok(asked, `nothing happened at ${page.url()}`);
}
const stays = (selector) => /summary$/.test(selector);

export function mouse(page) {
  return {
    press: (selector) => settled(page, () => page.locator(selector).first().click(), stays(selector)),
    type: async (selector, text) => page.locator(selector).first().fill(text),
    enter: (selector, text) => settled(page, async () => { await page.locator(selector).first().fill(text); await page.keyboard.press("Enter"); }),
    choose: async (selector) => { const at = await middle(page, selector); await page.mouse.click(at.x, at.y); },
  };
}

async function middle(page, selector) { // where a person aims for a choice: the middle of its label
  const id = await page.locator(selector).first().getAttribute("id");
  const found = page.locator(`label[for="${id}"]`).first();
  const target = (await found.count()) ? found : page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function finger(page) {
  return {
    press: (selector) => settled(page, () => page.locator(selector).first().tap(), stays(selector)),
    type: async (selector, text) => { await page.locator(selector).first().tap(); await page.keyboard.insertText(text); },
    enter: (selector, text) => settled(page, async () => { await page.locator(selector).first().tap(); await page.keyboard.insertText(text); await page.keyboard.press("Enter"); }),
    choose: async (selector) => { const at = await middle(page, selector); await page.touchscreen.tap(at.x, at.y); },
  };
}

export function keys(page) {
  return {
    press: (selector) => settled(page, async () => { await tabTo(page, selector); await page.keyboard.press("Enter"); }, stays(selector)),
    type: async (selector, text) => {
      if (!(await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector))) await tabTo(page, selector);
      await page.keyboard.type(text);
    },
    enter: (selector, text) => settled(page, async () => {
      if (!(await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector))) await tabTo(page, selector);
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    }),
    choose: async (selector) => {
      await tabTo(page, selector);
      const is = (wanted) => document.activeElement.matches(wanted);
      if (await page.evaluate((wanted) => document.querySelector(wanted).type === "checkbox", selector)) { await page.keyboard.press("Space"); return; }
      for (let step = 0; step < 20 && !(await page.evaluate(is, selector)); step += 1) await page.keyboard.press("ArrowDown");
      if (!(await page.evaluate((wanted) => document.querySelector(wanted).checked, selector))) await page.keyboard.press("Space");
      assert.ok(await page.evaluate((wanted) => document.querySelector(wanted).checked, selector), `${selector} is chosen`);
    },
  };
}
