#!/bin/sh
# Sets everything up: .venv with the locked packages, the `roundtable` command, and for `setup.sh test` a browser.
# Quick when nothing changed: a stamp in .venv remembers the lock, the project file, this script and the folder.
set -eu
cd "$(dirname "$0")/.."
here=$(pwd -P)
venv="$here/.venv"
stamp="$venv/.roundtable-stamp"
wanted=$({ cat requirements.txt pyproject.toml scripts/setup.sh scripts/uv.txt; echo "$here"; } | cksum)

say() { printf '%s\n' "$*" >&2; }

# Installs a system package as root with apt-get; anyone else is told the exact command.
system_package() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing the system package $1 …"
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null 2>&1 && return 0
        apt-get update -qq >/dev/null 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null && return 0
    fi
    say "The system package $1 is missing. Install it, then run this again:"
    say "    sudo apt-get install $1        (Debian, Ubuntu; other systems: the package of that name)"
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    if "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        return 0
    fi
    python=$(find_python) || { say "Python 3.11 or newer was not found. Install it, or name it: PYTHON=/path/to/python make demo"; exit 1; }
    say "Making .venv with $("$python" -V) …"
    if ! "$python" -m venv --clear "$venv" >/dev/null 2>&1; then
        # Debian keeps the part of Python that makes environments in a package of its own.
        system_package "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        "$python" -m venv --clear "$venv"
    fi
}

install_packages() {
    say "Installing the locked packages …"
    pip="$venv/bin/python -m pip --disable-pip-version-check --no-input"
    # uv is some ten times faster; where it cannot be had, or sees another index than pip does, pip does the same work.
    if { "$venv/bin/python" -c 'import uv' 2>/dev/null || $pip install -q --require-hashes -r scripts/uv.txt >/dev/null 2>&1; } &&
        "$venv/bin/python" -m uv pip install -q --python "$venv/bin/python" --require-hashes -r requirements.txt 2>/dev/null; then
        return 0
    fi
    $pip install -q --require-hashes -r requirements.txt
}

# The package itself, without a build: a path file and a command. (What `pip install -e` would do, minus setuptools.)
# The command keeps what Python compiles, also where the environment says not to: else every start compiles a thousand files again, which
# takes longer than everything else it does.
install_ourselves() {
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$here/src" >"$packages/roundtable.pth"
    printf '#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\nexec "%s/bin/python" -m roundtable.cli "$@"\n' "$venv" >"$venv/bin/roundtable"
    chmod 755 "$venv/bin/roundtable"
}

if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    make_venv
    install_packages
    install_ourselves
    printf '%s\n' "$wanted" >"$stamp"
fi

# The languages: what runs is compiled from the catalogues whenever one of them is newer, or a compiled one is missing
# (a kept .venv beside a cleaned tree).
words="$venv/.roundtable-words"
missing() { find src -name '*.po' | while read -r po; do [ -e "${po%.po}.mo" ] || echo "$po"; done; }
if [ ! -e "$words" ] || [ -n "$(find src -name '*.po' -newer "$words" | head -n 1)$(missing | head -n 1)" ]; then
    "$venv/bin/python" scripts/words.py compile
    : >"$words"
fi

if [ "${1:-}" = test ]; then
    command -v chromium >/dev/null 2>&1 || system_package chromium
fi
