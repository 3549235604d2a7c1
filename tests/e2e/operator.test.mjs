// Who runs the server: their page, the doors they close, and what everybody may read about safety.
import test, { before, after } from "node:test";
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { kring, newContext, openPage, signIn, startBrowser, startServer } from "./lib.mjs";

