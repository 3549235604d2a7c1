// What must hold on every page that can be reached: for screen readers, on every width, in the light. Beside it, so that two
// processors share the work, every-page-more.test.mjs looks at the dark, at both languages, at large text and at the keyboard.
import test from "node:test";
import assert from "node:assert/strict";
import { pages, readable } from "./pages.mjs";

test("there are pages to look at", () => {
  const kinds = pages.inside.map((one) => one.kind);
  for (const kind of ["/kringen", "/kring/ID", "/kring/ID/namen", "/kring/ID/mens/ID", "/kring/ID/lijst", "/kring/ID/ecogram", "/kring/ID/opvalt", "/kring/ID/tijd"]) {
    assert.ok(kinds.includes(kind), `${kind} can be reached; there are ${kinds.join(" ")}`);
  }
  assert.ok(pages.outside.some((one) => one.kind === "/"));
});

readable("light");
