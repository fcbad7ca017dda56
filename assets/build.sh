#!/bin/sh
# Builds the style sheets, scripts and fonts that are committed under foundation/web/static/web, and the editors for
# processes and decisions under blocks/studio/static/studio/editors.
#   assets/build.sh           rebuild them in place
#   assets/build.sh --check   rebuild them elsewhere and fail where the committed ones differ
# Needs node with npm, and Python; nothing of it is needed to run onewindow.
set -eu
cd "$(dirname "$0")"
committed="$(cd .. && pwd)/src/onewindow/foundation/web/static/web"
committed_editors="$(cd .. && pwd)/src/onewindow/blocks/studio/static/studio/editors"
target="$committed"
editors="$committed_editors"
if [ "${1:-}" = "--check" ]; then
  made="$(mktemp -d)" && trap 'rm -rf "$made"' EXIT
  target="$made/web" editors="$made/editors"
fi

[ -d node_modules/govuk-frontend ] && [ -d node_modules/dmn-js ] || npm ci --no-audit --no-fund
if [ ! -x .fonts-venv/bin/python ]; then
  "${PYTHON:-python3}" -m venv .fonts-venv
  .fonts-venv/bin/pip install --quiet --disable-pip-version-check --requirement fonts.txt
fi

mkdir -p "$target/images" "$target/fonts" "$target/licences"
node build-styles.mjs "$target"
cp scripts/*.js images/mark.svg "$target/"
cp images/lattice.svg images/window.svg "$target/images/"
sed '/^\/\/# sourceMappingURL=/d; s,//# sourceMappingURL=.*$,,' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js > "$target/govuk-frontend.min.js"
cp licences/*.txt "$target/licences/"
.fonts-venv/bin/python cut_fonts.py "$target"

# The editors come as their makers built them; bpmn.io's licence wants its mark to stay on the page.
mkdir -p "$editors/licences"
for editor in bpmn dmn; do
  from="node_modules/$editor-js"
  sed 's,//# sourceMappingURL=.*$,,' "$from/dist/$editor-modeler.production.min.js" > "$editors/$editor-modeler.min.js"
  cp "$from/dist/assets/$editor-font/font/$editor.woff2" "$editors/"
  cp "$from/LICENSE" "$editors/licences/$editor-js.txt"
  {
    printf '@font-face{font-family:"%s";src:url("%s.woff2") format("woff2")}\n' "$editor" "$editor"
    sed '/@font-face/,/^}/d' "$from/dist/assets/$editor-font/css/$editor.css"
    cat "$from"/dist/assets/diagram-js.css "$from/dist/assets/$editor-js"*.css
  } | grep -v '^@charset' > "$editors/$editor-modeler.css"
done
for file in "$editors"/*.css "$editors"/*.js; do gzip -9 -n -c "$file" > "$file.gz"; done

# Packed beside each file: what is served to browsers that take gzip. Another zlib may pack the same text differently.
for file in "$target"/*.css "$target"/*.js; do gzip -9 -n -c "$file" > "$file.gz"; done

if [ "$target" != "$committed" ]; then
  for file in "$committed"/*.gz "$committed_editors"/*.gz; do gzip -dc "$file" | cmp - "${file%.gz}"; done
  diff -rq --exclude="*.gz" "$editors" "$committed_editors"
  diff -rq --exclude="*.gz" "$target" "$committed" && echo "The committed assets are what this build makes."
fi
