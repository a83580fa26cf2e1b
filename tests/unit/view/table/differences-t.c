/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By how many percent sides differ, where units are pairs.
 */
#include <stdlib.h>

#include "table-fake.h"
#include "tap.h"
#include "view/table/below.h"

static struct table_fake fake;

static char *printed(size_t columns)
{
	struct fake_print print;
	differences_print(fake_open(&print, TABLE_TABLE, columns), &fake.compare, 0, 18);
	return fake_close(&print);
}

int main(void)
{
	table_fake_make(&fake, 1);
	char *text = printed(80);
	has(text, "more than stock, mean of the differences over layouts", "what it is stands above");
	has(text, "fault %  +-95% unmap %  +-95%  both %  +-95%  instr.  +-95%\n",
	    "with unmapping alone and with it");
	has(text, "  ahead             -20.00   0.20   +0.00   0.40  -13.33   0.13  -200.0   2.00\n",
	    "as percent of the first side, and as it is");
	has_not(text, "\n  stock ", "the first side has no line");
	free(text);
	text = printed(60);
	has_not(text, "unmap", "a narrow terminal has the fault alone");
	free(text);
	fake.value[0][1][METRIC_FAULT].more = (struct difference){ { 0, false }, { 0, false }, { 0, false } };
	text = printed(80);
	is_text(text, "", "without pairs there is nothing");
	free(text);
	return tap_done();
}
