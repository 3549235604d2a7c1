// The first half of all pages; see pages.mjs.
import test from "node:test";
import assert from "node:assert/strict";
import { everyPage, pages } from "./pages.mjs";

test("there are pages to look at", () => {
  const kinds = pages.inside.map((one) => one.kind);
  for (const kind of ["/kringen", "/kring/ID", "/kring/ID/namen", "/kring/ID/mens/ID", "/kring/ID/lijst", "/kring/ID/ecogram", "/kring/ID/opvalt", "/kring/ID/tijd"]) {
    assert.ok(kinds.includes(kind), `${kind} can be reached; there are ${kinds.join(" ")}`);
  }
  assert.ok(pages.outside.some((one) => one.kind === "/"));
});

everyPage(0);
