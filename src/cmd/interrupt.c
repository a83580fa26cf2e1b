/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/interrupt.h"

#include <signal.h>
#include <stddef.h>

#include "base/known.h"

_Atomic int interrupts;
static _Atomic int last_signal;

static void on_interrupt(int signal_number)
{
	atomic_store(&last_signal, signal_number);
	atomic_fetch_add(&interrupts, 1);
}

static void catch(int flags)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const struct sigaction stop = { .sa_handler = on_interrupt,
					.sa_flags = flags };
	struct sigaction was;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		if (sigaction(signals[i], NULL, &was) == 0 &&
		    was.sa_handler != SIG_IGN)
			sigaction(signals[i], &stop, NULL);
}

void interrupts_catch(void)
{
	catch(0);
}

void interrupts_catch_first(void)
{
	catch(SA_RESTART | (int)SA_RESETHAND);
}

void interrupts_end(void)
{
	const int number = atomic_load(&last_signal);
	if (number == 0)
		return;
	signal(number, SIG_DFL);
	raise(number);
}
