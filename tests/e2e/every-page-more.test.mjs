// The second half of all pages; see pages.mjs.
import { everyPage } from "./pages.mjs";

everyPage(1);
