/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/help.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/data.h"
#include "base/text.h"
#include "cmd/commands.h"

void help_usage(FILE *out)
{
	fputs("Usage: pft COMMAND [OPTION]...\n"
	      "A page fault benchmark: what a fault costs, and how certain the result is.\n\n",
	      out);
	for (size_t i = 0; i < nr_commands; i++)
		fprintf(out, "  %-8s %s\n", commands[i]->name,
			commands[i]->summary);
	fputs("\npft COMMAND --help lists the options of a command; pft help COMMAND opens its\n"
	      "manual page. Start with: pft run\n"
	      "Manual page: pft(1).\n",
	      out);
}

/* Returns only if there is no man, or if it does not have the page. */
static void open_page(const char *name)
{
	AUTO_FREE char *source = text_format("doc/%s.1", name);
	AUTO_FREE char *built = data_path(source, NULL);
	const char *page = built ? built : name;
	const char *const find[] = { "man", "-w", page, NULL };
	if (child_run(&(struct child_spec){ .argv = find }, NULL) != 0)
		return;
	signal(SIGPIPE, SIG_DFL);	/* for its pager */
	execlp("man", "man", page, (char *)NULL);
}

int help_main(char *const word[])
{
	struct error err = { "" };
	const struct command *command = NULL;
	if (*word && word[1])
		error_set(&err, -EINVAL, "'%s': expected one command: see pft --help", word[1]);
	else if (*word)
		command = commands_find(*word, &err);
	if (*err.text)
		return options_fail(&err, 2);
	AUTO_FREE char *name = command ? text_format("pft-%s", command->name) :
					 text_format("pft");
	open_page(name);
	if (command)
		options_help(command, stdout);
	else
		help_usage(stdout);
	return 0;
}
