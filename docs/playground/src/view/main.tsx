import { render } from "preact";
import { readNames } from "../machine/names.js";
import { Page } from "./page.js";

/** The table of scripts/names.js, which the build puts here. */
declare const NAMES: string;

const root = document.getElementById("page") as HTMLElement;
render(<Page names={undefined} />, root);
render(<Page names={await readNames(NAMES)} />, root);
