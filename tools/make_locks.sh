#!/usr/bin/env bash
# Resolves locks/*.txt anew from pyproject.toml: pinned, hashed, without addresses. Needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet "$@")
printf 'hatchling\neditables\n' | uv pip compile pyproject.toml - --extra dev "${flags[@]}" -o locks/dev.txt
printf 'hatchling\neditables\n' | uv pip compile pyproject.toml - --extra read -c locks/dev.txt "${flags[@]}" -o locks/read.txt
printf 'hatchling\neditables\n' | uv pip compile pyproject.toml - --extra read --extra serve -c locks/dev.txt "${flags[@]}" -o locks/serve.txt
