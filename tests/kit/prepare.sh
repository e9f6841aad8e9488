#!/bin/sh
# labs/prepare.sh against a machine that we make up: package managers, sudo, id and
# pkg-config are stand-ins that note what they were asked for.
. tests/lib.sh

bin=$work/bin
mkdir "$bin"
put() { # NAME LINE: a program of one line
    printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}
for tool in sh cat printf sort tr dirname grep sed awk touch env true; do
    path=$(command -v "$tool") && ln -sf "$path" "$bin/$tool"
done
# The compiler is there; of the libraries only md4c is missing until installed.
put gcc 'exit 0'
put pkg-config "test \"\$2\" != md4c || test -e '$work/installed'"
manager() { # NAME: it installs by leaving a mark
    rm -f "$bin/apt-get" "$bin/dnf" "$bin/pacman" "$bin/apk" "$work/installed" "$work/asked"
    put "$1" "echo \"$1 \$*\" >>'$work/asked'; case \"\$*\" in *md4c*) touch '$work/installed' ;; esac"
}
user() { put id "echo $1"; }
prepare() { run env PATH="$bin" "$bin/sh" labs/prepare.sh; }
asked() { cat "$work/asked" 2>/dev/null; }

user 0
manager apt-get
prepare
is "$status" 0 'root: what is missing is installed at once'
contains "$(asked)" 'apt-get install -y --no-install-recommends libmd4c-dev' 'and only that'
prepare
is "$(asked | grep -c install)" 1 'a second run installs nothing'

user 1000
for row in 'apt-get:sudo apt-get install -y --no-install-recommends libmd4c-dev' \
    'dnf:sudo dnf install -y md4c-devel' 'pacman:sudo pacman -S --needed --noconfirm md4c' \
    'apk:sudo apk add md4c-dev'; do
    manager "${row%%:*}"
    prepare
    is "$status" 3 "${row%%:*}, a user whom nobody can ask: refused"
    contains "$err" "${row#*:}" 'with the one line to type'
    is "$(asked)" '' 'and nothing was installed'
done
rm -f "$bin/apk"
prepare
is "$status" 3 'no package manager at all'
contains "$err" 'missing: md4c' 'says what is missing'

# shellcheck disable=SC2016 # for the stand-in to expand
put sudo 'exec "$@"'
answer() { # WORD: what is typed at the question
    manager apt-get
    printf '%s\n' "$1" |
        script -qec "env PATH=$bin $bin/sh labs/prepare.sh" /dev/null >"$work/seen" 2>&1
    status=$?
}
if have script; then
    answer y
    is "$status" 0 'a yes installs'
    contains "$(cat "$work/seen")" 'go on? [y/N]' 'after a question'
    contains "$(asked)" 'install -y' 'through sudo'
    answer n
    is "$status" 3 'a no does not'
    is "$(asked)" '' 'and nothing was installed'
else
    skip 'a yes installs, a no does not' 'script(1) is not installed'
fi

manager apt-get
user 0
put apt-get 'exit 100'
prepare
is "$status" 3 'an installation that fails is no success'
contains "$err" 'missing' 'and says so'
run labs/prepare.sh --nonsense
is "$status" 2 'an unknown option'

done_testing
