#!/usr/bin/env bash
# Chromium and a Chinese font for the browser tests. Installs through apt when this user may; otherwise says what is missing.
set -u
have_browser() { command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
have_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list ':lang=zh-cn' family 2>/dev/null | head -n 1)" ]; }
have_browser && have_font && exit 0
if [ "$(id -u)" = 0 ]; then run=""; elif sudo -n true 2>/dev/null; then run="sudo -n"; else run="none"; fi
if command -v apt-get >/dev/null 2>&1 && [ "$run" != none ]; then
  echo "installing chromium and fonts-noto-cjk through apt for the browser tests"
  export DEBIAN_FRONTEND=noninteractive
  $run apt-get update -qq >/dev/null 2>&1
  $run apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null 2>&1
fi
have_browser && have_font || echo "chromium or a Chinese font is missing and could not be installed: the browser tests will be skipped" >&2
exit 0
