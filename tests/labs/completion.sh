#!/bin/sh
# Completion in the real shells: bash, zsh (on a terminal of its own) and fish.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
mkdir "$work/functions" "$work/a folder" # not among what can be chosen below
for shell in bash zsh fish; do
    labs --completion "$shell" >"$work/labs.$shell"
done

# ---- bash: asked as readline asks ----
cat >"$work/ask.bash" <<'END'
source "$1/labs.bash"
cd "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_labs
printf '%s\n' "${COMPREPLY[@]}"
END
in_bash() { # WORDS…: what is offered for the last one, in one line
    bash --norc "$work/ask.bash" "$work" "$@" 2>"$work/err" | tr '\n' ' '
    cat "$work/err"
}
if have bash; then
    is "$(in_bash labs ch)" 'check ' 'bash: a command'
    is "$(in_bash labs check vm/0)" 'vm/01-say vm/02-again ' 'bash: exercises'
    is "$(in_bash labs grade --format = j)" 'json junit ' 'bash: a value behind ='
    is "$(in_bash labs grade --format j)" 'json junit ' 'bash: a value behind a blank'
    is "$(in_bash labs check --time-factor '')" ' ' 'bash: a number is nothing to choose'
    is "$(in_bash labs grade 'a f')" 'a folder ' 'bash: a name with a blank is one'
    is "$(in_bash labs --ver)" '--version ' 'bash: an option without a command'
else
    skip 'bash' 'bash is not installed'
fi

# ---- fish says itself what it would offer ----
in_fish() { # LINE
    fish --no-config -c "cd '$work'; source '$work/labs.fish'; complete -C '$1'" 2>&1 | cut -f 1 | tr '\n' ' '
}
if have fish; then
    is "$(in_fish 'labs ch')" 'check ' 'fish: a command'
    is "$(in_fish 'labs check vm/0')" 'vm/01-say vm/02-again ' 'fish: exercises'
    is "$(in_fish 'labs grade --format j')" 'json junit ' 'fish: a value'
    is "$(in_fish 'labs check --time-factor ')" '' 'fish: a number is nothing to choose'
    is "$(in_fish 'labs doctor ')" '' 'fish: nor is it what takes no argument'
    contains "$(in_fish 'labs grade ')" 'a folder/' 'fish: a folder to grade'
    is "$(in_fish 'labs --ver')" '--version ' 'fish: an option without a command'
else
    skip 'fish' 'fish is not installed'
fi

# ---- zsh on a terminal: what comes on it after TAB ----
cp "$work/labs.zsh" "$work/functions/_labs"
cat >"$work/ask.zsh" <<'END'
# ask.zsh WORK LINE PATTERN…: types LINE and TAB; each pattern must come
zmodload zsh/zpty
work=$1 line=$2
shift 2
zpty shell zsh -f -i
zpty -w shell "PS1=; cd ${(q)work}; fpath=(${(q)work}/functions \$fpath); autoload -Uz compinit; compinit -u -D; setopt no_list_beep; stty cols 150 rows 200; echo rea''dy"
zpty -r shell seen '*ready*'
zpty -w -n shell "$line"$'\t\t'
for pattern; do
    zpty -r -m shell seen "*$pattern*" || exit 1
    print -r -- "came: $pattern"
done
zpty -d shell
END
in_zsh() { # LINE PATTERN…
    zsh_line=$1
    shift
    is "$(timeout 30 zsh -f "$work/ask.zsh" "$work" "$zsh_line" "$@" 2>&1)" "$(printf 'came: %s\n' "$@")" "zsh: $zsh_line"
}
if ! have zsh; then
    skip 'zsh' 'zsh is not installed'
elif ! zsh -f -c 'zmodload zsh/zpty' 2>/dev/null; then
    skip 'zsh' 'it has no zpty here'
else
    in_zsh 'labs ch' 'eck'
    in_zsh 'labs check vm/0' '01-say' '02-again'
    in_zsh 'labs check --time' 'factor'
    in_zsh 'labs grade --format j' 'json' 'junit'
    in_zsh 'labs --ver' 'sion'
    in_zsh 'labs grade a' 'folder'
    in_zsh 'labs ver' 'verify ' 'verify-receipt '
fi
done_testing
