/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prints the bash completion, made from the tables that --help prints. Run at
 * build time only.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cmd/commands.h"

static void print_words(const struct option_row *row)
{
	for (size_t i = 0; row->words && row->words[i]; i++)
		printf("%s%s", i ? " " : "", row->words[i]);
	struct text_choice word;
	for (size_t i = 0; row->choices && row->choices(i, &word); i++)
		printf("%s%s", i ? " " : "", word.word);
}

/* "KIND,...": several words with commas between them. */
static bool takes_list(const struct option_row *row)
{
	return strstr(row->argument, ",...") != NULL;
}

/* Of a list only what stands after the last comma is to be completed. */
static void print_word_reply(const struct option_row *row)
{
	const bool list = takes_list(row);
	printf("\t\tCOMPREPLY=($(compgen %s-W '",
	       list ? "-P \"${cur%\"${cur##*,}\"}\" " : "");
	print_words(row);
	printf("' -- \"%s\"))\n", list ? "${cur##*,}" : "$cur");
	/* A word that ends in a colon goes on: no space after it. */
	printf("\t\tcase ${COMPREPLY[0]} in *:) compopt -o nospace ;; esac\n");
}

/* One case of what may follow an option. */
static void print_argument(const struct command *command,
			   const struct option_row *row)
{
	printf("\t%s:--%s", command->name, row->name);
	if (row->letter)
		printf("|%s:-%c", command->name, row->letter);
	printf(")\n");
	if (row->is_file)
		printf("\t\tcompopt -o default\n");
	else if (row->words || row->choices)
		print_word_reply(row);
	printf("\t\treturn ;;\n");
}

static void print_arguments(void)
{
	printf("\tcase ${COMP_WORDS[1]}:$prev in\n");
	struct option_row row[OPTIONS_MAX];
	for (size_t i = 0; i < nr_commands; i++) {
		const size_t n = options_rows(commands[i], row);
		for (size_t o = 0; o < n; o++)
			if (row[o].argument)
				print_argument(commands[i], &row[o]);
	}
	printf("\tesac\n");
}

static void print_commands(void)
{
	printf("\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	       "\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < nr_commands; i++)
		printf("%s ", commands[i]->name);
	printf("help --help --version' -- \"$cur\"))\n\t\treturn\n\tfi\n");
}

/* The first operand is one of a few words; no file follows it. */
static void print_actions(const struct command *command)
{
	printf("\t%s:*)\n\t\t[ \"$COMP_CWORD\" -ne 2 ] ||\n"
	       "\t\t\tCOMPREPLY=($(compgen -W '", command->name);
	for (size_t i = 0; command->actions[i]; i++)
		printf("%s%s", i ? " " : "", command->actions[i]);
	printf("' -- \"$cur\")) ;;\n");
}

/* Names that come with pft, and files. */
static void print_names(const struct command *command)
{
	char **names = command->names();
	printf("\t%s:*)\n\t\tcompopt -o filenames\n"
	       "\t\tmapfile -t COMPREPLY < <(compgen -f -W '", command->name);
	for (size_t i = 0; names[i]; i++)
		printf("%s%s", i ? " " : "", names[i]);
	printf("' -- \"$cur\") ;;\n");
	file_names_close(names);
}

/* Words that begin with a dash are options; others files, where any are taken. */
static void print_command(const struct command *command)
{
	printf("\t%s:-*)\n\t\tCOMPREPLY=($(compgen -W '", command->name);
	struct option_row row[OPTIONS_MAX];
	const size_t n = options_rows(command, row);
	for (size_t i = 0; i < n; i++)
		printf("%s--%s", i ? " " : "", row[i].name);
	printf("' -- \"$cur\")) ;;\n");
	if (command->actions)
		print_actions(command);
	else if (command->names)
		print_names(command);
	else if (*command->operands)
		printf("\t%s:*)\n\t\tcompopt -o default ;;\n", command->name);
}

/* A command may follow. */
static void print_help(void)
{
	printf("\thelp:*)\n\t\t[ \"$COMP_CWORD\" -ne 2 ] ||\n"
	       "\t\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < nr_commands; i++)
		printf("%s%s", i ? " " : "", commands[i]->name);
	printf("' -- \"$cur\")) ;;\n");
}

int main(void)
{
	printf("# bash completion for pft; made from the option tables of pft\n"
	       "_pft()\n{\n"
	       "\tlocal cur prev\n"
	       "\tcur=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tprev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tCOMPREPLY=()\n"
	       "\t# --option=value comes as three words\n"
	       "\tif [ \"$cur\" = '=' ]; then\n\t\tcur=\n"
	       "\telif [ \"$prev\" = '=' ]; then\n"
	       "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n\tfi\n");
	print_commands();
	print_arguments();
	printf("\tcase ${COMP_WORDS[1]}:$cur in\n");
	for (size_t i = 0; i < nr_commands; i++)
		print_command(commands[i]);
	print_help();
	printf("\tesac\n}\ncomplete -F _pft pft\n");
	return fflush(stdout) != 0;
}
