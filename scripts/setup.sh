# shellcheck shell=bash
# Sourced by the other scripts: moves to the checkout's folder and offers set_up, which makes .venv.
# Runs on Linux and macOS: Bash 3.2, and no options that only GNU tools have.

cd -P "$(dirname "${BASH_SOURCE[0]}")/.." || exit
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

die() {
    local line
    printf 'error: ' >&2
    for line in "$@"; do say "$line"; done
    exit 1
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE...: from Debian, after one look at what is there today.
apt_install() {
    say "installing $* (apt-get)"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

# Prints the first Python that really starts and is new enough; PYTHON=... is asked first.
find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    die "no Python 3.11 or newer found" \
        "  Debian, Ubuntu: sudo apt-get install python3 python3-venv" \
        "  macOS: brew install python@3.13, or the installer from python.org" \
        "  one that is not on the PATH: PYTHON=/path/to/python3 $0"
}

# A usable .venv: new enough, with pip, and made here (its scripts hold its path).
venv_works() {
    .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
        && grep -qF "$PWD/.venv" .venv/bin/activate
}

make_venv() {
    local python package
    python=$(find_python)
    # Debian keeps what venv needs in a package of its own.
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        can_apt || die "$python can't make virtual environments" \
            "  Debian, Ubuntu: sudo apt-get install $package"
        apt_install "$package"
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# set_up [GROUP]: .venv with the package (editable), its extra `read`, the dependency group, and the
# pinned versions.
# .venv/set-up and .venv/set-up-GROUP say what is installed, so that a second call does nothing.
set_up() {
    local group=${1:-} wanted
    wanted="$PWD $(cat pyproject.toml constraints.txt | cksum)"
    if [ -x .venv/bin/python ] && [ "$(cat ".venv/set-up${group:+-$group}" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    venv_works || make_venv
    say "installing into .venv${group:+, with the $group group}"
    # pip first: the one that comes with Python may know neither groups nor build constraints.
    .venv/bin/python -m pip install --quiet --upgrade --constraint constraints.txt pip
    .venv/bin/python -m pip install --quiet --constraint constraints.txt \
        --build-constraint constraints.txt --editable ".[read]" ${group:+--group "$group"}
    # pip compiles what it installs, but not what it installs as editable.
    .venv/bin/python -m compileall -q kg
    printf '%s\n' "$wanted" >.venv/set-up
    if [ -n "$group" ]; then cp .venv/set-up ".venv/set-up-$group"; fi
}
