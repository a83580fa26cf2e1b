/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prints the bash completion, made from the tables that --help prints. Run at
 * build time only.
 */
#include <stdio.h>

#include "cmd/commands.h"

static void print_words(const struct option_row *row)
{
	for (size_t i = 0; row->words && row->words[i]; i++)
		printf("%s%s", i ? " " : "", row->words[i]);
	for (size_t i = 0; row->word && row->word(i); i++)
		printf("%s%s", i ? " " : "", row->word(i));
}

/* One case of what may follow an option. */
static void print_argument(const struct command *command,
			   const struct option_row *row)
{
	printf("\t%s:--%s", command->name, row->name);
	if (row->letter)
		printf("|%s:-%c", command->name, row->letter);
	printf(")\n");
	switch (row->completes) {
	case COMPLETES_FILES:
		printf("\t\tcompopt -o default\n\t\tCOMPREPLY=()\n");
		break;
	case COMPLETES_WORDS:
		printf("\t\tCOMPREPLY=($(compgen -W '");
		print_words(row);
		printf("' -- \"$cur\"))\n");
		break;
	case COMPLETES_NOTHING:
		printf("\t\tCOMPREPLY=()\n");
		break;
	}
	printf("\t\treturn ;;\n");
}

static void print_options(const struct command *command)
{
	printf("\t%s) words='", command->name);
	for (size_t i = 0; i < command->nr_options; i++)
		printf("--%s ", command->options[i].name);
	printf("--help' ;;\n");
}

int main(void)
{
	printf("# bash completion for pft; made from the option tables of pft\n"
	       "_pft()\n{\n"
	       "\tlocal cur prev words\n"
	       "\tcur=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tprev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	       "\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < nr_commands; i++)
		printf("%s ", commands[i]->name);
	printf("--help --version' -- \"$cur\"))\n\t\treturn\n\tfi\n"
	       "\tcase ${COMP_WORDS[1]}:$prev in\n");
	for (size_t i = 0; i < nr_commands; i++)
		for (size_t o = 0; o < commands[i]->nr_options; o++)
			if (commands[i]->options[o].argument)
				print_argument(commands[i],
					       &commands[i]->options[o]);
	printf("\tesac\n\tcase $cur in\n\t-*) ;;\n"
	       "\t*)\n\t\tcompopt -o default\n\t\tCOMPREPLY=()\n\t\treturn ;;\n\tesac\n"
	       "\tcase ${COMP_WORDS[1]} in\n");
	for (size_t i = 0; i < nr_commands; i++)
		print_options(commands[i]);
	printf("\t*) words= ;;\n\tesac\n"
	       "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
	       "complete -F _pft pft\n");
	return fflush(stdout) != 0;
}
