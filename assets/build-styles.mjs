// Compiles the style sheet, and mirrors it for languages written right to left.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import rtlcss from "rtlcss";
import { compile } from "sass";

const target = process.argv[2];
const { css } = compile("styles/onewindow.scss", { style: "compressed", charset: false, quietDeps: true });
writeFileSync(join(target, "onewindow.css"), `${css}\n`);
writeFileSync(join(target, "onewindow.rtl.css"), `${rtlcss.process(css)}\n`);
