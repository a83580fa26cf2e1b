/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/ab_report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/options.h"
#include "cmd/record_files.h"
#include "cmd/report_files.h"

int ab_report_check(const struct ab_options *o, struct error *err)
{
	if (!o->report)
		return 0;
	for (size_t i = 0; i < o->nr_beside; i++)
		if (access(o->beside[i], R_OK) != 0)
			return error_set(err, -errno, "--beside '%s': %s: expected a file of records",
					 o->beside[i], strerror(errno));
	const int rc = file_make_folders(o->report, err);
	if (rc == 0 && access(o->report, W_OK | X_OK) != 0)
		return error_set(err, -errno, "--report '%s': %s: expected a folder that can be written to",
				 o->report, strerror(errno));
	return rc;
}

/* What is read, and what comes of it. */
struct making {
	struct record_files files;
	struct report_content content;
	struct plot_list pictures;
};

static int read_all(struct making *m, const char *const path[], size_t n,
		    struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = record_files_read(&m->files, path[i], &m->content.records,
				       err);
	return rc;
}

int ab_report(const struct ab_options *o, const char *const path[], size_t n,
	      const _Atomic int *stop)
{
	struct making m = { 0 };
	struct error err = { "" };
	int rc = read_all(&m, path, n, &err);
	if (rc == 0)
		rc = read_all(&m, o->beside, o->nr_beside, &err);
	if (rc == 0)
		rc = report_collect(&m.content, o->run.out.verbose, &err);
	if (rc == 0)
		rc = report_write(&m.content,
				  &(const struct report_place){
					  o->report, o->run.out.verbose, stop },
				  &m.pictures, &err);
	const int status = rc ? options_fail(&err, 1) : 0;
	if (rc == 0)
		options_say("tables, pictures and the page report.html are in %s",
			    o->report);
	plot_list_close(&m.pictures);
	report_close(&m.content);
	record_files_close(&m.files);
	return status;
}
