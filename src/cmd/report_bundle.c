/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/report_bundle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/child.h"
#include "base/known.h"
#include "base/text.h"
#include "config.h"
#include "record/caption.h"

int report_bundle_check(char **paths, struct error *err)
{
	for (; *paths; paths++) {
		struct stat file;
		if (stat(*paths, &file) == 0 && !S_ISREG(file.st_mode) &&
		    !S_ISDIR(file.st_mode))
			return error_set(err, -EINVAL, "'%s': no regular file: expected, for --bundle, records that can be read twice: save them to a file first",
					 *paths);
	}
	return 0;
}

/* ---- versions ---- */

/* The first line that a program prints. */
struct first_line {
	char text[200];
};

static void take_line(void *context, const char *line)
{
	struct first_line *first = context;
	if (*first->text == '\0')
		snprintf(first->text, sizeof(first->text), "%s", line);
}

/* "-" where the program is not there. */
static struct first_line says(const char *const argv[])
{
	struct first_line first = { "" };
	struct error why;
	const struct child_watch watch = { .argv = argv, .log = -1,
					   .line = take_line, .context = &first };
	if (child_watch(&watch, &why) != 0 || *first.text == '\0')
		snprintf(first.text, sizeof(first.text), "-");
	return first;
}

static void print_versions(FILE *out)
{
	static const char *const gnuplot[] = { "gnuplot", "--version", NULL };
	/* What the scripts ask for, and what fontconfig then gives. */
	static const char *const font[] = {
		"fc-match", "-f", "%{fullname} (fontconfig's version %{fontversion})",
		"DejaVu Sans", NULL,
	};
	fprintf(out, "pft: %s\n", PACKAGE_VERSION);
	fprintf(out, "gnuplot: %s\n", says(gnuplot).text);
	fprintf(out, "font: %s\n", says(font).text);
	fprintf(out, "packed by: %s\n", bundle_library());
}

/* ---- members ---- */

struct packing {
	struct bundle *bundle;
	const struct report_bundle *what;
	FILE *manifest;
	struct error *err;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static size_t size_of(FILE *file)
{
	struct stat now;
	return fstat(fileno(file), &now) == 0 ? (size_t)now.st_size : 0;
}

static bool is_unchanged(const struct record_file *file)
{
	struct stat now;
	return stat(file->path, &now) == 0 &&
	       now.st_ino == file->stat.st_ino &&
	       now.st_size == file->stat.st_size &&
	       now.st_mtim.tv_sec == file->stat.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == file->stat.st_mtim.tv_nsec;
}

static int add_records(const struct packing *p, size_t i)
{
	const struct record_file *file = &p->what->files->file[i];
	char name[64];
	FILE *stream;
	int rc = bundle_open(file->path, &stream, p->err);
	if (rc != 0)
		return rc;
	snprintf(name, sizeof(name), "records/%zu.jsonl", i + 1);
	rc = bundle_add_file(p->bundle, name, stream, p->err);
	const size_t n = size_of(stream);
	fclose(stream);
	if (rc == 0 && !is_unchanged(file))
		rc = error_set(p->err, -ESTALE, "record file '%s': it has changed since it was read: expected one that nothing writes to: report again",
			       file->path);
	char *was = text_shown(base_name(file->path));
	fprintf(p->manifest, "%s\t%zu bytes\twas %s\n", name, n, was);
	free(was);
	return rc;
}

static int add_file(const struct packing *p, const char *name)
{
	AUTO_FREE char *path = text_format("%s/%s", p->what->folder, name);
	FILE *file = fopen(path, "re");
	if (!file)
		return error_set(p->err, -errno, "'%s': %s", path,
				 strerror(errno));
	const int rc = bundle_add_file(p->bundle, name, file, p->err);
	fprintf(p->manifest, "%s\t%zu bytes\n", name, size_of(file));
	fclose(file);
	return rc;
}

/* Data that several pictures share is there once. */
static int add_picture(const struct packing *p, size_t i)
{
	const struct plot_item *item = &p->what->pictures->item[i];
	bool shared = p->what->has_comparison &&
		      strcmp(item->csv, "comparison.csv") == 0;
	for (size_t j = 0; j < i; j++)
		shared = shared || strcmp(p->what->pictures->item[j].csv,
					  item->csv) == 0;
	int rc = shared ? 0 : add_file(p, item->csv);
	if (rc == 0)
		rc = add_file(p, item->svg);
	return rc != 0 ? rc : add_file(p, item->png);
}

static int add_all(const struct packing *p)
{
	static const char *const names[] = { "report.txt", "mail.txt",
					     "report.csv", "report.html" };
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < p->what->files->n; i++)
		rc = add_records(p, i);
	for (size_t i = 0; rc == 0 && i < ARRAY_SIZE(names); i++)
		rc = add_file(p, names[i]);
	if (rc == 0 && p->what->has_comparison)
		rc = add_file(p, "comparison.csv");
	if (rc == 0 && p->what->has_locks)
		rc = add_file(p, "locks.csv");
	if (rc == 0 && p->what->has_verdicts)
		rc = add_file(p, "compare.csv");
	for (size_t i = 0; rc == 0 && i < p->what->pictures->n; i++)
		rc = add_picture(p, i);
	return rc;
}

/* ---- what is in it, for who unpacks it ---- */

static int add_readme(const struct packing *p)
{
	struct text_stream stream;
	fprintf(text_open(&stream),
		"A report of pft, a page fault benchmark, with the records it was made of.\n"
		"\n"
		"report.html  all of it as one page, for any browser, offline\n"
		"report.txt   the tables\n"
		"mail.txt     the same in 72 columns, with machines and commands\n"
		"*.csv        the numbers, also those of each picture\n"
		"*.svg *.png  the pictures\n"
		"records/     what was measured: JSON Lines, see pft-records(5)\n"
		"MANIFEST     versions, and every file with its size\n"
		"\n"
		"To make it again, from the bundle as it is (DIR is a folder):\n"
		"\n"
		"    pft report%s -o DIR FILE.tar.zst\n"
		"\n"
		"Tables, page and numbers come out the same to the last byte with the same\n"
		"version of pft; pictures too with the same gnuplot and the same font.\n",
		p->what->verbose ? " -v" : "");
	char *text = text_close(&stream);
	const int rc = bundle_add_text(p->bundle, "README", text, p->err);
	free(text);
	return rc;
}

int report_bundle_write(struct bundle *bundle, const struct report_bundle *what,
			struct error *err)
{
	struct text_stream stream;
	const struct packing p = { bundle, what, text_open(&stream), err };
	print_versions(p.manifest);
	fprintf(p.manifest, "command: pft report%s -o DIR FILE\n\n",
		what->verbose ? " -v" : "");
	int rc = add_readme(&p);
	if (rc == 0)
		rc = add_all(&p);
	char *text = text_close(&stream);
	if (rc == 0)
		rc = bundle_add_text(bundle, "MANIFEST", text, err);
	free(text);
	return rc != 0 ? rc : bundle_finish(bundle, err);
}
