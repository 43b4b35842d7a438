# shellcheck shell=sh
# Sourced by scripts/demo and scripts/test: finds a Python, keeps the virtual environment.
#
#   prepare run|dev     afterwards $venv_python runs miunlink-adb (run), its checks too (dev)
#
# Plain POSIX sh. $root, the checkout, is set by the caller. Everything said goes to standard
# error, so that standard output stays the command's own.
#
# An environment is set up once: its stamp says for what, from which project file and where the
# checkout stood. As long as that holds, nothing is installed and pip is not called.

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Python 3.11 or newer? (The question must be one that Python 2 understands as well.)
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; }

has_module() { "$1" -I -c "import $2" </dev/null >/dev/null 2>&1; }

# Which interpreter this is: it changes when another one is put in its place.
identity() { "$1" -I -c 'import sys; print(sys.version_info[:3], sys.base_prefix)' </dev/null 2>/dev/null; }

can_build() { has_module "$1" venv && { has_module "$1" ensurepip || has_module "$1" pip; }; }

# Sets $base_python.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_recent "$PYTHON" || die "PYTHON=$PYTHON is not Python 3.11 or newer: name one that is, or unset PYTHON."
        base_python=$PYTHON
        can_build "$base_python" || die_no_venv "$base_python"
        return
    fi
    unfit=
    for candidate in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do
        is_recent "$candidate" || continue
        if can_build "$candidate"; then
            base_python=$candidate
            return
        fi
        unfit=${unfit:-$candidate}
    done
    [ -z "$unfit" ] || die_no_venv "$unfit"
    say "No Python 3.11 or newer was found."
    say "Install one (https://www.python.org/downloads/), or name it: PYTHON=/path/to/python3 $0"
    exit 1
}

die_no_venv() {
    say "$1 cannot make a virtual environment: its modules venv and ensurepip (or pip) are missing."
    say "On Debian or Ubuntu install them with: sudo apt install python3-venv"
    say "Then run this again; or name another Python: PYTHON=/path/to/python3 $0"
    exit 1
}

# Sets $venv and, when the checkout cannot be written to, sends the tools' caches beside it.
choose_venv() {
    if [ -w "$root" ]; then
        venv=$root/.venv
        return
    fi
    cache=${XDG_CACHE_HOME:-${HOME:?HOME is not set, and the checkout cannot be written to}/.cache}
    cache=$cache/miunlink-adb/$(printf '%s' "$root" | cksum | tr ' ' '-')
    venv=$cache/venv
    export COVERAGE_FILE="$cache/coverage" MYPY_CACHE_DIR="$cache/mypy" RUFF_CACHE_DIR="$cache/ruff"
    export PYTHONPYCACHEPREFIX="$cache/pycache" HYPOTHESIS_STORAGE_DIRECTORY="$cache/hypothesis"
    export PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-} -p no:cacheprovider"
}

set_venv_python() {
    venv_python=$venv/bin/python
    [ -e "$venv/pyvenv.cfg" ] && [ -e "$venv/Scripts/python.exe" ] && venv_python=$venv/Scripts/python.exe
    return 0
}

# The stamp's first line: the checkout's place; a moved one needs a new environment.
# Second: the project file and this script. Third: the interpreter. One stamp per purpose.
is_current() {
    stamp=$venv/miunlink-$1.stamp
    [ -f "$stamp" ] || return 1
    { IFS= read -r was_root && IFS= read -r was_project && IFS= read -r was_python; } <"$stamp" || return 1
    [ "$was_root" = "$root" ] && [ "$was_project" = "$project" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$was_python" = "$(identity "$PYTHON")" ] || return 1
    has_module "$venv_python" miunlink_adb
}

# Is there an environment that only needs another install?
is_reusable() {
    [ -f "$venv/miunlink-run.stamp" ] || return 1
    IFS= read -r was_root <"$venv/miunlink-run.stamp"
    [ "$was_root" = "$root" ] && [ "$(identity "$venv_python")" = "$(identity "$base_python")" ]
}

build_venv() {
    clear=
    [ -f "$venv/miunlink-run.stamp" ] && clear=--clear # ours; somebody else's is only added to
    pip=
    has_module "$base_python" ensurepip || pip=--without-pip
    # shellcheck disable=SC2086 # both are one word or none
    "$base_python" -m venv $clear $pip "$venv" || die "The virtual environment could not be made in $venv: see above."
    set_venv_python
}

run_pip() {
    if has_module "$venv_python" pip; then
        "$venv_python" -m pip "$@"
    else
        "$base_python" -m pip --python "$venv_python" "$@"
    fi
}

write_stamp() { printf '%s\n%s\n%s\n' "$root" "$project" "$(identity "$venv_python")" >"$venv/miunlink-$1.stamp"; }

prepare() {
    choose_venv
    set_venv_python
    project=$(cat "$root/pyproject.toml" "$root/scripts/environment.sh" | cksum)
    if is_current "$1"; then return; fi
    find_python
    say "Setting up $venv with $base_python (once; pip needs its package index)..."
    is_reusable || build_venv
    # Known as ours from here on, though not as complete: one line is no whole stamp.
    printf '%s\n' "$root" >"$venv/miunlink-run.stamp"
    rm -f "$venv/miunlink-dev.stamp"
    what=$root
    [ "$1" = run ] || what="${root}[dev]"
    run_pip install -qq --disable-pip-version-check --no-input --editable "$what" </dev/null >&2 ||
        die "pip could not install what miunlink-adb needs: see above. Is its package index within reach?"
    write_stamp run
    [ "$1" = run ] || write_stamp dev
}
