/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/table/style.h"

const char *const table_formats[] = {
	[TABLE_TABLE] = "table",
	[TABLE_CLASSIC] = "classic",
	[TABLE_MAIL] = "mail",
	[TABLE_CSV] = "csv",
	[TABLE_JSON] = "json",
	[TABLE_MARKDOWN] = "markdown",
	NULL,
};
