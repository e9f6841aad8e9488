/* Completion scripts for bash, zsh and fish, from the tables of commands and options:
 * there is no second list that could fall behind.
 *
 * The words of a command that takes an EXERCISE come from `labs list --names`, asked
 * when the key is pressed; everything else that is no option is a file.
 */
#include <string.h>

#include "labs/kit/program.h"
#include "labs/kit/words.h"

typedef void put_row(FILE *out, const struct option_row *row);

/* Without a command. */
#define GLOBAL_OPTIONS "--help --version --manual --completion"

/* Every option that a command takes: its own, and those common ones that it heeds. */
static void each_option(const struct command *command, put_row *put, FILE *out)
{
    for (const struct option_row *row = command->options; row && row->name; row++)
        put(out, row);
    for (const struct option_row *row = common_option_rows; row->name; row++)
        if (program_option_is_for(row, command->traits))
            put(out, row);
}

static bool takes_exercise(const struct command *command)
{
    return strstr(command->arguments, "EXERCISE") != NULL;
}

/* Text within single quotes of a shell, without what `mask` names. */
static void put_quoted(FILE *out, const char *text, const char *mask)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr(mask, *text))
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

/* ---- bash ---- */

static void bash_word(FILE *out, const struct option_row *row)
{
    fprintf(out, " --%s", row->name);
}

static void bash_choices(FILE *out, const struct option_row *row)
{
    if (row->kind == OPTION_CHOICE)
        fprintf(out, "        --%s) values='%s' ;;\n", row->name, row->choices);
    else if (row->argument)
        fprintf(out, "        --%s) arguments=%s ;;\n", row->name,
                row->kind == OPTION_COUNT ? "none" : "file");
}

static void bash(const struct program *program, FILE *out)
{
    const char *name = program->name;
    fprintf(
        out,
        "# Completion of %s for bash, written by: %s --completion bash\n"
        "_%s() {\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
        "    local command= options= arguments=file values= i\n"
        "    [[ $word == = ]] && word=\n" /* bash makes a word of the = in --format=j */
        "    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        [[ ${COMP_WORDS[i]} == -* ]] && continue\n"
        "        command=${COMP_WORDS[i]}\n"
        "        break\n"
        "    done\n"
        "    COMPREPLY=()\n"
        "    case $command in\n"
        "    '')\n        options='" GLOBAL_OPTIONS "'\n"
        "        [[ $word == -* ]] || values='",
        name, name, name);
    for (const struct command *c = program->commands; c->name; c++)
        fprintf(out, "%s%s", c == program->commands ? "" : " ", c->name);
    fputs("'\n        ;;\n", out);
    for (const struct command *c = program->commands; c->name; c++) {
        fprintf(out, "    %s)\n        options='", c->name);
        each_option(c, bash_word, out);
        fprintf(out, "'\n        arguments=%s\n        case $before in\n",
                takes_exercise(c) ? "exercise"
                : *c->arguments   ? "file"
                                  : "none");
        each_option(c, bash_choices, out);
        fputs("        esac\n        ;;\n", out);
    }
    fprintf(out,
            "    esac\n"
            "    if [[ -n $values ]]; then\n"
            "        COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
            "    elif [[ $word == -* ]]; then\n"
            "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
            "    elif [[ $arguments == exercise ]]; then\n"
            "        COMPREPLY=($(compgen -W \"$(labs list --names 2>/dev/null)\" -- "
            "\"$word\"))\n"
            "    elif [[ $arguments == file ]]; then\n"
            "        compopt -o filenames 2>/dev/null\n" /* a / behind folders */
            "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
            "    fi\n"
            "}\n"
            "complete -F _%s %s\n",
            name, name);
}

/* ---- zsh ---- */

static void zsh_option(FILE *out, const struct option_row *row)
{
    fprintf(out, "            '--%s%s[", row->name, row->argument ? "=" : "");
    put_quoted(out, english(row->help), "[]:\\");
    fputc(']', out);
    if (row->kind == OPTION_CHOICE)
        fprintf(out, ":%s:(%s)", row->argument, row->choices);
    else if (row->argument)
        fprintf(out, ":%s:%s", row->argument, row->kind == OPTION_COUNT ? " " : "_files");
    fputs("' \\\n", out);
}

static void zsh(const struct program *program, FILE *out)
{
    const char *name = program->name;
    fprintf(out,
            "#compdef %s\n# Completion of %s for zsh, written by: %s --completion zsh\n"
            "_%s() {\n    local -a commands\n    commands=(\n",
            name, name, name, name);
    for (const struct command *c = program->commands; c->name; c++) {
        fprintf(out, "        '%s:", c->name);
        put_quoted(out, english(c->summary), ":\\");
        fputs("'\n", out);
    }
    fputs("    )\n    if ((CURRENT == 2)); then\n"
          "        if [[ $words[2] == -* ]]; then\n"
          "            compadd -- " GLOBAL_OPTIONS "\n"
          "        else\n"
          "            _describe command commands\n"
          "        fi\n        return\n    fi\n"
          "    shift words\n    ((CURRENT--))\n    case $words[1] in\n",
          out);
    for (const struct command *c = program->commands; c->name; c++) {
        fprintf(out, "    %s)\n        _arguments \\\n", c->name);
        each_option(c, zsh_option, out);
        fprintf(out, "            '*:argument:%s'\n        ;;\n",
                takes_exercise(c)
                    ? "compadd -- ${(f)\"$(labs list --names 2>/dev/null)\"}"
                : *c->arguments ? "_files"
                                : " ");
    }
    fprintf(out, "    esac\n}\n_%s \"$@\"\n", name);
}

/* ---- fish ---- */

static const char *fish_program, *fish_command; /* of the option that is written */

static void fish_option(FILE *out, const struct option_row *row)
{
    fprintf(out, "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s", fish_program,
            fish_command, row->name);
    if (row->letter)
        fprintf(out, " -s %c", row->letter);
    if (row->kind == OPTION_CHOICE)
        fprintf(out, " -x -a '%s'", row->choices);
    else if (row->argument)
        fputs(row->kind == OPTION_COUNT ? " -x" : " -r -F", out);
    fputs(" -d '", out);
    put_quoted(out, english(row->help), "\\");
    fputs("'\n", out);
}

static void fish(const struct program *program, FILE *out)
{
    const char *name = program->name;
    fish_program = name;
    fprintf(out,
            "# Completion of %s for fish, written by: %s --completion fish\n"
            "complete -c %s -n __fish_use_subcommand -a '" GLOBAL_OPTIONS "'\n",
            name, name, name);
    for (const struct command *c = program->commands; c->name; c++) {
        fprintf(out, "complete -c %s -f -n __fish_use_subcommand -a %s -d '", name,
                c->name);
        put_quoted(out, english(c->summary), "\\");
        fputs("'\n", out);
        fish_command = c->name;
        each_option(c, fish_option, out);
        if (!*c->arguments)
            fprintf(out, "complete -c %s -f -n '__fish_seen_subcommand_from %s'\n", name,
                    c->name);
        if (takes_exercise(c))
            fprintf(out,
                    "complete -c %s -f -n '__fish_seen_subcommand_from %s' -a '(labs "
                    "list --names 2>/dev/null)'\n",
                    name, c->name);
    }
}

int program_completion(const struct program *program, const char *shell, FILE *out)
{
    static const struct {
        const char *name;
        void (*write)(const struct program *, FILE *);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (!strcmp(shells[i].name, shell)) {
            shells[i].write(program, out);
            return 0;
        }
    return -1;
}
