// Copies the front-end files that Carnet serves out of node_modules, draws the icon sprite and lists everything in
// static/vendor/MANIFEST.json with its version, licence and SHA-256:   npm ci && node scripts/vendor.mjs
// The result is committed, so that running Carnet never needs Node; tests/test_vendor.py holds it against the list.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");

const INTER = ["latin", "latin-ext", "cyrillic", "greek"].map((script) => `files/inter-${script}-wght-normal.woff2`);

// What browsers are given, by folder of static/vendor.
const SERVED = {
  inter: { package: "@fontsource-variable/inter", files: [...INTER, "LICENSE"] },
  tabler: { package: "@tabler/core", files: ["dist/css/tabler.min.css", "dist/js/tabler.min.js"] },
  htmx: { package: "htmx.org", files: ["dist/htmx.min.js", "LICENSE"] },
  sortable: { package: "sortablejs", files: ["Sortable.min.js", "LICENSE"] },
  "tom-select": {
    package: "tom-select",
    files: ["dist/js/tom-select.complete.min.js", "dist/css/tom-select.bootstrap5.min.css", "LICENSE"],
  },
};

// What only the tests load, by folder of tests/vendor.
const TESTED = {
  "axe-core": { package: "axe-core", files: ["axe.min.js", "LICENSE"] },
};

const OUTLINE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
const FILLED = 'fill="currentColor" stroke="none"';

/** The version and licence that a package states about itself. */
function about(name) {
  const file = join(MODULES, name, "package.json");
  if (!existsSync(file)) {
    console.error(`${name} is missing in node_modules. Run "npm ci" first.`);
    process.exit(1);
  }
  const { version, license } = JSON.parse(readFileSync(file, "utf8"));
  return { package: name, version, licence: license };
}

/** Scripts and styles without the address of a source map, which is not served; all else byte for byte. */
function cleaned(file) {
  const body = readFileSync(file);
  if (!/\.(css|js)$/.test(file)) return body;
  const text = body.toString("utf8").replace(/^\/[/*][#@]\s*sourceMappingURL=.*$/gm, "");
  return Buffer.from(text.trimEnd() + "\n");
}

/** Writes one file below the folder and its line into the manifest. */
function put(folder, manifest, path, body, origin) {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, body);
  manifest[path] = { ...origin, sha256: createHash("sha256").update(body).digest("hex") };
}

/** Copies every listed file of the packages. */
function copy(folder, manifest, listed) {
  for (const [name, entry] of Object.entries(listed)) {
    const origin = about(entry.package);
    for (const file of entry.files) {
      const body = cleaned(join(MODULES, entry.package, file));
      put(folder, manifest, `${name}/${basename(file)}`, body, { ...origin, source: file });
    }
  }
}

/** One symbol of the sprite; the stroke's width is left to the style sheet. */
function symbol(name) {
  const filled = name.endsWith("-filled");
  const drawing = filled ? `filled/${name.slice(0, -"-filled".length)}` : `outline/${name}`;
  const file = join(MODULES, "@tabler/icons/icons", `${drawing}.svg`);
  if (!existsSync(file)) {
    console.error(`scripts/icons.txt names "${name}", which Tabler's icons don't have.`);
    process.exit(1);
  }
  const shapes = readFileSync(file, "utf8").match(/<(path|circle|rect|line|ellipse|polyline|polygon)\b[^>]*>/g);
  const drawn = shapes.filter((shape) => !shape.includes('d="M0 0h24v24H0z"')).map((shape) => shape.replace(/\s*\/>$/, "/>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24" ${filled ? FILLED : OUTLINE}>${drawn.join("")}</symbol>`;
}

/** The sprite of all icons in scripts/icons.txt, in the order of the alphabet. */
function sprite() {
  const lines = readFileSync(join(ROOT, "scripts/icons.txt"), "utf8").split("\n").map((line) => line.trim());
  const names = [...new Set(lines.filter((line) => line && !line.startsWith("#")))].sort();
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${names.map(symbol).join("\n")}\n</svg>\n`;
}

/** Fills one folder anew and writes its manifest. */
function fill(folder, listed, extra = () => {}) {
  rmSync(folder, { recursive: true, force: true });
  const manifest = {};
  copy(folder, manifest, listed);
  extra(manifest);
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(folder, "MANIFEST.json"), JSON.stringify(sorted, null, 2) + "\n");
  console.log(`${folder}: ${Object.keys(manifest).length} files`);
}

const served = join(ROOT, "static/vendor");
fill(served, SERVED, (manifest) => {
  const icons = about("@tabler/icons");
  put(served, manifest, "icons.svg", Buffer.from(sprite()), { ...icons, source: "icons (those of scripts/icons.txt)" });
});
fill(join(ROOT, "tests/vendor"), TESTED);
