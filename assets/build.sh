#!/bin/sh
# Builds the style sheets, scripts and fonts that are committed under foundation/web/static/web.
#   assets/build.sh           rebuild them in place
#   assets/build.sh --check   rebuild them elsewhere and fail where the committed ones differ
# Needs node with npm, and Python; nothing of it is needed to run onewindow.
set -eu
cd "$(dirname "$0")"
committed="$(cd .. && pwd)/src/onewindow/foundation/web/static/web"
target="$committed"
[ "${1:-}" = "--check" ] && target="$(mktemp -d)" && trap 'rm -rf "$target"' EXIT

[ -d node_modules/govuk-frontend ] || npm ci --no-audit --no-fund
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

# Packed beside each file: what is served to browsers that take gzip. Another zlib may pack the same text differently.
for file in "$target"/*.css "$target"/*.js; do gzip -9 -n -c "$file" > "$file.gz"; done

if [ "$target" != "$committed" ]; then
  for file in "$committed"/*.gz; do gzip -dc "$file" | cmp - "${file%.gz}"; done
  diff -rq --exclude="*.gz" "$target" "$committed" && echo "The committed assets are what this build makes."
fi
