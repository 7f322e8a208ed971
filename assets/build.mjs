// Builds the committed style sheet, script, fonts and licences from the inputs in this folder: `make assets`.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "roundtable", "ui", "static", "ui");
const modules = join(here, "node_modules");
mkdirSync(join(target, "fonts"), { recursive: true });
mkdirSync(join(target, "licences"), { recursive: true });

const banner = "/* Built by `make assets` from assets/. Contains parts of GOV.UK Frontend (MIT); see licences/. */\n";
const { css } = sass.compile(join(here, "scss", "roundtable.scss"), { loadPaths: [modules], quietDeps: true });
const small = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome111", "firefox115", "safari16"] });
// The warning button's reds are fixed in the package; here they are plum, like every other thing that needs attention.
const plum = { "#ca3535": "#5a2a55", "#982828": "#421f3e", "#651b1b": "#2e162b" };
const calm = small.code.replace(/#(ca3535|982828|651b1b)/g, (found) => plum[found]);
writeFileSync(join(target, "roundtable.css"), banner + calm);

await esbuild.build({
  entryPoints: ["roundtable.js", "service-worker.js"].map((name) => join(here, "js", name)),
  outdir: target,
  bundle: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  legalComments: "none",
});

// The page a meeting writes on, and only it.
await esbuild.build({
  entryPoints: [join(here, "js", "live.js")],
  outfile: join(target, "live.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  legalComments: "none",
  banner: { js: "/* Built by `make assets` from assets/. Contains Yjs and lib0 (MIT); see licences/. */" },
});
await esbuild.build({
  entryPoints: [join(here, "js", "line.js")],
  outfile: join(target, "line.js"),
  format: "iife",
  bundle: true,
  minify: true,
  target: ["es2022"],
});
for (const name of ["yjs", "lib0"]) copyFileSync(join(modules, name, "LICENSE"), join(target, "licences", `${name}-MIT.txt`));

const font = join(modules, "@fontsource-variable", "source-sans-3");
for (const part of ["latin", "latin-ext"]) {
  const file = `source-sans-3-${part}-wght-normal.woff2`;
  copyFileSync(join(font, "files", file), join(target, "fonts", file));
}
copyFileSync(join(font, "LICENSE"), join(target, "licences", "source-sans-3-OFL.txt"));
copyFileSync(join(here, "licences", "govuk-frontend-MIT.txt"), join(target, "licences", "govuk-frontend-MIT.txt"));

const red = readFileSync(join(target, "roundtable.css"), "utf8").match(/#d4351c|#ca3535|#ffdd00|GDS Transport|crown|crest/gi);
if (red) throw new Error(`The theme must not contain ${[...new Set(red)].join(", ")}`);
