/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pft ab with a fake lab, where nothing is built or booted, for the command tests:
 *   ab-fake ARGUMENT...
 * LAB_FAKE_KILL=N in the environment kills it in boot N; LAB_FAKE_WITHOUT=ARCH takes
 * away what boots guests of that architecture.
 */
#include <stdlib.h>

#include "cmd/commands.h"
#include "cmd/ending.h"
#include "lab-fake.h"

int main(int argc, char **argv)
{
	const char *kill_at = getenv("LAB_FAKE_KILL");
	lab_fake_kill_at = kill_at ? (unsigned int)atoi(kill_at) : 0;
	ending_prepare();
	argv[0] = "ab";
	struct arguments arguments = arguments_make(argc, argv);
	const int status = ab_main(&arguments, &lab_fake);
	arguments_close(&arguments);
	return ending_end(status);
}
